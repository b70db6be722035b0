/** The engine without Temporal and SMTP: a database of its own, a clock set by hand, hands that only note what they got. */
import { sql } from 'kysely';
import type { DeliverDeps } from '#activities/burst.ts';
import type { HandedOver, Recipient, Rendered } from '#activities/channels/adapter.ts';
import type { AnyAdapter } from '#activities/channels/index.ts';
import { createDeliver } from '#activities/deliver.ts';
import { REAL_TIME } from '#core/clock.ts';
import type { Incoming } from '#core/event.ts';
import type { Facts } from '#core/facts.ts';
import { setOut, type TouchOutcome } from '#core/machine.ts';
import type { RuleDocument } from '#core/policy/documents.ts';
import { freshDatabase } from '#setup/testing/postgres.ts';
import { publish } from '#setup/testing/publish.ts';
import { createSeats } from '#store/cohorts.ts';
import type { Wake } from '#store/enrol.ts';
import { factsOf, loadEnrolments, pastTouches } from '#store/enrolments.ts';
import { createIntake } from '#store/intake.ts';
import { ensurePartitions } from '#store/partitions.ts';
import { createPlans } from '#store/plans.ts';
import { setPolicy } from '#store/policies.ts';

export const START_TIME = Date.parse('2026-11-24T10:00:00Z');

export type Rig = Awaited<ReturnType<typeof createRig>>;

/** Hands of the e-mail channel; `render` and `answer` say what should happen instead of success. */
export type Hands = AnyAdapter & {
  /** What was handed over, in order, refused ones included. */
  got: Recipient[];
  render: (to: Recipient) => Rendered<unknown> | undefined;
  answer: (to: Recipient) => HandedOver | Promise<HandedOver> | undefined;
};

export function fakeHands(channel: string, chunk: number): Hands {
  const hands: Hands = {
    channel,
    chunk,
    repeatable: false,
    got: [],
    render: () => undefined,
    answer: () => undefined,
    prepare: () => ({ render: (to) => hands.render(to) ?? { kind: 'ready', message: to } }),
    async handOver(messages) {
      const all = messages as Recipient[];
      hands.got.push(...all);
      return Promise.all(
        all.map(async (to) => (await hands.answer(to)) ?? { kind: 'handed', response: '250 ok', completed: true }),
      );
    },
    close: async () => undefined,
  };
  return hands;
}

/** What tests leave behind, in the order of their references. */
const TABLES = [
  ...['publish_requests', 'guard_trips'],
  ...['reservations', 'contacts_elsewhere', 'what_ifs', 'proof_codes', 'mails_owed'],
  ...['proofs', 'proof_lists', 'personas', 'template_versions', 'templates'],
  ...[
    'policy_exposures',
    'capacity_use',
    'customer_limits',
    'purchases',
    'offer_answers',
    'suppressions',
    'soft_bounces',
    'attention',
    'undelivered',
    'touches',
    'pressure',
    'waits',
    'entry_decisions',
    'tasks',
    'consents',
    'consent_records',
    'stops',
  ],
  ...['pauses', 'enrolments', 'cohorts', 'versions', 'chains', 'events', 'event_dedupe', 'event_names', 'identities'],
  ...['addresses', 'customers', 'offers', 'settings', 'policies', 'households'],
  ...['sign_in_failures', 'one_time_links', 'people', 'challenges'],
];

export type Delivery = {
  /** Graph step id of the touch; absent: the plan's first. */
  step?: string;
  due?: number;
  undated?: boolean;
  signal?: AbortSignal;
  deps?: Partial<DeliverDeps>;
};

export async function createRig({ chunk = 10 }: { chunk?: number } = {}) {
  const database = await freshDatabase();
  const { db } = database.connection;
  let now = START_TIME;
  let messages = 0;
  const clock = { setting: REAL_TIME, now: () => now };
  const wakes: Wake[] = [];
  const signaller = {
    wake: (w: readonly Wake[]) => void wakes.push(...w),
    flush: async () => undefined,
    failures: () => 0,
  };
  const plans = createPlans(db);
  const seats = createSeats(db, clock, 'test');
  const intake = createIntake({ db, clock, signaller });
  const hands = fakeHands('email', chunk);
  await ensurePartitions(db, now);
  await setPolicy(db, now, { rules: { rules: [] } });

  /** A track call of `userId`, who has an e-mail address. */
  function call(userId: string, more: Partial<Incoming> = {}): Incoming {
    messages += 1;
    return {
      kind: 'track',
      source: 'test',
      messageId: `m${messages}`,
      userId,
      name: 'Go',
      properties: {},
      traits: { email: `${userId}@test.example` },
      occurredAt: now,
      historical: false,
      ...more,
    };
  }

  return {
    ...{ database, db, clock, wakes, signaller, plans, seats, intake, hands, call },
    pass(ms: number) {
      now += ms;
    },
    publish: (graph: unknown) => publish(db, now, graph),
    caps: (...rules: RuleDocument[]) => setPolicy(db, now, { rules: { rules } }),
    take: async (...calls: Incoming[]) => (await intake.take(calls)).results,

    /** Sets the event off for each user; answers their enrolments in the version, in the order of the users. */
    async enter(version: number, users: readonly string[], more: Partial<Incoming> = {}): Promise<number[]> {
      const results = (await intake.take(users.map((user) => call(user, more)))).results;
      const rows = await db.selectFrom('enrolments').select(['id', 'event']).where('version', '=', version).execute();
      return results.flatMap((r) => rows.filter((row) => row.event === r.seq).map((row) => row.id));
    },

    /** Delivers the touch of one step to these enrolments of one version, as a burst that has just arrived at it. */
    async deliver(enrolments: readonly number[], delivery: Delivery = {}): Promise<TouchOutcome[]> {
      const found = new Map((await loadEnrolments(db, enrolments)).map((row) => [row.id, row]));
      const rows = enrolments.map((id) => found.get(id)!);
      const version = (await plans.versions([rows[0]!.version])).get(rows[0]!.version)!;
      const index = version.plan.steps.findIndex(
        (s) => s.op.kind === 'touch' && (delivery.step === undefined || s.step === delivery.step),
      );
      const op = version.plan.steps[index]?.op;
      if (op?.kind !== 'touch') throw new Error(`No touch at ${delivery.step}.`);
      const past = await pastTouches(db, rows);
      const defaults = { zone: 'Europe/Paris', country: 'FR', params: version.plan.params };
      const facts = new Map(
        rows.map((row): [number, Facts] => [row.id, { ...factsOf(row, defaults), touches: past.get(row.id) ?? [] }]),
      );
      const asks = rows.map((row) => {
        const at = { enrolment: row.id, customer: row.customer, step: index, visit: row.visit, phase: 0 };
        const walker = setOut({ ...at, due: delivery.due ?? now, rev: row.rev }, row);
        return { walker, step: index, touch: op.touch, undated: delivery.undated ?? false };
      });
      const deliver = createDeliver({
        ...{ db, clock, plans, adapters: { email: hands }, gate: () => true, worker: 'test' },
        ...delivery.deps,
      });
      return deliver(asks, { version, rows: found, facts: (id) => facts.get(id)!, signal: delivery.signal });
    },

    touches: () => db.selectFrom('touches').selectAll().orderBy('enrolment').orderBy('step').execute(),
    pressure: () => db.selectFrom('pressure').selectAll().orderBy('at').orderBy('enrolment').execute(),
    attention: () => db.selectFrom('attention').selectAll().orderBy('enrolment').execute(),
    /** Back to the beginning: nobody, nothing, no rule. Cheaper than another database. */
    async clear() {
      now = START_TIME;
      wakes.splice(0);
      Object.assign(hands, { chunk, got: [], render: () => undefined, answer: () => undefined });
      for (const table of TABLES) await sql`delete from ${sql.table(table)}`.execute(db);
      await setPolicy(db, now, { rules: { rules: [] } });
    },
    drop: () => database.drop(),
  };
}
