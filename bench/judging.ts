/** What the contact policy costs: judging a burst, and saying why. */
import { sql } from 'kysely';
import { createDeliver } from '#activities/deliver.ts';
import { touchId } from '#api/ids.ts';
import { createNull } from '#bench/null.ts';
import { median } from '#bench/numbers.ts';
import { openScene, type Scene } from '#bench/scene.ts';
import { bringUpStand } from '#bench/stand.ts';
import { setOut } from '#core/machine.ts';
import type { RuleDocument } from '#core/policy/documents.ts';
import { email, line } from '#setup/testing/graphs.ts';
import { factsOf, loadEnrolments } from '#store/enrolments.ts';
import { createKey } from '#store/keys.ts';
import { createPlans } from '#store/plans.ts';
import { setPolicy } from '#store/policies.ts';

export type Judging = {
  customers: number;
  rules: number;
  /** Wall ms of a burst from its rows to its last answer, the channel only answering; medians. */
  bareMs: number;
  ruledMs: number;
  /** From the call to the answer of `GET /v1/touches/{id}/why`; median. */
  whyMs: number;
};

/** One cap, which looks at nothing that is planned: what is left is the burst itself. */
const BARE: RuleDocument[] = [{ id: 'bare', kind: 'cap', max: 1_000, days: 1, lookAhead: false }];

/** Every kind of rule, each with something to count; none of them holds anybody. */
const RULES: RuleDocument[] = [
  { id: 'day', kind: 'cap', max: 900, calendar: 'day', classes: ['commercial'] },
  { id: 'week', kind: 'cap', max: { field: 'profile.per_week', default: 900 }, days: 7 },
  {
    id: 'month',
    kind: 'cap',
    max: { most: [{ field: 'profile.per_month', default: 0 }, 900] },
    days: 30,
    extend: 'month',
  },
  { id: 'email', kind: 'cap', max: 900, days: 2, channels: ['email'] },
  { id: 'vip', kind: 'cap', max: 900, days: 7, who: { field: 'profile.vip', op: 'eq', value: true } },
  { id: 'calls', kind: 'cap', max: 1, days: 30, channels: ['call'], counts: ['commercial', 'service'] },
  { id: 'house', kind: 'cap', max: 900, days: 7, per: 'household' },
  { id: 'row', kind: 'alternation', max: 100 },
  { id: 'complaint', kind: 'situation', while: { opens: 'Complaint Opened', closes: 'Complaint Closed', days: 60 } },
  { id: 'call', kind: 'situation', while: { pending: 'call' } },
];

/** One after the other; the first twenty warm up. */
async function askWhy(scene: Scene, ids: readonly string[]): Promise<number[]> {
  const api = await scene.api();
  const { token } = await createKey(scene.db, scene.clock.now(), { name: 'bench', scopes: ['touches:read'] });
  const took: number[] = [];
  for (const id of ids) {
    const start = performance.now();
    const response = await fetch(`${api.url}/v1/touches/${id}/why?lang=fr`, {
      headers: { authorization: `Bearer ${token}` },
    });
    await response.json();
    took.push(performance.now() - start);
    if (!response.ok) throw new Error(`why answered ${response.status}`);
  }
  await api.stop();
  return took.slice(20);
}

export async function measureJudging(customers: number, rounds: number): Promise<Judging> {
  const stand = await bringUpStand();
  try {
    const scene = await openScene(stand);
    const { db, clock } = scene;
    const { version: id } = await scene.publish(line('Judged', [email('only'), email('later')]));
    const wakes = await scene.order(await scene.seed(customers), 'Judged');
    const plans = createPlans(db);
    const version = (await plans.versions([id])).get(id)!;
    const op =
      version.plan.steps[0]!.op.kind === 'touch' ? 0 : version.plan.steps.findIndex((s) => s.op.kind === 'touch');
    const { op: touching } = version.plan.steps[op]!;
    if (touching.kind !== 'touch') throw new Error('The benchmark’s chain has no touch.');
    const rows = await loadEnrolments(
      db,
      wakes.map((w) => w.enrolment),
    );
    const facts = new Map(
      rows.map((row) => [row.id, factsOf(row, { zone: 'Europe/Paris', country: 'FR', params: {} })]),
    );
    const found = new Map(rows.map((row) => [row.id, row]));
    const deliver = createDeliver({
      ...{ db, clock, plans, adapters: { email: createNull() }, gate: () => true, worker: 'bench' },
    });
    let visit = 0;
    const burst = async (): Promise<number> => {
      visit += 1;
      const asks = rows.map((row) => {
        const at = { enrolment: row.id, customer: row.customer, step: op, visit, phase: 0 };
        return {
          walker: setOut({ ...at, due: clock.now(), rev: row.rev }, row),
          step: op,
          touch: touching.touch,
          undated: false,
        };
      });
      const start = performance.now();
      const outcomes = await deliver(asks, { version, rows: found, facts: (one) => facts.get(one)! });
      const ms = performance.now() - start;
      const held = outcomes.filter((o) => o.kind === 'hold').length;
      if (held > 0) throw new Error(`${held} touches were held: the benchmark’s rules must let everybody through.`);
      return ms;
    };
    const times = { bare: [] as number[], ruled: [] as number[] };
    for (let round = 0; round < rounds; round += 1) {
      // Everybody has had about eight contacts lately: each burst adds one.
      await sql`delete from pressure where visit < ${visit - 7}`.execute(db);
      for (const [name, rules] of [
        ['bare', BARE],
        ['ruled', RULES],
      ] as const) {
        await setPolicy(db, clock.now(), { rules: { rules } });
        // The first under a policy reads it.
        await burst();
        times[name].push(await burst());
      }
    }
    const ids = rows.slice(0, 220).map((row) => touchId({ month: row.month, enrolment: row.id, step: op, visit }));
    const whyMs = median(await askWhy(scene, ids));
    await scene.close();
    return {
      ...{ customers: rows.length, rules: RULES.length, whyMs },
      ...{ bareMs: median(times.bare), ruledMs: median(times.ruled) },
    };
  } finally {
    await stand.stop();
  }
}
