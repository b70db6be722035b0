/** Stops: while one stands, nothing in its scope is handed over. */
import { type RawBuilder, sql } from 'kysely';
import type { Db } from '#store/db.ts';
import type { TouchKey } from '#store/touches.ts';

export type StopScope = 'all' | 'channel' | 'chain';

export type Stop = {
  id: number;
  scope: StopScope;
  /** Name of the channel, number of the chain; '' for all. */
  target: string;
  reason: string | null;
  by: string | null;
  /** Of the person, and of the chain it stops. */
  byName: string | null;
  chainName: string | null;
  at: number;
  liftedAt: number | null;
  liftedBy: string | null;
};

export async function putStop(
  db: Db,
  now: number,
  stop: { scope: StopScope; target: string; reason: string | null; by: string },
): Promise<Stop> {
  const { id } = await db
    .insertInto('stops')
    .values({ ...stop, at: new Date(now) })
    .returning('id')
    .executeTakeFirstOrThrow();
  return (await getStop(db, id))!;
}

export async function listStops(
  db: Db,
  page: { standing: boolean; after: number | null; limit: number },
): Promise<Stop[]> {
  const rows = await named(db)
    .$if(page.standing, (q) => q.where('lifted_at', 'is', null))
    .$if(page.after !== null, (q) => q.where('stops.id', '<', page.after))
    .orderBy('stops.id', 'desc')
    .limit(page.limit)
    .execute();
  return rows.map(fromRow);
}

/** Channels that are stopped as a whole, or `all`. */
export async function stoppedNow(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom('stops')
    .select(['scope', 'target'])
    .distinct()
    .where('lifted_at', 'is', null)
    .where('scope', '<>', 'chain')
    .execute();
  return rows.map(({ scope, target }) => (scope === 'all' ? 'all' : target));
}

/** Lifting twice keeps the first time. Answers null for a stop that never was. */
export async function liftStop(db: Db, now: number, id: number, by: string): Promise<Stop | null> {
  await db
    .updateTable('stops')
    .set({ lifted_at: new Date(now), lifted_by: by })
    .where('id', '=', id)
    .where('lifted_at', 'is', null)
    .execute();
  return getStop(db, id);
}

async function getStop(db: Db, id: number): Promise<Stop | null> {
  const row = await named(db).where('stops.id', '=', id).executeTakeFirst();
  return row ? fromRow(row) : null;
}

function named(db: Db) {
  return db
    .selectFrom('stops')
    .leftJoin('people', 'people.id', 'stops.by')
    .leftJoin('chains', (join) =>
      join.onRef(sql<string>`chains.id::text`, '=', 'stops.target').on('stops.scope', '=', 'chain'),
    )
    .selectAll('stops')
    .select(['people.name as by_name', 'chains.name as chain_name']);
}

/** Most ids of touches in flight that an answer carries. */
export const IN_FLIGHT_SHOWN = 1_000;

export type InFlight = { kind: 'known'; count: number; touches: TouchKey[] } | { kind: 'too_slow' };

/** What is being handed over at this moment. Gives up after `patience` wall ms: no index names a touch's state. */
export async function inFlight(
  db: Db,
  { scope, target }: Pick<Stop, 'scope' | 'target'>,
  patience = 700,
): Promise<InFlight> {
  try {
    return await db.transaction().execute(async (trx) => {
      await sql`select set_config('statement_timeout', ${String(patience)}, true)`.execute(trx);
      const { rows } = await sql<TouchKey & { count: number }>`
        select month, enrolment, step, visit, count(*) over () as count from touches t
        where state = 'handing' and ${within(scope, target)}
        order by month, enrolment, step, visit limit ${IN_FLIGHT_SHOWN}`.execute(trx);
      const touches = rows.map(({ month, enrolment, step, visit }) => ({ month, enrolment, step, visit }));
      return { kind: 'known', count: rows[0]?.count ?? 0, touches };
    });
  } catch (problem) {
    if ((problem as { code?: string }).code === QUERY_CANCELED) return { kind: 'too_slow' };
    throw problem;
  }
}

const QUERY_CANCELED = '57014';

/** Live enrolments with a touch on hold in the scope: those a lifted stop may free. */
export async function heldBy(
  db: Db,
  { scope, target }: Pick<Stop, 'scope' | 'target'>,
  page: { after: number; limit: number },
): Promise<{ cohort: number; enrolment: number }[]> {
  const { rows } = await sql<{ cohort: number; enrolment: number }>`
    select e.cohort, e.id as enrolment from enrolments e
    where e.state = 'live' and e.id > ${page.after} and exists (
      select 1 from touches t where t.month = e.month and t.enrolment = e.id
        and t.state in ('held', 'reserved') and ${within(scope, target)})
    order by e.id limit ${page.limit}`.execute(db);
  return rows;
}

function within(scope: StopScope, target: string): RawBuilder<boolean> {
  if (scope === 'all') return sql`true`;
  return scope === 'channel' ? sql`t.channel = ${target}` : sql`t.chain = ${Number(target)}`;
}

type Row = {
  id: number;
  scope: string;
  target: string;
  reason: string | null;
  by: string | null;
  by_name: string | null;
  chain_name: string | null;
  at: Date;
  lifted_at: Date | null;
  lifted_by: string | null;
};

function fromRow(row: Row): Stop {
  return {
    id: row.id,
    scope: row.scope as StopScope,
    target: row.target,
    reason: row.reason,
    ...{ by: row.by, byName: row.by_name, chainName: row.chain_name },
    at: row.at.getTime(),
    liftedAt: row.lifted_at?.getTime() ?? null,
    liftedBy: row.lifted_by,
  };
}
