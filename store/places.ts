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

/** What tells where somebody is: a number or address of the address book comes before the profile's own. */
const FROM = sql.raw(`customers c left join addresses p on p.customer = c.id and p.kind = 'phone'
  left join addresses a on a.customer = c.id and a.kind = 'postal'`);
const PHONE = sql.raw(`coalesce(p.value, c.traits ->> 'phone')`);
const POSTAL = sql.raw(`coalesce(to_jsonb(a.value), c.traits -> 'address')`);

/**
 * Where somebody is follows from the country, the postcode and how the number begins: customers are grouped by these, and
 * one of each group is placed. What tells nothing is blotted out, so that the groups are few: a number's other digits (its
 * length stays), and of a postcode of mainland France all but the department. Grouped by a hash, not sorted by texts.
 */
export async function unplaced(db: Db, limit: number): Promise<Unplaced> {
  const oldest = limit > 0 ? sql`(array_agg(id order by id))[1:${limit}::integer]` : sql`'{}'::bigint[]`;
  const { rows } = await sql<Group>`
    with stranger as (
      select c.id, c.country, ${PHONE} as phone, ${POSTAL} as postal from ${FROM}
      where c.zone is null and c.erased_at is null and not c.test
    ), compact as (
      select id, country, case when phone ~ '[^0-9+]' then regexp_replace(phone, '\\(0\\)|[\\s().\\-/]', '', 'g') else phone end as phone,
        case when jsonb_typeof(postal) <> 'object' then postal end as told, jsonb_typeof(postal) = 'object' as fields,
        postal -> 'country' as land,
        coalesce(postal -> 'postalCode', postal -> 'postal_code', postal -> 'postcode', postal -> 'zip') as code
      from stranger
    ), alike as (
      select count(*)::integer as count, min(id) as one, ${oldest} as ids from compact group by hash_record_extended(row(
        country, told, fields, land,
        case when phone ~ '^[+]?[0-9]{5,}$' then rpad(left(phone, case when phone like '+33%' and phone not like '+330%' then 6
            when phone like '+3%' then 7 when phone like '00%' or phone like '+%' then 8 else 4 end), length(phone), '0')
          else phone end,
        case when code #>> '{}' ~ '^(\\d[0-689]|[0-8]\\d)\\d{3}$' and code #>> '{}' !~ '^98' then to_jsonb(left(code #>> '{}', 2) || '000')
          else code end), 0)
    )
    select g.count, g.ids, o.* from alike g cross join lateral (
      select c.country, ${PHONE} as phone, ${POSTAL} as postal from ${FROM} where c.id = g.one limit 1
    ) o`.execute(db);
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
