/** Topics: what customers choose among, with names in each language; topics of one family sell to each other's customers. */
import { sql } from 'kysely';
import type { Db } from '#store/db.ts';
import type { Use } from '#store/uses.ts';

export type TopicRow = { id: string; brand: string; family: string | null; name: Record<string, string> };

/** By id. */
export async function listTopics(
  db: Db,
  { brand, after, limit }: { brand: string | null; after: string | null; limit: number },
): Promise<TopicRow[]> {
  let query = db.selectFrom('topics').selectAll();
  if (brand !== null) query = query.where('brand', '=', brand);
  if (after !== null) query = query.where('id', '>', after);
  return (await query.orderBy('id').limit(limit).execute()) as TopicRow[];
}

export async function findTopic(db: Db, id: string): Promise<TopicRow | null> {
  const row = await db.selectFrom('topics').selectAll().where('id', '=', id).executeTakeFirst();
  return (row as TopicRow | undefined) ?? null;
}

/** Answers whether it was written: false where the topic is another brand's, for consents speak of topic and brand. */
export async function putTopic(trx: Db, { id, brand, family, name }: TopicRow): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    insert into topics as t (id, brand, family, name) values (${id}, ${brand}, ${family}, ${JSON.stringify(name)}::jsonb)
    on conflict (id) do update set family = excluded.family, name = excluded.name where t.brand = excluded.brand
    returning id`.execute(trx);
  return rows.length > 0;
}

/** What still names it; where nothing does it is deleted. null: there is none. */
export async function deleteTopic(trx: Db, id: string, uses: readonly Use[]): Promise<readonly Use[] | null> {
  const row = await trx.selectFrom('topics').select('id').where('id', '=', id).forUpdate().executeTakeFirst();
  if (!row) return null;
  const { rows } = await sql<Use>`
    select 'offer' as kind, id, id as name, null as steps from offers where topic = ${id} order by id limit 50`.execute(
    trx,
  );
  const all = [...uses, ...rows];
  if (all.length === 0) await trx.deleteFrom('topics').where('id', '=', id).execute();
  return all;
}

export async function topicIds(db: Db): Promise<string[]> {
  return (await db.selectFrom('topics').select('id').orderBy('id').execute()).map((row) => row.id);
}
