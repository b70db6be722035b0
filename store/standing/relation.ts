/** What customers bought, for the relation that is derived from it. */
import { sql } from 'kysely';
import type { Purchase } from '#core/relation.ts';
import { byCustomer, part } from '#store/standing/part.ts';

export const purchases = part({
  select: ({ customers }) => sql`select coalesce(json_agg(json_build_array(customer, family,
        floor(extract(epoch from at) * 1000))), '[]')
      from purchases where customer = any(${customers}::bigint[])`,
  read: (rows: [number, string, number][]): Map<number, Purchase[]> =>
    byCustomer(rows, ([, family, at]) => ({ family, at })),
});
