/** Templates: drafts under a revision, versions that never change, and what references of chains stand for. */
import { sql } from 'kysely';
import type { Json } from '#core/facts.ts';
import type { Db } from '#store/db.ts';

export type TemplateRow = {
  id: number;
  name: string;
  channel: string;
  folder: string | null;
  draft: Json;
  revision: number;
  version: number | null;
  created_at: Date;
  updated_at: Date;
  withdrawn_at: Date | null;
};

export type NewTemplate = { name: string; channel: string; folder: string | null; draft: unknown };

export async function createTemplate(db: Db, now: number, template: NewTemplate): Promise<TemplateRow> {
  const at = new Date(now);
  const row = { ...template, draft: JSON.stringify(template.draft), created_at: at, updated_at: at };
  return (await db.insertInto('templates').values(row).returningAll().executeTakeFirstOrThrow()) as TemplateRow;
}

export async function getTemplate(db: Db, id: number): Promise<TemplateRow | null> {
  const row = await db.selectFrom('templates').selectAll().where('id', '=', id).executeTakeFirst();
  return (row as TemplateRow | undefined) ?? null;
}

export async function lockTemplate(trx: Db, id: number): Promise<TemplateRow | null> {
  const row = await trx.selectFrom('templates').selectAll().where('id', '=', id).forNoKeyUpdate().executeTakeFirst();
  return (row as TemplateRow | undefined) ?? null;
}

export type TemplateHead = Omit<TemplateRow, 'draft'> & { language: string; languages: string[]; subject: string };

export type TemplateFilter = {
  search: string | null;
  folder: string | null;
  withdrawn: boolean;
  after: number | null;
  limit: number;
};

/** Newest first; without the sources, which are large. */
export async function listTemplates(db: Db, { search, folder, withdrawn, after, limit }: TemplateFilter) {
  const like = search === null ? null : `%${search.replaceAll(/[\\%_]/g, '\\$&')}%`;
  const { rows } = await sql<TemplateHead>`
    select id, name, channel, folder, revision, version, created_at, updated_at, withdrawn_at,
      draft ->> 'language' as language,
      array(select jsonb_object_keys(draft -> 'variants') order by 1) as languages,
      coalesce(draft -> 'variants' -> (draft ->> 'language') ->> 'subject', '') as subject
    from templates
    where (withdrawn_at is not null) = ${withdrawn}
      and (${like}::text is null or name ilike ${like} or coalesce(folder, '') ilike ${like}
        or exists (select from jsonb_each(draft -> 'variants') v where v.value ->> 'subject' ilike ${like}))
      and (${folder}::text is null or folder = ${folder})
      and (${after}::bigint is null or id < ${after})
    order by id desc limit ${limit}`.execute(db);
  return rows;
}

export type TemplateChange = {
  revision: number;
  name?: string | undefined;
  folder?: string | null | undefined;
  draft?: unknown;
  withdrawn?: boolean | undefined;
};

/** Nobody overwrites what he has not seen. */
export async function updateTemplate(
  db: Db,
  now: number,
  id: number,
  { revision, name, folder, draft, withdrawn }: TemplateChange,
): Promise<TemplateRow | null> {
  const row = await db
    .updateTable('templates')
    .set((eb) => ({
      ...(name === undefined ? {} : { name }),
      ...(folder === undefined ? {} : { folder }),
      ...(draft === undefined ? {} : { draft: JSON.stringify(draft) }),
      ...(withdrawn === undefined ? {} : { withdrawn_at: withdrawn ? new Date(now) : null }),
      revision: eb('revision', '+', 1),
      updated_at: new Date(now),
    }))
    .where('id', '=', id)
    .where('revision', '=', revision)
    .returningAll()
    .executeTakeFirst();
  return (row as TemplateRow | undefined) ?? null;
}

export type TemplateVersion = {
  template: number;
  number: number;
  draft: Json;
  content: Json;
  note: string | null;
  saved_by: string | null;
  saved_at: Date;
};

/** The template is locked. */
export async function insertTemplateVersion(
  trx: Db,
  now: number,
  { template, content, note, by }: { template: TemplateRow; content: unknown; note: string | null; by: string | null },
): Promise<TemplateVersion> {
  const number = (template.version ?? 0) + 1;
  const row = await trx
    .insertInto('template_versions')
    .values({
      ...{ template: template.id, number, note, saved_by: by, saved_at: new Date(now) },
      draft: JSON.stringify(template.draft),
      content: JSON.stringify(content),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await trx.updateTable('templates').set({ version: number }).where('id', '=', template.id).execute();
  return row as TemplateVersion;
}

export async function getTemplateVersion(db: Db, template: number, number: number): Promise<TemplateVersion | null> {
  const row = await db
    .selectFrom('template_versions')
    .selectAll()
    .where('template', '=', template)
    .where('number', '=', number)
    .executeTakeFirst();
  return (row as TemplateVersion | undefined) ?? null;
}

export async function listTemplateVersions(
  db: Db,
  template: number,
  { after, limit }: { after: number | null; limit: number },
): Promise<Omit<TemplateVersion, 'draft' | 'content'>[]> {
  let query = db
    .selectFrom('template_versions')
    .select(['template', 'number', 'note', 'saved_by', 'saved_at'])
    .where('template', '=', template);
  if (after !== null) query = query.where('number', '<', after);
  return query.orderBy('number', 'desc').limit(limit).execute();
}

export type ReferredVersion = {
  template: number;
  number: number;
  channel: string;
  content: Json;
  withdrawn_at: Date | null;
};

export async function readTemplateVersions(
  db: Db,
  asked: readonly { template: number; version: number }[],
): Promise<ReferredVersion[]> {
  if (asked.length === 0) return [];
  const { rows } = await sql<ReferredVersion>`
    select v.template, v.number, t.channel, v.content, t.withdrawn_at
    from unnest(${asked.map((a) => a.template)}::bigint[], ${asked.map((a) => a.version)}::integer[]) as a (template, number)
    join template_versions v on v.template = a.template and v.number = a.number
    join templates t on t.id = v.template`.execute(db);
  return rows;
}
