/** Chains as they stand on their shelves: found by state, folder, tag, owner and words, each with what set it off lately. */
import { type RawBuilder, sql } from 'kysely';
import type { ChainRow, ChainState } from '#store/chains.ts';
import type { Db } from '#store/db.ts';

export const SORTS = ['newest', 'changed', 'name', 'entered'] as const;
export type Sort = (typeof SORTS)[number];

export type ShelfFilter = {
  state: ChainState | null;
  folder: string | null;
  tag: string | null;
  owner: string | null;
  /** In name, folder, tags or description. */
  search: string | null;
  sort: Sort;
  /** Sort key and id of the last row seen. */
  after: { key: string | number; id: number } | null;
  limit: number;
};

export type ShelfRow = ChainRow & {
  description: string | null;
  owner_name: string | null;
  /** The event that sets it off: of the version that new entries take, else of the draft. */
  event: string | null;
  /** Test customers apart. */
  entered: number;
  versions: number;
  sort_key: string | number;
};

const KEY: Record<Sort, RawBuilder<unknown>> = {
  newest: sql`c.id`,
  changed: sql`(extract(epoch from c.updated_at) * 1000)::float8`,
  name: sql`lower(c.name)`,
  entered: sql`coalesce(n.entered, 0)`,
};

export async function listShelf(db: Db, since: number, filter: ShelfFilter): Promise<ShelfRow[]> {
  const { state, folder, tag, owner, search, sort, after, limit } = filter;
  const like = search === null ? null : `%${search.replaceAll(/[\\%_]/g, '\\$&')}%`;
  const key = KEY[sort];
  const [beyond, direction] = sort === 'name' ? [sql`>`, sql`asc`] : [sql`<`, sql`desc`];
  const { rows } = await sql<ShelfRow>`
    with lately as (
      select e.chain, count(*)::int as entered from enrolments e join customers k on k.id = e.customer and not k.test
      where e.entered_at >= ${new Date(since)} group by 1
    ), found as (
      select c.id, ${key} as sort_key, coalesce(n.entered, 0) as entered
      from chains c left join lately n on n.chain = c.id
      where (${state}::text is null or c.state = ${state}) and (${folder}::text is null or c.folder = ${folder})
        and (${tag}::text is null or ${tag} = any(c.tags)) and (${owner}::text is null or c.owner = ${owner})
        and (${like}::text is null or c.name ilike ${like} or c.folder ilike ${like}
          or array_to_string(c.tags, ' ') ilike ${like} or c.draft ->> 'description' ilike ${like})
        ${after === null ? sql`` : sql`and (${key}, c.id) ${beyond} (${after.key}, ${after.id})`}
      order by ${key} ${direction}, c.id ${direction} limit ${limit}
    )
    select c.id, c.name, c.state, c.revision, c.live_version, c.folder, c.tags, c.owner, c.paused_at, c.created_at, c.updated_at,
      c.draft ->> 'description' as description, coalesce(p.name, c.owner) as owner_name, f.entered, f.sort_key,
      (select count(*)::int from versions where chain = c.id) as versions,
      case when c.live_version is null then jsonb_path_query_first(c.draft, '$.steps[*] ? (@.type == "entry").data.event') #>> '{}'
        else (select v.plan -> 'entry' ->> 'event' from versions v where v.id = c.live_version) end as event
    from found f join chains c on c.id = f.id left join people p on p.id = c.owner
    order by f.sort_key ${direction}, f.id ${direction}`.execute(db);
  return rows;
}

export type Shelves = {
  folders: { name: string; count: number }[];
  tags: { name: string; count: number }[];
  owners: { id: string; name: string; count: number }[];
  /** Who may own one: the people of the house who can draw. */
  people: { id: string; name: string }[];
};

export async function readShelves(db: Db): Promise<Shelves> {
  const [folders, tags, owners, people] = await Promise.all([
    sql<{
      name: string;
      count: number;
    }>`select folder as name, count(*)::int as count from chains where folder is not null
      group by 1 order by lower(folder), 1`.execute(db),
    sql<{ name: string; count: number }>`select t as name, count(*)::int as count from chains, unnest(tags) t
      group by 1 order by lower(t), 1`.execute(db),
    sql<{
      id: string;
      name: string;
      count: number;
    }>`select c.owner as id, coalesce(p.name, c.owner) as name, count(*)::int as count
      from chains c left join people p on p.id = c.owner where c.owner is not null group by 1, 2 order by lower(coalesce(p.name, c.owner))`.execute(
      db,
    ),
    sql<{ id: string; name: string }>`select id, name from people
      where active and roles && '{author,publisher,admin}'::text[] order by lower(name), id`.execute(db),
  ]);
  return { folders: folders.rows, tags: tags.rows, owners: owners.rows, people: people.rows };
}

export type Place = {
  name?: string | undefined;
  folder?: string | null | undefined;
  tags?: readonly string[] | undefined;
  owner?: string | null | undefined;
};

/** The graph stays untouched, but for the name it carries: only then is it another revision. */
export async function placeChain(
  trx: Db,
  now: number,
  id: number,
  { name, folder, tags, owner }: Place,
): Promise<boolean> {
  if ([name, folder, tags, owner].every((given) => given === undefined)) return true;
  const { numUpdatedRows } = await trx
    .updateTable('chains')
    .set((eb) => ({
      ...(folder === undefined ? {} : { folder }),
      ...(tags === undefined ? {} : { tags: [...new Set(tags)] }),
      ...(owner === undefined ? {} : { owner }),
      ...(name === undefined
        ? {}
        : {
            name,
            draft: sql<never>`jsonb_set(draft, '{name}', to_jsonb(${name}::text))`,
            revision: eb('revision', '+', 1),
            updated_at: new Date(now),
          }),
    }))
    .where('id', '=', id)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** `Name (2)`, or the first number that is free. */
export async function freeName(db: Db, name: string): Promise<string> {
  const base = name.replace(/ \(\d+\)$/, '').slice(0, 190);
  const { rows } = await sql<{ name: string }>`select name from chains where starts_with(name, ${`${base} (`})`.execute(
    db,
  );
  const taken = new Set(rows.map((row) => row.name));
  for (let n = 2; ; n += 1) if (!taken.has(`${base} (${n})`)) return `${base} (${n})`;
}
