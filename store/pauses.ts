/** A chain's rest: pause, resume with a decision about what fell due meanwhile, archive and back. */
import { sql } from 'kysely';
import type { Plan } from '#core/plan.ts';
import type { ResumeDecision } from '#core/policy/rule.ts';
import { closeTrip } from '#store/attention.ts';
import { type Chain, lockChain } from '#store/chains.ts';
import type { Db } from '#store/db.ts';

export type Turned =
  | { kind: 'turned'; chain: Chain }
  /** It was so already: nothing changed. */
  | { kind: 'already'; chain: Chain }
  | { kind: 'refused'; chain: Chain }
  | { kind: 'missing' };

/** Touches stop with the commit; clocks run on and events are still taken. */
export async function pauseChain(trx: Db, now: number, id: number, by: string): Promise<Turned> {
  const chain = await lockChain(trx, id);
  if (!chain) return { kind: 'missing' };
  if (chain.state === 'paused') return { kind: 'already', chain };
  if (chain.state !== 'live') return { kind: 'refused', chain };
  await trx
    .insertInto('pauses')
    .values({ chain: id, paused_at: new Date(now), paused_by: by })
    .execute();
  return { kind: 'turned', chain: await turn(trx, now, id, 'paused', new Date(now)) };
}

/** The engine reads the decision with the pause; a shift is also written to every live enrolment. */
export async function resumeChain(
  trx: Db,
  now: number,
  id: number,
  { decision, by }: { decision: ResumeDecision; by: string },
): Promise<Turned> {
  const chain = await lockChain(trx, id);
  if (!chain) return { kind: 'missing' };
  if (chain.state === 'live') return { kind: 'already', chain };
  if (chain.state !== 'paused') return { kind: 'refused', chain };
  await trx
    .updateTable('pauses')
    .set({ resumed_at: new Date(now), resumed_by: by, decision: JSON.stringify(decision) })
    .where('chain', '=', id)
    .where('resumed_at', 'is', null)
    .execute();
  if (decision.kind === 'shift') {
    // Who entered during the pause has lost only what came after.
    const since = sql`greatest(entered_at, ${chain.paused_at ?? new Date(now)}::timestamptz)`;
    await sql`
      update enrolments
      set shift = shift + greatest(0, round(extract(epoch from ${new Date(now)}::timestamptz - ${since}) * 1000))::bigint
      where chain = ${id} and state = 'live'`.execute(trx);
  }
  await closeTrip(trx, now, id, by);
  return { kind: 'turned', chain: await turn(trx, now, id, 'live', null) };
}

/** Nobody enters any more; who is inside goes on to the end, unless the chain was paused: then it is resumed first. */
export async function archiveChain(trx: Db, now: number, id: number): Promise<Turned> {
  const chain = await lockChain(trx, id);
  if (!chain) return { kind: 'missing' };
  if (chain.state === 'archived') return { kind: 'already', chain };
  if (chain.state !== 'live') return { kind: 'refused', chain };
  return { kind: 'turned', chain: await turn(trx, now, id, 'archived', null) };
}

/** New customers enter again from now on; what set it off meanwhile is not caught up. */
export async function restoreChain(trx: Db, now: number, id: number): Promise<Turned> {
  const chain = await lockChain(trx, id);
  if (!chain) return { kind: 'missing' };
  if (chain.state === 'live') return { kind: 'already', chain };
  if (chain.state !== 'archived') return { kind: 'refused', chain };
  return { kind: 'turned', chain: await turn(trx, now, id, 'live', null) };
}

async function turn(trx: Db, now: number, id: number, state: string, pausedAt: Date | null): Promise<Chain> {
  await trx
    .updateTable('chains')
    .set({ state, paused_at: pausedAt, updated_at: new Date(now) })
    .where('id', '=', id)
    .execute();
  return (await lockChain(trx, id))!;
}

export type Overdue = {
  /** Graph step id. */
  step: string;
  total: number;
  underHour: number;
  underDay: number;
  underWeek: number;
  older: number;
};

/** Live enrolments whose moment has passed, by the step they stand at and by how long ago it was. */
export async function overdueOf(
  db: Db,
  now: number,
  chain: number,
  plans: ReadonlyMap<number, Plan>,
): Promise<Overdue[]> {
  const at = new Date(now);
  const { rows } = await sql<Omit<Overdue, 'step'> & { version: number; step: number }>`
    select version, step, count(*) as total,
      count(*) filter (where age < interval '1 hour') as "underHour",
      count(*) filter (where age >= interval '1 hour' and age < interval '1 day') as "underDay",
      count(*) filter (where age >= interval '1 day' and age < interval '7 days') as "underWeek",
      count(*) filter (where age >= interval '7 days') as older
    from (
      select e.version, e.step, ${at}::timestamptz - coalesce(t.due, e.due) as age
      from enrolments e
      left join touches t on t.month = e.month and t.enrolment = e.id and t.step = e.step and t.visit = e.visit
      where e.chain = ${chain} and e.state = 'live' and coalesce(t.due, e.due) <= ${at}
        and (t.state is null or t.state = 'held')
    ) late
    group by version, step order by version, step`.execute(db);
  const bySteps = new Map<string, Overdue>();
  for (const row of rows) {
    const step = plans.get(row.version)?.steps[row.step]?.step ?? `#${row.step}`;
    const sum = bySteps.get(step) ?? { step, total: 0, underHour: 0, underDay: 0, underWeek: 0, older: 0 };
    for (const part of ['total', 'underHour', 'underDay', 'underWeek', 'older'] as const) sum[part] += row[part];
    bySteps.set(step, sum);
  }
  return [...bySteps.values()];
}

/** Live enrolments of a chain, by id, to wake them all page by page. */
export async function liveMembers(
  db: Db,
  chain: number,
  page: { after: number; limit: number },
): Promise<{ cohort: number; enrolment: number }[]> {
  const rows = await db
    .selectFrom('enrolments')
    .select(['cohort', 'id as enrolment'])
    .where('chain', '=', chain)
    .where('state', '=', 'live')
    .where('id', '>', page.after)
    .orderBy('id')
    .limit(page.limit)
    .execute();
  return rows;
}
