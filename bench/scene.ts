/** One measurement's own base: a database, a task queue, customers, a chain, and enrolments held back until the start. */
import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import { sql } from 'kysely';
import { createSignaller } from '#activities/signal.ts';
import { type Child, spawnChild } from '#bench/child.ts';
import type { Stand } from '#bench/stand.ts';
import type { Clock } from '#core/clock.ts';
import { readConfig } from '#core/config.ts';
import type { Incoming } from '#core/event.ts';
import type { PolicyRules } from '#core/policy/rule.ts';
import type { Signaller } from '#core/ports.ts';
import { temporalClient } from '#setup/client.ts';
import { publish } from '#setup/testing/publish.ts';
import { connect, type Db } from '#store/db.ts';
import type { Wake } from '#store/enrol.ts';
import { loadClock } from '#store/instance.ts';
import { createIntake } from '#store/intake.ts';
import { migrate } from '#store/migrate.ts';
import { ensurePartitions } from '#store/partitions.ts';
import { setPolicy } from '#store/policies.ts';

/** Two caps that are counted for every touch and bite nobody. */
const POLICY: PolicyRules = {
  rules: [
    { id: 'week', kind: 'cap', max: 1_000, days: 7 },
    { id: 'email', kind: 'cap', max: 500, days: 2, channels: ['email'] },
  ],
};

export type WorkerKind = {
  channel: 'smtp' | 'null';
  /** Path of the plain way's bundle: runs that instead of the engine. */
  plain?: string;
  /** Wall ms between sweeps; absent: as in production. */
  sweepEvery?: number;
};

export type Scene = {
  stand: Stand;
  db: Db;
  clock: Clock;
  client: Client;
  signaller: Signaller;
  taskQueue: string;
  /** Peak of all workers that were stopped here, MB. */
  peakRssMb(): number;
  publish(graph: unknown): Promise<{ chain: number; version: number }>;
  /** New customers with a profile and an address; answers their ids. `u<id>` is their userId. */
  seed(count: number): Promise<number[]>;
  /** Tells the real intake that these customers ordered; answers whom it would have woken. */
  order(customers: readonly number[], event: string): Promise<Wake[]>;
  worker(kind: WorkerKind): Promise<Child>;
  api(): Promise<Child>;
  close(): Promise<void>;
};

export async function openScene(stand: Stand, options: { speed?: number; smtpUrl?: string } = {}): Promise<Scene> {
  const url = await stand.database();
  const taskQueue = `bench-${new URL(url).pathname.slice(1)}`;
  const env: Record<string, string> = {
    DATABASE_URL: url,
    TEMPORAL_ADDRESS: stand.temporal.address,
    TASK_QUEUE: taskQueue,
    SMTP_URL: options.smtpUrl ?? stand.sink.url,
    SMTP_CATCHER: 'yes',
    MAIL_FROM: 'Jalon <hello@jalon.example>',
    BASE_URL: 'https://jalon.example',
    PORT: '0',
    METRICS_PORT: '0',
    LOG_LEVEL: 'warn',
    ...(options.speed ? { CLOCK_SPEED: String(options.speed) } : {}),
  };
  const read = readConfig(env);
  if ('problems' in read) throw new Error(read.problems.map((p) => p.message).join('\n'));
  const store = connect({ url, max: 6, name: 'jalon bench' });
  await migrate(store);
  const { db } = store;
  await sql`insert into instance (stamp, created_at) values (${read.config.instance}, clock_timestamp())`.execute(db);
  const clock = await loadClock(db, { speed: options.speed ?? 1, rebase: true });
  await ensurePartitions(db, clock.now());
  await setPolicy(db, clock.now(), { rules: POLICY });
  const client = await temporalClient(read.config.temporal);
  const signaller = createSignaller({
    client,
    taskQueue,
    clock,
    failed: (count, error) => console.error(`${count} members were not signalled: ${error.message}`),
  });
  let held: Wake[] = [];
  const holding: Signaller = {
    wake: (wakes) => void held.push(...wakes),
    flush: () => Promise.resolve(),
    failures: () => 0,
  };
  const intake = createIntake({ db, clock, signaller: holding });
  const children: Child[] = [];
  let peak = 0;
  let orders = 0;

  async function child(file: string, more: Record<string, string>): Promise<Child> {
    const logFile = join(stand.folder, `${taskQueue}.log`);
    const started = await spawnChild({ file, env: { ...env, ...more }, logFile });
    children.push(started);
    const stop = async () => {
      children.splice(children.indexOf(started), 1);
      const last = await started.stop();
      if (file === 'bench/worker.ts') peak = Math.max(peak, last.peakRssMb);
      return last;
    };
    const kill = async () => {
      children.splice(children.indexOf(started), 1);
      await started.kill();
    };
    return { ...started, stop, kill };
  }

  return {
    stand,
    db,
    clock,
    client,
    signaller,
    taskQueue,
    peakRssMb: () => peak,
    publish: (graph) => publish(db, clock.now(), graph),
    seed: (count) => seed(db, count, clock.now()),
    async order(customers, event) {
      held = [];
      const calls = customers.map((customer): Incoming => {
        orders += 1;
        return {
          ...{
            kind: 'track',
            source: 'bench',
            messageId: `o${orders}`,
            userId: `u${customer}`,
            name: event,
            traits: {},
          },
          ...{ properties: { order_id: `A-${orders}`, total: '49.90' }, occurredAt: clock.now(), historical: false },
        };
      });
      const parts = Array.from({ length: Math.ceil(calls.length / 2_500) }, (_, i) => i * 2_500);
      await Promise.all(parts.map((from) => intake.take(calls.slice(from, from + 2_500))));
      return held;
    },
    worker: ({ channel, plain, sweepEvery }) =>
      child('bench/worker.ts', {
        BENCH_CHANNEL: channel,
        // The pool of connections to Postgres follows from it: plain runs a hundred activities at once.
        ...(plain ? { BENCH_PLAIN: plain, WORKER_BURSTS: '20' } : {}),
        ...(sweepEvery ? { BENCH_SWEEP: String(sweepEvery) } : {}),
      }),
    api: () => child('bench/api.ts', {}),
    async close() {
      for (const each of [...children]) await each.kill();
      await signaller.flush();
      await client.connection.close();
      await store.close();
    },
  };
}

async function seed(db: Db, count: number, now: number): Promise<number[]> {
  const at = new Date(now);
  const { rows } = await sql<{ id: number }>`
    with made as (
      insert into customers (zone, country, locale, traits, created_at, updated_at)
      select 'Europe/Paris', 'FR', 'fr',
        jsonb_build_object('first_name', 'Zoé ' || n, 'last_name', 'Martin', 'vip', n % 5 = 0), ${at}, ${at}
      from generate_series(1, ${count}::integer) as n
      returning id
    ), named as (
      insert into identities (kind, value, customer) select 'user', 'u' || id, id from made
    ), addressed as (
      insert into addresses (customer, kind, value, set_at)
      select id, 'email', 'customer' || id || '@shop.example', ${at} from made
    )
    select id from made`.execute(db);
  await sql`analyze customers, identities, addresses`.execute(db);
  return rows.map((r) => r.id);
}
