/** Contacts of whole households. Read only where a rule counts by household. */
import { sql } from 'kysely';
import type { Contact } from '#core/policy/rule.ts';
import { part } from '#store/standing/part.ts';

type Row = [string, number, string, Contact['class'], string, string[], string | null, number];
type Json = { of: [number, string][]; contacts: Row[] };

export const household = part({
  wanted: (wants) => wants.household,
  none: { of: [], contacts: [] },
  select: ({ customers, since, now }) => {
    const mine = sql`select id, household from customers
      where id = any(${customers}::bigint[]) and household is not null`;
    return sql`select json_build_object(
      'of', (select coalesce(json_agg(json_build_array(id, household)), '[]') from (${mine}) as m),
      'contacts', (select coalesce(json_agg(json_build_array(o.household, floor(extract(epoch from p.at) * 1000),
            p.channel, p.class, p.brand, p.topics, p.offer, p.weight)), '[]')
          from (select distinct household from (${mine}) as m) as h join customers o on o.household = h.household
          join pressure p on p.customer = o.id
          where p.at > ${new Date(since)} and (p.until is null or p.until > ${new Date(now)})))`;
  },
  /** Customers of one household share one list: what one of them books in a burst, the others count. */
  read: ({ of, contacts }: Json): Map<number, Contact[]> => {
    const lists = new Map(of.map(([, key]): [string, Contact[]] => [key, []]));
    for (const [key, at, channel, klass, brand, topics, offer, weight] of contacts)
      lists.get(key)?.push({ at, channel, class: klass, brand, topics, offer, weight });
    return new Map(of.map(([customer, key]) => [customer, lists.get(key)!]));
  },
});
