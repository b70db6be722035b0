/** Brands: whose name stands on a message and on the pages behind its links. */
import { sql } from 'kysely';
import type { Json } from '#core/facts.ts';
import type { Db } from '#store/db.ts';
import type { Use } from '#store/uses.ts';

/** `names`: where it is called otherwise in some language. */
export type Brand = { id: string; name: string; names: Record<string, string> };

/** `sender`: what its messages say of who sends them. */
export type BrandRow = Brand & { sender: { [key: string]: Json } };

export async function findBrand(db: Db, id: string): Promise<Brand | null> {
  const row = await db.selectFrom('brands').select(['id', 'name', 'names']).where('id', '=', id).executeTakeFirst();
  return (row as Brand | undefined) ?? null;
}

/** As it is called in a language. */
export function nameIn(lang: string, { name, names }: Pick<Brand, 'name' | 'names'>): string {
  return names[lang] ?? name;
}

export async function brandIds(db: Db): Promise<string[]> {
  const rows = await db.selectFrom('brands').select('id').orderBy('id').execute();
  return rows.map((row) => row.id);
}

/** By id. */
export async function listBrands(
  db: Db,
  { after, limit }: { after: string | null; limit: number },
): Promise<BrandRow[]> {
  let query = db.selectFrom('brands').selectAll();
  if (after !== null) query = query.where('id', '>', after);
  return (await query.orderBy('id').limit(limit).execute()) as BrandRow[];
}

export async function putBrand(trx: Db, { id, name, names, sender }: BrandRow): Promise<void> {
  const row = { name, names: JSON.stringify(names), sender: JSON.stringify(sender) };
  await trx
    .insertInto('brands')
    .values({ id, ...row })
    .onConflict((c) => c.column('id').doUpdateSet(row))
    .execute();
}

/** The brand of a fresh base bears the company's name, until somebody gives it another: customers read it. */
export async function nameDefaultBrand(trx: Db, before: string, after: string): Promise<void> {
  await sql`
    update brands set name = ${after}
    where id = 'default' and name = any(array['Default', ${before}]) and ${after} <> ''`.execute(trx);
}

/** What still names it; where nothing does it is deleted. null: there is none. */
export async function deleteBrand(trx: Db, id: string, uses: readonly Use[]): Promise<readonly Use[] | null> {
  // Locked, so that no topic of it is made in between.
  const row = await trx.selectFrom('brands').select('id').where('id', '=', id).forUpdate().executeTakeFirst();
  if (!row) return null;
  const { rows } = await sql<Use>`
    select 'topic' as kind, id, id as name, null as steps from topics where brand = ${id}
    union all select 'offer', id, id, null from offers where brand = ${id}
    union all (select 'consents', ${id}, ${id}, null from consents where brand = ${id} limit 1)
    order by 1, 2 limit 50`.execute(trx);
  const all = [...uses, ...rows];
  if (all.length === 0) await trx.deleteFrom('brands').where('id', '=', id).execute();
  return all;
}
