/** Enrolments listed, read one by one, and cancelled by hand. */
import { type ExpressionBuilder, type SqlBool, sql } from 'kysely';
import type { Json } from '#core/facts.ts';
import type { Plan } from '#core/plan.ts';
import type { Db } from '#store/db.ts';
import type { Database } from '#store/schema.ts';
import { withdrawPending } from '#store/withdraw.ts';

export type Enrolment = {
  id: number;
  customer: number;
  chain: number;
  version: number;
  key: string;
  event: number | null;
  entered_at: Date;
  trigger_at: Date;
  control: string | null;
  state: 'live' | 'ended';
  outcome: string | null;
  ended_at: Date | null;
  step: number;
  visit: number;
  phase: number;
  due: Date;
  rev: number;
  arms: Json;
  path: number[];
  problem: Json;
};

const COLUMNS = [
  'id',
  'customer',
  'chain',
  'version',
  'key',
  'event',
  'entered_at',
  'trigger_at',
  'control',
  'state',
  'outcome',
  'ended_at',
  'step',
  'visit',
  'phase',
  'due',
  'rev',
  'arms',
  'path',
  'problem',
] as const;

export type EnrolmentFilter = {
  customer: number | null;
  chain: number | null;
  state: 'live' | 'ended' | null;
  /** Plan steps that make up the wanted step of the graph, by version. */
  at: { version: number; steps: number[] }[] | null;
  after: number | null;
  limit: number;
};

/** Newest first. */
export async function listEnrolments(db: Db, f: EnrolmentFilter): Promise<Enrolment[]> {
  const rows = await db
    .selectFrom('enrolments')
    .select(COLUMNS)
    .$if(f.customer !== null, (q) => q.where('customer', '=', f.customer))
    .$if(f.chain !== null, (q) => q.where('chain', '=', f.chain))
    .$if(f.state !== null, (q) => q.where('state', '=', f.state))
    .$if(f.at !== null, (q) => q.where((eb) => standingAt(eb, f.at!)))
    .$if(f.after !== null, (q) => q.where('id', '<', f.after))
    .orderBy('id', 'desc')
    .limit(f.limit)
    .execute();
  return rows as Enrolment[];
}

function standingAt(eb: ExpressionBuilder<Database, 'enrolments'>, at: NonNullable<EnrolmentFilter['at']>) {
  if (at.length === 0) return sql<SqlBool>`false`;
  return eb.or(at.map((a) => eb.and([eb('version', '=', a.version), sql<SqlBool>`step = any(${a.steps}::integer[])`])));
}

/** Where the plan steps of one step of the graph are, version by version. */
export function stepsNamed(plans: ReadonlyMap<number, Plan>, step: string): { version: number; steps: number[] }[] {
  return [...plans]
    .map(([version, plan]) => ({ version, steps: plan.steps.flatMap((s, i) => (s.step === step ? [i] : [])) }))
    .filter((found) => found.steps.length > 0);
}

export async function getEnrolment(db: Db, id: number): Promise<Enrolment | null> {
  const row = await db.selectFrom('enrolments').select(COLUMNS).where('id', '=', id).executeTakeFirst();
  return (row as Enrolment | undefined) ?? null;
}

export type Cancelled =
  | { kind: 'cancelled'; cohort: number }
  /** It had ended before; nothing changed. */
  | { kind: 'ended'; outcome: string | null }
  | { kind: 'missing' };

/** Ends it here: open tasks and touches not yet handed over go with it. The caller then wakes its cohort. */
export async function cancelEnrolment(trx: Db, now: number, id: number): Promise<Cancelled> {
  const known = await trx.selectFrom('enrolments').select('customer').where('id', '=', id).executeTakeFirst();
  if (!known) return { kind: 'missing' };
  // The same lock as a reservation takes: neither sees the other half done.
  await trx.selectFrom('customers').select('id').where('id', '=', known.customer).forNoKeyUpdate().execute();
  const row = await trx
    .updateTable('enrolments')
    .set((eb) => ({ state: 'ended', outcome: 'cancelled', ended_at: new Date(now), rev: eb('rev', '+', 1) }))
    .where('id', '=', id)
    .where('state', '=', 'live')
    .returning('cohort')
    .executeTakeFirst();
  if (!row) {
    const ended = await trx.selectFrom('enrolments').select('outcome').where('id', '=', id).executeTakeFirstOrThrow();
    return { kind: 'ended', outcome: ended.outcome };
  }
  await withdrawPending(trx, [id], 'cancelled', now);
  return { kind: 'cancelled', cohort: row.cohort };
}
