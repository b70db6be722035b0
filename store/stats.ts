/** A chain counted, by step and as a whole: read from the projection, never asked of the workflows. */
import { sql } from 'kysely';
import type { Plan } from '#core/plan.ts';
import type { Db } from '#store/db.ts';
import { isTest, marksOf, passagesOf, waysOf } from '#store/passages.ts';

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
  const [enrolments, here, ways, touches] = await Promise.all([
    countEnrolments(db, chain),
    countHere(db, chain),
    waysOf(db, { chain, version: null, from: null }),
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
  const marks = [...plans].flatMap(([version, plan]) => marksOf(version, plan));
  for (const [step, { count, ports }] of passagesOf(ways, marks)) {
    const passed = entry(step);
    passed.passed = count;
    for (const { version, step: at, port, count: by } of ports) {
      const taken = Object.keys(plans.get(version)?.steps[at]?.next ?? {})[port] ?? 'end';
      passed.ports[taken] = (passed.ports[taken] ?? 0) + by;
    }
  }
  for (const { step, ...row } of touches) entry(step).touches.push(row);
  return { enrolments, steps: [...steps.values()] };
}

const counts = sql<boolean>`not ${isTest}`;

export async function countEnrolments(db: Db, chain: number): Promise<ChainCount['enrolments']> {
  return db
    .selectFrom('enrolments as e')
    .select((eb) => ['state', 'outcome', 'control', eb.fn.countAll<number>().as('count')])
    .where('chain', '=', chain)
    .where(counts)
    .groupBy(['state', 'outcome', 'control'])
    .orderBy('count', 'desc')
    .execute();
}

async function countHere(db: Db, chain: number): Promise<{ version: number; step: number; count: number }[]> {
  return db
    .selectFrom('enrolments as e')
    .select((eb) => ['version', 'step', eb.fn.countAll<number>().as('count')])
    .where('chain', '=', chain)
    .where(counts)
    .where('state', '=', 'live')
    .groupBy(['version', 'step'])
    .execute();
}

async function countTouches(
  db: Db,
  chain: number,
): Promise<{ step: string; channel: string; state: string; count: number }[]> {
  return db
    .selectFrom('touches as e')
    .select((eb) => ['step_id as step', 'channel', 'state', eb.fn.countAll<number>().as('count')])
    .where('chain', '=', chain)
    .where(counts)
    .groupBy(['step_id', 'channel', 'state'])
    .orderBy('step_id')
    .orderBy('channel')
    .orderBy('state')
    .execute();
}
