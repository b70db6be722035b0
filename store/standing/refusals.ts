/** Calls lately made that a person closed with an outcome: which of them were refusals, the law's pack says. */
import { sql } from 'kysely';
import { DAY } from '#core/clock.ts';
import { REFUSAL_DAYS } from '#core/policy/law.ts';
import type { Refusal } from '#core/policy/rule.ts';
import { byCustomer, part } from '#store/standing/part.ts';

type Row = [number, string, string, number];

export const refusals = part({
  select: ({ customers, now }) => sql`select coalesce(json_agg(json_build_array(customer, kind, lower(outcome),
        floor(extract(epoch from closed_at) * 1000))), '[]')
      from tasks where customer = any(${customers}::bigint[]) and kind = 'call' and state = 'done' and outcome is not null
        and closed_at > ${new Date(now - REFUSAL_DAYS * DAY)}`,
  wanted: (wants) => wants.refusals,
  none: [],
  read: (rows: Row[]): Map<number, Refusal[]> =>
    byCustomer(rows, ([, channel, outcome, at]) => ({ channel, outcome, at })),
});
