/** The work list: touches that people make (a letter, a call, an SMS typed by hand). */
import { sql } from 'kysely';
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
};

/** With the version of its chain, which names what may be answered. */
export type TaskRow = Task & { version: number };

export type TaskFilter = {
  state: TaskState | null;
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
  const rows = await db
    .selectFrom('tasks')
    .innerJoin('enrolments', 'enrolments.id', 'tasks.enrolment')
    .selectAll('tasks')
    .select('enrolments.version')
    .$if(f.state !== null, (q) => q.where('tasks.state', '=', f.state))
    .$if(f.team !== null, (q) => q.where('team', '=', f.team))
    .$if(f.own !== undefined, (q) => q.where((e) => e.or([e('team', 'is', null), e('team', '=', f.own ?? null)])))
    .$if(f.customer !== null, (q) => q.where('tasks.customer', '=', f.customer))
    .$if(f.chain !== null, (q) => q.where('tasks.chain', '=', f.chain))
    .$if(f.dueBefore !== null, (q) => q.where('tasks.due', '<', new Date(f.dueBefore!)))
    .$if(f.after !== null, (q) =>
      q.where(sql<boolean>`(tasks.due, tasks.id) > (${new Date(f.after!.due)}, ${f.after!.id})`),
    )
    .orderBy('tasks.due')
    .orderBy('tasks.id')
    .limit(f.limit)
    .execute();
  return rows as TaskRow[];
}

export async function getTask(db: Db, id: number): Promise<TaskRow | null> {
  const row = await db
    .selectFrom('tasks')
    .innerJoin('enrolments', 'enrolments.id', 'tasks.enrolment')
    .selectAll('tasks')
    .select('enrolments.version')
    .where('tasks.id', '=', id)
    .executeTakeFirst();
  return (row as TaskRow | undefined) ?? null;
}

export type Closed =
  | { kind: 'closed'; task: Task; cohort: number }
  /** The same outcome once more: nothing changed. */
  | { kind: 'already'; task: Task; cohort: number }
  /** Closed otherwise before, expired or cancelled. */
  | { kind: 'conflict'; task: Task }
  | { kind: 'missing' };

/** Closes the task and completes its touch. The caller then wakes the enrolment. */
export async function closeTask(
  trx: Db,
  now: number,
  { id, outcome, note, by }: { id: number; outcome: string; note: string | null; by: string },
): Promise<Closed> {
  const task = (await trx.selectFrom('tasks').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()) as
    | Task
    | undefined;
  if (!task) return { kind: 'missing' };
  const { cohort } = await trx
    .selectFrom('enrolments')
    .select('cohort')
    .where('id', '=', task.enrolment)
    .executeTakeFirstOrThrow();
  if (task.state === 'done' && task.outcome === outcome) return { kind: 'already', task, cohort };
  if (task.state !== 'open') return { kind: 'conflict', task };
  const closed = await trx
    .updateTable('tasks')
    .set({ state: 'done', outcome, note, closed_at: new Date(now), closed_by: by })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
  await trx
    .updateTable('touches')
    .set({ completed_at: new Date(now), outcome })
    .where('month', '=', task.month)
    .where('enrolment', '=', task.enrolment)
    .where('step', '=', task.step)
    .where('visit', '=', task.visit)
    .execute();
  return { kind: 'closed', task: closed as Task, cohort };
}
