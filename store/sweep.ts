/** What the sweep asks: who was not looked at in time, which events woke nobody, what has grown too old. */
import { sql } from 'kysely';
import { pruneCodes } from '#store/codes.ts';
import type { Db } from '#store/db.ts';
import type { Wake } from '#store/enrol.ts';
import { scrubErased } from '#store/erasure.ts';
import { pruneIdempotency } from '#store/idempotency.ts';
import { pruneOwed } from '#store/owed.ts';
import type { Plans } from '#store/plans.ts';

const SWEEP_LOCK = 5_261_003;

/** Runs `work` if no other process is at it; answers whether it ran. */
export async function withSweepLock(db: Db, work: () => Promise<void>): Promise<boolean> {
  return db.connection().execute(async (one) => {
    const { rows } = await sql<{ got: boolean }>`select pg_try_advisory_lock(${SWEEP_LOCK}) as got`.execute(one);
    if (!rows[0]?.got) return false;
    try {
      await work();
      return true;
    } finally {
      await sql`select pg_advisory_unlock(${SWEEP_LOCK})`.execute(one);
    }
  });
}

/**
 * Live members whose date passed before `before`: their join or their timer was lost, or their cohort is gone. `oldestMs`:
 * by how much the most overdue is late.
 */
export async function overdue(
  db: Db,
  now: number,
  before: number,
  limit = 50_000,
): Promise<{ wakes: Wake[]; oldestMs: number }> {
  const { rows } = await sql<Wake & { due: Date }>`
    select id as enrolment, cohort, due from enrolments
    where state = 'live' and due < ${new Date(before)} order by due limit ${limit}`.execute(db);
  const wakes = rows.map(({ enrolment, cohort }) => ({ enrolment, cohort }));
  return { wakes, oldestMs: rows[0] ? now - +rows[0].due : 0 };
}

/**
 * Members that have not heard an event they listen to, among the events with seq in (after, upto]: the process that
 * took the event in died before it could signal.
 */
export async function unheard(db: Db, plans: Plans, after: number, upto: number): Promise<Wake[]> {
  const { rows } = await sql<Wake & { version: number; names: string[] }>`
    select e.id as enrolment, e.cohort, e.version, array_agg(distinct v.name) as names
    from events v join enrolments e on e.customer = v.customer and e.state = 'live' and e.heard < v.seq
    where v.seq > ${after} and v.seq <= ${upto} and not v.historical
    group by e.id`.execute(db);
  const versions = await plans.versions(rows.map((r) => r.version));
  return rows.filter((row) => {
    const listens = versions.get(row.version)?.plan.listens ?? [];
    return row.names.some((name) => listens.includes(name));
  });
}

/** Events with seq up to `checked` have been listened back to; those up to `seen` come next. */
export type Mark = { checked: number; seen: number };

export async function readMark(db: Db): Promise<Mark> {
  const { rows } = await sql<{ value: Mark }>`select value from settings where key = 'sweep_mark'`.execute(db);
  return rows[0]?.value ?? { checked: 0, seen: 0 };
}

export async function writeMark(db: Db, mark: Mark, now: number): Promise<void> {
  await sql`
    insert into settings (key, value, updated_at) values ('sweep_mark', ${JSON.stringify(mark)}::jsonb, ${new Date(now)})
    on conflict (key) do update set value = excluded.value, updated_at = excluded.updated_at`.execute(db);
}

/** What a sweep has found; `oldestOverdueMs` by the wall. */
export type SweepNumbers = {
  overdue: number;
  unheard: number;
  expiredTasks: number;
  unknown: number;
  /** Touches held because a rule could not be computed. */
  ruleFailures: number;
  oldestOverdueMs: number;
};

/** Kept for whoever watches, with the time of the database's clock. */
export async function writeFinds(db: Db, finds: SweepNumbers, now: number): Promise<void> {
  await sql`
    insert into settings (key, value, updated_at)
    values ('sweep', ${JSON.stringify(finds)}::jsonb || jsonb_build_object('at', clock_timestamp()), ${new Date(now)})
    on conflict (key) do update set value = excluded.value, updated_at = excluded.updated_at`.execute(db);
}

export async function lastSeq(db: Db): Promise<number> {
  const { rows } = await sql<{ seq: number }>`select coalesce(max(seq), 0) as seq from events`.execute(db);
  return rows[0]?.seq ?? 0;
}

/**
 * Open tasks past their validity expire: nobody was written to or called, so their touches have not been made and press on
 * nobody. Dates anchored on them count from now.
 */
export async function expireTasks(db: Db, now: number): Promise<Wake[]> {
  const at = new Date(now);
  const { rows } = await sql<Wake>`
    with gone as (
      update tasks set state = 'expired', closed_at = ${at} where state = 'open' and valid_until < ${at}
      returning month, enrolment, step, visit
    ), told as (
      update touches t set state = 'expired', reason = 'not_done', completed_at = ${at}, outcome = 'expired' from gone g
      where t.month = g.month and t.enrolment = g.enrolment and t.step = g.step and t.visit = g.visit
      returning t.customer, t.enrolment, t.step, t.visit
    ), refunded as (
      delete from pressure p using told t
      where p.customer = t.customer and p.enrolment = t.enrolment and p.step = t.step and p.visit = t.visit
    )
    select e.id as enrolment, e.cohort from enrolments e
    where e.state = 'live' and e.id in (select enrolment from told)`.execute(db);
  return rows;
}

export async function countUnknown(db: Db): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from attention where resolved_at is null and kind = 'unknown'`.execute(db);
  return rows[0]?.n ?? 0;
}

/** Days for which the use of a capacity is remembered. */
const CAPACITY_DAYS = 90;

/** Days for which it is listed what was refused: the outbox tells of one. */
const UNDELIVERED_DAYS = 2;

/** Days for which the fate of a mail outside any chain is remembered. */
const OWED_DAYS = 30;

export type Retention = { events: number; decisions: number; dedupe: number; idempotency: number };

/** Deletes what is older than its retention (days), by whole partitions where there are any. */
export async function prune(db: Db, now: number, days: Retention): Promise<void> {
  const before = (n: number) => new Date(now - n * 86_400_000);
  for (const parent of ['events', 'entry_decisions']) await dropPartitions(db, parent, before(days.events));
  await pruneDecisions(db, before(days.decisions));
  await pruneDedupe(db, before(days.dedupe));
  await sql`delete from waits where until < ${before(days.events)}`.execute(db);
  await pruneIdempotency(db, +before(days.idempotency));
  await pruneCodes(db, now);
  await pruneOwed(db, before(OWED_DAYS));
  await sql`delete from undelivered where at < ${before(UNDELIVERED_DAYS)}`.execute(db);
  await sql`delete from capacity_use where slot < ${before(CAPACITY_DAYS)}`.execute(db);
  await scrubErased(db, now);
}

/** The touch stays, its decision record goes, a page at a time. Months that went long ago are not looked at again. */
async function pruneDecisions(db: Db, before: Date): Promise<void> {
  const page = 5_000;
  const month = before.toISOString().slice(0, 7);
  while (true) {
    const { numAffectedRows } = await sql`update touches t set decision = '{}' from (
      select month, enrolment, step, visit from touches
      where month < ${`${month}-01`}::date and month >= ${`${month}-01`}::date - interval '3 months' and decision <> '{}' limit ${page}) as k
      where t.month = k.month and t.enrolment = k.enrolment and t.step = k.step and t.visit = k.visit`.execute(db);
    if (Number(numAffectedRows ?? 0) < page) return;
  }
}

async function pruneDedupe(db: Db, before: Date): Promise<void> {
  const page = 20_000;
  while (true) {
    const { numAffectedRows } = await sql`delete from event_dedupe where ctid = any(array(
      select ctid from event_dedupe where received_at < ${before} limit ${page}))`.execute(db);
    if (Number(numAffectedRows ?? 0) < page) return;
  }
}

async function dropPartitions(db: Db, parent: string, before: Date): Promise<void> {
  const { rows } = await sql<{ name: string; upto: string }>`
    select c.relname as name, substring(pg_get_expr(c.relpartbound, c.oid) from $$TO [(]'([^']+)'[)]$$) as upto
    from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = ${parent}::regclass`.execute(db);
  for (const { name, upto } of rows) {
    if (upto && new Date(upto) < before) await sql`drop table if exists ${sql.table(name)}`.execute(db);
  }
}
