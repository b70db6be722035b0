/** Chains: a draft that is edited under a revision, and the versions published from it, which never change. */
import type { Json } from '#core/facts.ts';
import type { Objective } from '#core/objective.ts';
import type { Plan } from '#core/plan.ts';
import type { Db } from '#store/db.ts';

export type ChainState = 'draft' | 'live' | 'paused' | 'archived';

export type Chain = {
  id: number;
  name: string;
  state: ChainState;
  draft: Json;
  revision: number;
  live_version: number | null;
  folder: string | null;
  tags: string[];
  owner: string | null;
  paused_at: Date | null;
  created_at: Date;
  updated_at: Date;
};

const COLUMNS = [
  'id',
  'name',
  'state',
  'draft',
  'revision',
  'live_version',
  'folder',
  'tags',
  'owner',
  'paused_at',
  'created_at',
  'updated_at',
] as const;

export type ChainFields = {
  name?: string | undefined;
  draft?: unknown;
  folder?: string | null | undefined;
  tags?: readonly string[] | undefined;
  owner?: string | null | undefined;
};

export async function createChain(db: Db, now: number, fields: ChainFields & { name: string }): Promise<Chain> {
  const at = new Date(now);
  const row = await db
    .insertInto('chains')
    .values({
      name: fields.name,
      draft: JSON.stringify(fields.draft),
      folder: fields.folder ?? null,
      tags: [...(fields.tags ?? [])],
      owner: fields.owner ?? null,
      created_at: at,
      updated_at: at,
    })
    .returning(COLUMNS)
    .executeTakeFirstOrThrow();
  return row as Chain;
}

export async function getChain(db: Db, id: number): Promise<Chain | null> {
  const row = await db.selectFrom('chains').select(COLUMNS).where('id', '=', id).executeTakeFirst();
  return (row as Chain | undefined) ?? null;
}

/** Held to the end of the transaction, so that state and revision stay what they were read as. */
export async function lockChain(trx: Db, id: number): Promise<Chain | null> {
  const row = await trx.selectFrom('chains').select(COLUMNS).where('id', '=', id).forNoKeyUpdate().executeTakeFirst();
  return (row as Chain | undefined) ?? null;
}

export type ChainRow = Omit<Chain, 'draft'>;

export type Updated = { kind: 'updated'; chain: Chain } | { kind: 'stale'; chain: Chain } | { kind: 'missing' };

/** Nobody overwrites what he has not seen: the revision must be the one he read. */
export async function updateChain(
  db: Db,
  now: number,
  id: number,
  { revision, ...fields }: ChainFields & { revision: number },
): Promise<Updated> {
  const row = await db
    .updateTable('chains')
    .set((eb) => ({
      ...(fields.name === undefined ? {} : { name: fields.name }),
      ...(fields.draft === undefined ? {} : { draft: JSON.stringify(fields.draft) }),
      ...(fields.folder === undefined ? {} : { folder: fields.folder }),
      ...(fields.tags === undefined ? {} : { tags: [...fields.tags] }),
      ...(fields.owner === undefined ? {} : { owner: fields.owner }),
      revision: eb('revision', '+', 1),
      updated_at: new Date(now),
    }))
    .where('id', '=', id)
    .where('revision', '=', revision)
    .returning(COLUMNS)
    .executeTakeFirst();
  if (row) return { kind: 'updated', chain: row as Chain };
  const current = await getChain(db, id);
  return current ? { kind: 'stale', chain: current } : { kind: 'missing' };
}

export type Removed = 'removed' | 'missing' | 'published';

/** Only a chain that was never published leaves no trace. */
export async function removeDraft(db: Db, id: number): Promise<Removed> {
  return db.transaction().execute(async (trx) => {
    const chain = await lockChain(trx, id);
    if (!chain) return 'missing';
    const version = await trx.selectFrom('versions').select('id').where('chain', '=', id).executeTakeFirst();
    if (version || chain.state !== 'draft') return 'published';
    await trx.deleteFrom('chains').where('id', '=', id).execute();
    return 'removed';
  });
}

export type Version = {
  id: number;
  chain: number;
  number: number;
  graph: Json;
  plan: Json;
  hash: string;
  note: string | null;
  published_by: string | null;
  published_at: Date;
  objective: Json | null;
  /** Number of the version that this one publishes again. */
  again: number | null;
};

/** The caller holds the chain's lock and has compiled its draft. New entries take this version; members keep theirs. */
export async function insertVersion(
  trx: Db,
  now: number,
  v: {
    chain: number;
    graph: unknown;
    plan: Plan;
    note: string | null;
    by: string;
    objective?: Objective | null;
    again?: number;
  },
): Promise<Version> {
  const last = await trx
    .selectFrom('versions')
    .select((eb) => eb.fn.max('number').as('number'))
    .where('chain', '=', v.chain)
    .executeTakeFirst();
  const row = await trx
    .insertInto('versions')
    .values({
      chain: v.chain,
      number: (last?.number ?? 0) + 1,
      graph: JSON.stringify(v.graph),
      plan: JSON.stringify(v.plan),
      hash: v.plan.hash,
      note: v.note,
      published_by: v.by,
      published_at: new Date(now),
      again: v.again ?? null,
      objective: v.objective ? JSON.stringify(v.objective) : null,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await trx
    .updateTable('chains')
    .set((eb) => ({
      live_version: row.id,
      // A paused chain stays paused: its resume is a decision of its own.
      state: eb.case().when('state', '=', 'draft').then('live').else(eb.ref('state')).end(),
      updated_at: new Date(now),
    }))
    .where('id', '=', v.chain)
    .execute();
  return row;
}

export type VersionRow = Omit<Version, 'graph' | 'plan'>;

export async function listVersions(
  db: Db,
  chain: number,
  page: { after: number | null; limit: number },
): Promise<VersionRow[]> {
  return db
    .selectFrom('versions')
    .select(['id', 'chain', 'number', 'hash', 'note', 'published_by', 'published_at', 'objective', 'again'])
    .where('chain', '=', chain)
    .$if(page.after !== null, (q) => q.where('number', '<', page.after))
    .orderBy('number', 'desc')
    .limit(page.limit)
    .execute();
}

export async function getVersion(db: Db, id: number): Promise<Version | null> {
  const row = await db.selectFrom('versions').selectAll().where('id', '=', id).executeTakeFirst();
  return row ?? null;
}

/** Plans of all versions of a chain (or of one version), to name the steps of its enrolments. */
export async function plansOf(
  db: Db,
  by: { chain: number } | { versions: readonly number[] },
): Promise<Map<number, Plan>> {
  const rows = await db
    .selectFrom('versions')
    .select(['id', 'plan'])
    .$if('chain' in by, (q) => q.where('chain', '=', (by as { chain: number }).chain))
    .$if('versions' in by, (q) => q.where('id', 'in', [...(by as { versions: readonly number[] }).versions, -1]))
    .execute();
  return new Map(rows.map((r) => [r.id, r.plan as unknown as Plan]));
}
