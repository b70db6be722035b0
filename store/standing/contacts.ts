/** The pressure ledger: what each customer got, or has booked. */
import { sql } from 'kysely';
import type { Contact } from '#core/policy/rule.ts';
import { byCustomer, part } from '#store/standing/part.ts';

type Row = [number, number, string, Contact['class'], string, string[], string | null, number];

export const contacts = part({
  select: ({
    customers,
    since,
    now,
  }) => sql`select coalesce(json_agg(json_build_array(customer, floor(extract(epoch from at) * 1000),
        channel, class, brand, topics, offer, weight)), '[]')
      from pressure where customer = any(${customers}::bigint[]) and at > ${new Date(since)}
        and (until is null or until > ${new Date(now)})`,
  read: (rows: Row[]): Map<number, Contact[]> =>
    byCustomer(rows, ([, at, channel, klass, brand, topics, offer, weight]) => ({
      ...{ at, channel, class: klass, brand, topics, offer, weight },
    })),
});
