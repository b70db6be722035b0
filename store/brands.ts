/** Brands: whose name stands on a message and on the page where one unsubscribes from it. */
import type { Db } from '#store/db.ts';

export type Brand = { id: string; name: string };

export async function findBrand(db: Db, id: string): Promise<Brand | null> {
  const row = await db.selectFrom('brands').select(['id', 'name']).where('id', '=', id).executeTakeFirst();
  return row ?? null;
}
