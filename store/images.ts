/** Images of messages: kept once, by their hash; never changed, for mails that have left name them. */
import { sql } from 'kysely';
import type { Db } from '#store/db.ts';

export type Image = { hash: string; type: string; bytes: Buffer };

export async function keepImage(db: Db, now: number, { hash, type, bytes }: Image, by: string): Promise<void> {
  await sql`insert into images (hash, type, bytes, uploaded_by, at)
    values (${hash}, ${type}, ${bytes}, ${by}, ${new Date(now)}) on conflict (hash) do nothing`.execute(db);
}

export async function findImage(db: Db, hash: string): Promise<Image | null> {
  const { rows } = await sql<Image>`select hash, type, bytes from images where hash = ${hash}`.execute(db);
  return rows[0] ?? null;
}
