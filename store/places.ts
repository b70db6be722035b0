/** Customers of whom nobody knows in which zone they are: calls and SMS do not reach them. */
import { sql } from 'kysely';
import type { Json } from '#core/facts.ts';
import { placeOf } from '#core/place.ts';
import type { Db } from '#store/db.ts';
import { readCompany } from '#store/settings.ts';

/** The best that is known of a customer, and yet tells no zone. */
export type Known = 'phone' | 'postal' | 'country' | 'nothing';
export type Unplaced = { counts: Record<Known, number>; sample: number[] };

type Group = { country: string | null; phone: string | null; postal: Json; count: number; ids: number[] };

/**
 * Where somebody is follows from the country, the postcode and how the number begins: customers are grouped by these, and
 * each group is placed once. A number's other digits are blotted out, its length stays.
 */
export async function unplaced(db: Db, limit: number): Promise<Unplaced> {
  const { rows } = await sql<Group>`
    select country, phone, postal, count(*)::integer as count, (array_agg(id order by id))[1:${limit}::integer] as ids
    from (
      select c.id, c.country,
        case when length(p.phone) > 8 then rpad(left(p.phone, 8), length(p.phone), '0') else p.phone end as phone,
        case when jsonb_typeof(p.postal) = 'object' then jsonb_build_object('country', p.postal -> 'country', 'postalCode',
          coalesce(p.postal -> 'postalCode', p.postal -> 'postal_code', p.postal -> 'postcode', p.postal -> 'zip'))
          else p.postal end as postal
      from customers c, lateral (
        select regexp_replace(coalesce((select value from addresses where customer = c.id and kind = 'phone'),
            c.traits ->> 'phone'), '\\(0\\)|[\\s().\\-/]', '', 'g') as phone,
          coalesce((select to_jsonb(value) from addresses where customer = c.id and kind = 'postal'),
            c.traits -> 'address') as postal
      ) as p
      where c.zone is null and c.erased_at is null and not c.test
    ) as k group by country, phone, postal`.execute(db);
  const company = await readCompany(db);
  const counts: Unplaced['counts'] = { phone: 0, postal: 0, country: 0, nothing: 0 };
  const ids: number[] = [];
  for (const group of rows) {
    if (placeOf(group, company).source !== 'brand') continue;
    counts[knownOf(group)] += group.count;
    ids.push(...group.ids);
  }
  return { counts, sample: ids.sort((a, b) => a - b).slice(0, limit) };
}

function knownOf({ phone, postal, country }: Group): Known {
  if (phone) return 'phone';
  if (postal) return 'postal';
  return country ? 'country' : 'nothing';
}
