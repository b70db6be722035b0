/** What a chain's file holds beside the graph: versions of templates, and where a file's own are found again or kept. */
import { sql } from 'kysely';
import type { Json } from '#core/facts.ts';
import type { Db } from '#store/db.ts';

export type CarriedTemplate = {
  template: number;
  number: number;
  name: string;
  channel: string;
  draft: Json;
  content: Json;
};

/** Bytes of their drafts and contents, to be known before they are read. */
export async function weightOf(db: Db, asked: readonly { template: number; version: number }[]): Promise<number> {
  const { rows } = await sql<{ bytes: number }>`
    select coalesce(sum(octet_length(v.draft::text) + octet_length(v.content::text)), 0)::float8 as bytes
    from unnest(${asked.map((a) => a.template)}::bigint[], ${asked.map((a) => a.version)}::integer[]) as a (template, number)
    join template_versions v on v.template = a.template and v.number = a.number`.execute(db);
  return rows[0]!.bytes;
}

export async function carriedTemplates(
  db: Db,
  asked: readonly { template: number; version: number }[],
): Promise<CarriedTemplate[]> {
  if (asked.length === 0) return [];
  const { rows } = await sql<CarriedTemplate>`
    select v.template, v.number, t.name, t.channel, v.draft, v.content
    from unnest(${asked.map((a) => a.template)}::bigint[], ${asked.map((a) => a.version)}::integer[]) as a (template, number)
    join template_versions v on v.template = a.template and v.number = a.number
    join templates t on t.id = v.template order by v.template, v.number`.execute(db);
  return rows;
}

/** By place in `given`: a version here that says the very same under the same name; null: there is none. */
export async function knownTemplates(
  db: Db,
  given: readonly { name: string; channel: string; content: unknown }[],
): Promise<({ template: number; version: number } | null)[]> {
  if (given.length === 0) return [];
  const { rows } = await sql<{ place: number; template: number; version: number }>`
    select distinct on (g.place) g.place::int as place, v.template, v.number as version
    from unnest(${given.map((g) => g.name)}::text[], ${given.map((g) => g.channel)}::text[],
      ${given.map((g) => JSON.stringify(g.content))}::text[]) with ordinality as g (name, channel, content, place)
    join templates t on t.name = g.name and t.channel = g.channel and t.withdrawn_at is null
    join template_versions v on v.template = t.id and v.content = g.content::jsonb
    order by g.place, v.template, v.number`.execute(db);
  return given.map((_, i) => rows.find((row) => row.place === i + 1) ?? null);
}

export type GivenTemplate = { name: string; channel: string; draft: unknown; content: unknown };

/** Each becomes a template of its own with a first version; answers their ids by place. */
export async function keepTemplates(
  trx: Db,
  now: number,
  { templates, by }: { templates: readonly GivenTemplate[]; by: string },
): Promise<number[]> {
  if (templates.length === 0) return [];
  const at = new Date(now);
  const { rows } = await sql<{ id: number }>`
    with given as materialized (
      select nextval(pg_get_serial_sequence('templates', 'id')) as id, g.name, g.channel, g.draft::jsonb as draft,
        g.content::jsonb as content, g.place
      from unnest(${templates.map((t) => t.name)}::text[], ${templates.map((t) => t.channel)}::text[],
        ${templates.map((t) => JSON.stringify(t.draft))}::text[], ${templates.map((t) => JSON.stringify(t.content))}::text[])
        with ordinality as g (name, channel, draft, content, place)
    ), made as (
      insert into templates (id, name, channel, draft, version, created_at, updated_at) overriding system value
      select id, name, channel, draft, 1, ${at}, ${at} from given
    ), versions as (
      insert into template_versions (template, number, draft, content, saved_by, saved_at)
      select id, 1, draft, content, ${by}, ${at} from given
    )
    select id from given order by place`.execute(trx);
  return rows.map(({ id }) => id);
}
