/** The work list: touches that people make (a letter, a call, an SMS typed by hand). */
import { sql } from 'kysely';
import type { Json } from '#core/facts.ts';
import type { Db } from '#store/db.ts';

export type TaskState = 'open' | 'done' | 'expired' | 'cancelled';

export type Task = {
  id: number;
  month: string;
  enrolment: number;
  step: number;
  visit: number;
  customer: number;
  chain: number;
  kind: string;
  team: string | null;
  title: string;
  body: string;
  state: TaskState;
  outcome: string | null;
  note: string | null;
  due: Date;
  valid_until: Date | null;
  created_at: Date;
  closed_at: Date | null;
  closed_by: string | null;
  claimed_by: string | null;
  lease_until: Date | null;
};

/** With the version of its chain, which names what may be answered; with whom it is for, and who has it in hand. */
export type TaskRow = Task & {
  version: number;
  chain_name: string;
  traits: Json;
  phone: string | null;
  postal: string | null;
  /** Whether the claim still holds. */
  claimed: boolean;
  claimed_name: string | null;
};

export type TaskFilter = {
  state: TaskState | null;
  kind: string | null;
  team: string | null;
  /** Only of this team, or of none; undefined: whatever the team. */
  own?: string | null | undefined;
  customer: number | null;
  chain: number | null;
  dueBefore: number | null;
  after: { due: number; id: number } | null;
  limit: number;
};

/** What is due first comes first. */
export async function listTasks(db: Db, f: TaskFilter): Promise<TaskRow[]> {
  const due = (at: number | undefined) => (at === undefined ? null : new Date(at));
  return select(
    db,
    sql`(${f.state}::text is null or t.state = ${f.state}::text)
      and (${f.kind}::text is null or t.kind = ${f.kind}::text)
      and (${f.team}::text is null or t.team = ${f.team}::text)
      and ${ownOnly(f.own)}
      and (${f.customer}::bigint is null or t.customer = ${f.customer}::bigint)
      and (${f.chain}::bigint is null or t.chain = ${f.chain}::bigint)
      and (${f.dueBefore === null ? null : new Date(f.dueBefore)}::timestamptz is null
        or t.due < ${f.dueBefore === null ? null : new Date(f.dueBefore)}::timestamptz)
      and (${f.after?.id ?? null}::bigint is null or (t.due, t.id) > (${due(f.after?.due)}::timestamptz, ${f.after?.id ?? null}::bigint))`,
    f.limit,
  );
}

export async function getTask(db: Db, id: number): Promise<TaskRow | null> {
  return (await getTasks(db, [id]))[0] ?? null;
}

export async function getTasks(db: Db, ids: readonly number[]): Promise<TaskRow[]> {
  return select(db, sql`t.id = any(${[...ids]}::bigint[])`, ids.length);
}

/** The page is taken before anything is looked up for it. */
async function select(db: Db, which: ReturnType<typeof sql>, limit: number): Promise<TaskRow[]> {
  const { rows } = await sql<TaskRow>`
    with page as (select t.* from tasks t where ${which} order by t.due, t.id limit ${limit})
    select t.*, e.version, ch.name as chain_name, c.traits, p.name as claimed_name,
      coalesce(t.state = 'open' and t.lease_until > clock_timestamp(), false) as claimed,
      (select value from addresses where customer = t.customer and kind = 'phone') as phone,
      (select value from addresses where customer = t.customer and kind = 'postal') as postal
    from page t join enrolments e on e.id = t.enrolment join customers c on c.id = t.customer
      join chains ch on ch.id = t.chain left join people p on p.id = t.claimed_by
    order by t.due, t.id`.execute(db);
  return rows;
}

function ownOnly(own: string | null | undefined) {
  return own === undefined ? sql`true` : sql`(t.team is null or t.team = ${own}::text)`;
}

export type TaskCount = { kind: string; team: string | null; open: number; overdue: number };

export async function countTasks(db: Db, now: number, own: string | null | undefined): Promise<TaskCount[]> {
  const { rows } = await sql<TaskCount>`
    select t.kind, t.team, count(*)::int as open, count(*) filter (where t.due < ${new Date(now)})::int as overdue
    from tasks t where t.state = 'open' and ${ownOnly(own)}
    group by 1, 2 order by 1, 2`.execute(db);
  return rows;
}

/** Minutes of the wall's clock after which a claim lapses. */
const CLAIM_MINUTES = 30;

const FREE = (by: string) => sql`(claimed_by is null or claimed_by = ${by} or lease_until <= clock_timestamp())`;

/** What one person holds at once: a list of telephone numbers is no work, and colleagues are to find some too. */
export const IN_HAND = 10;

/** Of two at once one gets it; asked again it holds for longer. `most`: theirs at once, where that is limited. */
export async function claimTask(
  trx: Db,
  { id, by, most }: { id: number; by: string; most: number | null },
): Promise<'mine' | 'other' | 'full'> {
  if (most !== null) {
    // Their claims come one after another, or two at once would both find room.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`claims ${by}`}, 0))`.execute(trx);
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from tasks
      where claimed_by = ${by} and state = 'open' and lease_until > clock_timestamp() and id <> ${id}`.execute(trx);
    if (rows[0]!.n >= most) return 'full';
  }
  const { numAffectedRows } = await sql`
    update tasks set claimed_by = ${by}, lease_until = clock_timestamp() + make_interval(mins => ${CLAIM_MINUTES}::int)
    where id = ${id} and state = 'open' and ${FREE(by)}`.execute(trx);
  return Number(numAffectedRows) > 0 ? 'mine' : 'other';
}

/** Answers whether it was theirs. */
export async function releaseTask(trx: Db, { id, by }: { id: number; by: string }): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update tasks set claimed_by = null, lease_until = null
    where id = ${id} and claimed_by = ${by}`.execute(trx);
  return Number(numAffectedRows) > 0;
}

/** It stays open, is due then, and is nobody's. Answers whether it did: it may be closed, or in somebody else's hand. */
export async function postponeTask(
  trx: Db,
  { id, by, until, note }: { id: number; by: string; until: number; note: string | null },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update tasks set due = ${new Date(until)}, note = coalesce(${note}::text, note), claimed_by = null, lease_until = null
    where id = ${id} and state = 'open' and ${FREE(by)}`.execute(trx);
  return Number(numAffectedRows) > 0;
}

export type Closed =
  | { kind: 'closed'; task: Task; cohort: number }
  /** The same outcome once more: nothing changed. */
  | { kind: 'already'; task: Task; cohort: number }
  /** Closed otherwise before, expired or cancelled. */
  | { kind: 'conflict'; task: Task }
  /** In somebody else's hand. */
  | { kind: 'claimed'; task: Task }
  | { kind: 'missing' };

/** Closes the task and completes its touch. The caller then wakes the enrolment. `over`: whoever has it in hand. */
export async function closeTask(
  trx: Db,
  now: number,
  { id, outcome, note, by, over }: { id: number; outcome: string; note: string | null; by: string; over: boolean },
): Promise<Closed> {
  const [task] = await lockTasks(trx, [id]);
  if (!task) return { kind: 'missing' };
  const { cohort } = await trx
    .selectFrom('enrolments')
    .select('cohort')
    .where('id', '=', task.enrolment)
    .executeTakeFirstOrThrow();
  if (task.state === 'done' && task.outcome === outcome) return { kind: 'already', task, cohort };
  if (task.state !== 'open') return { kind: 'conflict', task };
  if (!over && inHand(task, by)) return { kind: 'claimed', task };
  const [closed] = await finish(trx, now, { tasks: [task], outcome, note, by });
  return { kind: 'closed', ...closed! };
}

/** Of those that are open and in nobody else's hand. Set-based; the caller wakes their enrolments. */
export async function closeTasks(
  trx: Db,
  now: number,
  { ids, ...how }: { ids: readonly number[]; outcome: string; note: string | null; by: string },
): Promise<{ task: Task; cohort: number }[]> {
  const tasks = (await lockTasks(trx, ids)).filter((task) => task.state === 'open' && !inHand(task, how.by));
  return finish(trx, now, { tasks, ...how });
}

type Locked = Task & { claimed: boolean };

function inHand({ claimed, claimed_by }: Locked, by: string): boolean {
  return claimed && claimed_by !== by;
}

async function lockTasks(trx: Db, ids: readonly number[]): Promise<Locked[]> {
  const { rows } = await sql<Locked>`
    select *, coalesce(lease_until > clock_timestamp(), false) as claimed from tasks
    where id = any(${[...ids]}::bigint[]) order by id for update`.execute(trx);
  return rows;
}

async function finish(
  trx: Db,
  now: number,
  { tasks, outcome, note, by }: { tasks: readonly Task[]; outcome: string; note: string | null; by: string },
): Promise<{ task: Task; cohort: number }[]> {
  if (tasks.length === 0) return [];
  const at = new Date(now);
  const ids = tasks.map((task) => task.id);
  const { rows } = await sql<Task & { cohort: number }>`
    update tasks t set state = 'done', outcome = ${outcome}, note = coalesce(${note}::text, t.note), closed_at = ${at}::timestamptz,
      closed_by = ${by}, claimed_by = null, lease_until = null
    from enrolments e where e.id = t.enrolment and t.id = any(${ids}::bigint[])
    returning t.*, e.cohort`.execute(trx);
  await sql`
    update touches h set completed_at = ${at}::timestamptz, outcome = ${outcome}
    from unnest(${tasks.map((t) => t.month)}::date[], ${tasks.map((t) => t.enrolment)}::bigint[],
      ${tasks.map((t) => t.step)}::integer[], ${tasks.map((t) => t.visit)}::integer[]) as k (month, enrolment, step, visit)
    where h.month = k.month and h.enrolment = k.enrolment and h.step = k.step and h.visit = k.visit`.execute(trx);
  return rows.map(({ cohort, ...task }) => ({ task, cohort }));
}
