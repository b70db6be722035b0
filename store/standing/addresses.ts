/** Where each customer can be reached, by `<customer> <kind>`. */
import { sql } from 'kysely';
import { part } from '#store/standing/part.ts';

type Row = [number, string, string];

export const addresses = part({
  select: ({ customers }) => sql`select coalesce(json_agg(json_build_array(customer, kind, value)), '[]')
      from addresses where customer = any(${customers}::bigint[])`,
  read: (rows: Row[]): Map<string, string> =>
    new Map(rows.map(([customer, kind, value]) => [`${customer} ${kind}`, value])),
});
