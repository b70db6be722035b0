/** Real customers on whom a rule is tried before it is saved. */
import { sql } from 'kysely';
import type { Facts, Json } from '#core/facts.ts';
import type { Db } from '#store/db.ts';

/** The newest customers: those the next contacts are most likely for. */
export async function sampleCustomers(db: Db, count: number, at: number): Promise<Facts[]> {
  const { rows } = await sql<{ id: number; zone: string | null; country: string | null; traits: Record<string, Json> }>`
    select id, zone, country, traits from customers where erased_at is null order by id desc limit ${count}`.execute(
    db,
  );
  return rows.map(({ id, zone, country, traits }) => ({
    ...{ customer: id, zone: zone ?? 'UTC', country: country ?? '', locale: 'en', traits },
    ...{ entry: { at, key: '', properties: {} }, params: {}, touches: [], seen: [] },
  }));
}

/** Of these fields (`profile.…`) those no customer has. On a base without customers nothing can be told: none. */
export async function unknownFields(db: Db, fields: readonly string[]): Promise<string[]> {
  if (fields.length === 0) return [];
  const names = [...new Set(fields)];
  const { rows } = await sql<{ field: string }>`
    select f.field from unnest(${names}::text[]) as f (field)
    where exists (select from customers)
      and not exists (select from customers c
        where c.traits #> string_to_array(substr(f.field, 9), '.') is not null or c.traits ? substr(f.field, 9))`.execute(
    db,
  );
  return rows.map((row) => row.field);
}
