/** What situations ask of a customer: when events last happened, and which tasks are open. */
import { sql } from 'kysely';
import { DAY } from '#core/clock.ts';
import { byCustomer, part } from '#store/standing/part.ts';

type Happened = [number, string, number];

export const lastEvents = part({
  wanted: ({ events }) => events.names.length > 0,
  none: [],
  select: ({ customers, now, wants: { events } }) => sql`select coalesce(json_agg(json_build_array(customer, name,
        floor(extract(epoch from at) * 1000))), '[]')
      from (select customer, name, max(occurred_at) as at from events
        where customer = any(${customers}::bigint[]) and name = any(${events.names}::text[])
          and received_at > ${new Date(now - events.days * DAY)} group by customer, name) as e`,
  read: (rows: Happened[]): Map<number, Map<string, number>> => {
    const found = byCustomer(rows, ([, name, at]): [string, number] => [name, at]);
    return new Map([...found].map(([customer, list]) => [customer, new Map(list)]));
  },
});

export const pending = part({
  wanted: (wants) => wants.pending,
  none: [],
  select: ({ customers }) => sql`select coalesce(json_agg(json_build_array(customer,
        case kind when 'other' then 'task' else kind end)), '[]')
      from tasks where customer = any(${customers}::bigint[]) and state = 'open'`,
  read: (rows: [number, string][]): Map<number, string[]> => byCustomer(rows, ([, kind]) => kind),
});
