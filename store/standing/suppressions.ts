/** Addresses that nothing is sent to, by `<customer> <kind>`, and why. */
import { sql } from 'kysely';
import { part } from '#store/standing/part.ts';

export const suppressed = part({
  select: ({
    customers,
  }) => sql`select coalesce(json_agg(json_build_array(a.customer, a.kind, coalesce(s.also, s.reason))), '[]')
      from addresses a join suppressions s on s.hash = address_hash(a.kind, a.value)
      where a.customer = any(${customers}::bigint[])`,
  read: (rows: [number, string, string][]): Map<string, string> =>
    new Map(rows.map(([customer, kind, reason]) => [`${customer} ${kind}`, reason])),
});
