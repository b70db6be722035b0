/** Households: customers that share the value of the field which the settings name. */
import { sql } from 'kysely';
import type { Db } from '#store/db.ts';

/** Taken before the customers' own locks: of two bursts with members of one household, the second waits for the first. */
export async function lockHouseholds(trx: Db, customers: readonly number[]): Promise<void> {
  await sql`/* hot */ select key from households where key in
      (select household from customers where id = any(${[...new Set(customers)]}::bigint[]) and household is not null)
    order by key for no key update`.execute(trx);
}

/** Puts customers into the household that the field of the settings names; null: everybody, after the field has changed. */
export async function assignHouseholds(trx: Db, customers: readonly number[] | null): Promise<void> {
  await sql`
    with field as (
      select string_to_array(value ->> 'field', '.') as path from settings where key = 'household'
    ), changed as (
      update customers c set household = n.household
      from (select id, nullif(left(trim(traits #>> (select path from field)), 200), '') as household from customers
        where ${customers}::bigint[] is null or id = any(${customers}::bigint[])) as n
      where c.id = n.id and c.household is distinct from n.household
      returning c.household
    )
    insert into households (key) select distinct household from changed where household is not null
    on conflict do nothing`.execute(trx);
}
