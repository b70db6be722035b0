/** A chain counted, by step and as a whole: read from the projection, never asked of the workflows. */
import { sql } from 'kysely';
import type { Plan } from '#core/plan.ts';
import type { Db } from '#store/db.ts';

export type StepCount = {
  step: string;
  /** Live enrolments standing at it. */
  here: number;
  /** Times it was left, and by which port. */
  passed: number;
  ports: Record<string, number>;
  touches: { channel: string; state: string; count: number }[];
};

export type ChainCount = {
  enrolments: { state: string; outcome: string | null; control: string | null; count: number }[];
  steps: StepCount[];
};

export async function countChain(db: Db, chain: number, plans: ReadonlyMap<number, Plan>): Promise<ChainCount> {
  const [enrolments, here, passed, touches] = await Promise.all([
    countEnrolments(db, chain),
    countHere(db, chain),
    countPassed(db, chain),
    countTouches(db, chain),
  ]);
  const steps = new Map<string, StepCount>();
  const entry = (step: string): StepCount => {
    const known = steps.get(step) ?? { step, here: 0, passed: 0, ports: {}, touches: [] };
    steps.set(step, known);
    return known;
  };
  for (const plan of [...plans.values()].reverse()) for (const s of plan.steps) entry(s.step);
  for (const row of here) {
    const at = plans.get(row.version)?.steps[row.step];
    if (at) entry(at.step).here += row.count;
  }
  for (const row of passed) {
    const plan = plans.get(row.version);
    const at = plan?.steps[row.step];
    // A card of the graph is several steps of the plan: it is passed with the last of them.
    if (!plan || !at || plan.steps.findLastIndex((s) => s.step === at.step) !== row.step) continue;
    const count = entry(at.step);
    const port = Object.keys(at.next)[row.port] ?? 'end';
    count.passed += row.count;
    count.ports[port] = (count.ports[port] ?? 0) + row.count;
  }
  for (const { step, ...row } of touches) entry(step).touches.push(row);
  return { enrolments, steps: [...steps.values()] };
}

export async function countEnrolments(db: Db, chain: number): Promise<ChainCount['enrolments']> {
  return db
    .selectFrom('enrolments')
    .select((eb) => ['state', 'outcome', 'control', eb.fn.countAll<number>().as('count')])
    .where('chain', '=', chain)
    .groupBy(['state', 'outcome', 'control'])
    .orderBy('count', 'desc')
    .execute();
}

async function countHere(db: Db, chain: number): Promise<{ version: number; step: number; count: number }[]> {
  return db
    .selectFrom('enrolments')
    .select((eb) => ['version', 'step', eb.fn.countAll<number>().as('count')])
    .where('chain', '=', chain)
    .where('state', '=', 'live')
    .groupBy(['version', 'step'])
    .execute();
}

type Passed = { version: number; step: number; port: number; count: number };

/** A path is triples of plan step, index of the port taken, seconds. */
async function countPassed(db: Db, chain: number): Promise<Passed[]> {
  const { rows } = await sql<Passed>`
    select version, path[i] as step, path[i + 1] as port, count(*) as count
    from enrolments, generate_series(1, cardinality(path) - 2, 3) as i
    where chain = ${chain}
    group by 1, 2, 3`.execute(db);
  return rows;
}

async function countTouches(
  db: Db,
  chain: number,
): Promise<{ step: string; channel: string; state: string; count: number }[]> {
  return db
    .selectFrom('touches')
    .select((eb) => ['step_id as step', 'channel', 'state', eb.fn.countAll<number>().as('count')])
    .where('chain', '=', chain)
    .groupBy(['step_id', 'channel', 'state'])
    .orderBy('step_id')
    .orderBy('channel')
    .orderBy('state')
    .execute();
}
