/** A whole engine in a test: its own database, the run's Temporal server, a mail sink, intake and as many workers as asked. */
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import { sql } from 'kysely';
import pino from 'pino';
import type { AnyAdapter } from '#activities/channels/index.ts';
import { createSignaller } from '#activities/signal.ts';
import type { Clock, ClockSetting } from '#core/clock.ts';
import { REAL_TIME } from '#core/clock.ts';
import { type Config, readConfig } from '#core/config.ts';
import type { Incoming, Intake } from '#core/event.ts';
import type { PolicyRules } from '#core/policy/rule.ts';
import type { Signaller } from '#core/ports.ts';
import { publish } from '#setup/testing/publish.ts';
import { type Sink, startSink } from '#setup/testing/sink.ts';
import { connect, type Db, type Connection as StoreConnection } from '#store/db.ts';
import { checkStamp, createClock } from '#store/instance.ts';
import { createIntake } from '#store/intake.ts';
import { ensurePartitions } from '#store/partitions.ts';
import { setPolicy } from '#store/policies.ts';
import { loadSecret } from '#store/token.ts';
import { workflowBundle } from '#worker/bundle.ts';
import { type RunningWorker, startWorker } from '#worker/run.ts';

export { until } from '#setup/testing/until.ts';

export type EngineOptions = {
  /** A migrated database of its own. */
  databaseUrl: string;
  temporalAddress: string;
  clock?: ClockSetting;
  policy?: PolicyRules;
  /** Environment of the settings, over the defaults of a test. */
  env?: Record<string, string>;
  /** Of another mail server than the engine's own sink. */
  smtpUrl?: string;
  adapters?: Record<string, AnyAdapter>;
  sweepEvery?: number;
};

export type Engine = {
  db: Db;
  store: StoreConnection;
  clock: Clock;
  config: Config;
  sink: Sink;
  intake: Intake;
  signaller: Signaller;
  client: Client;
  secret: Buffer;
  /** The environment of a worker's process beside this one. */
  env: Record<string, string>;
  publish(graph: unknown): Promise<{ chain: number; version: number }>;
  /** A track call of a customer; `properties.email` is not asked: give traits. */
  track(userId: string, name: string, more?: Partial<Incoming>): Promise<{ customer: number; seq: number | null }>;
  startWorker(): Promise<RunningWorker>;
  stop(): Promise<void>;
};

const NO_CAP: PolicyRules = { rules: [{ id: 'wide', kind: 'cap', max: 10_000, days: 30 }] };

Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });

export async function startEngine(options: EngineOptions): Promise<Engine> {
  const store = connect({ url: options.databaseUrl, max: 20, name: 'jalon test' });
  const { db } = store;
  const sink = await startSink();
  const taskQueue = `test-${crypto.randomUUID()}`;
  const env = {
    DATABASE_URL: options.databaseUrl,
    TEMPORAL_ADDRESS: options.temporalAddress,
    TASK_QUEUE: taskQueue,
    SMTP_URL: options.smtpUrl ?? sink.url,
    SMTP_CATCHER: 'yes',
    LOG_LEVEL: 'silent',
    METRICS_PORT: '0',
    ...options.env,
  };
  const config = configOf(env);
  const clock = createClock(options.clock ?? REAL_TIME);
  const log = pino({ level: config.logLevel });
  const stamp = await checkStamp(db, config.instance);
  await ensurePartitions(db, clock.now());
  await setPolicy(db, clock.now(), { rules: options.policy ?? NO_CAP });
  const connection = await NativeConnection.connect({ address: options.temporalAddress });
  const client = new Client({ connection: await Connection.connect({ address: options.temporalAddress }) });
  const signaller = createSignaller({ client, taskQueue, clock });
  const intake = createIntake({ db, clock, signaller });
  const secret = await loadSecret(db);
  const workers: RunningWorker[] = [];
  let messages = 0;

  return {
    db,
    store,
    clock,
    config,
    sink,
    intake,
    signaller,
    client,
    secret,
    env,
    publish: (graph) => publish(db, clock.now(), graph),
    async track(userId, name, more = {}) {
      messages += 1;
      const { results } = await intake.take([
        {
          kind: 'track',
          source: 'test',
          messageId: `m${messages}`,
          userId,
          name,
          properties: {},
          traits: { email: `${userId}@test.example` },
          occurredAt: clock.now(),
          historical: false,
          ...more,
        },
      ]);
      const result = results[0];
      if (!result) throw new Error('One call, one result.');
      return { customer: result.customer, seq: result.seq };
    },
    async startWorker() {
      const parts = { config, db, connection, client, clock, secret, stamp, log, bundle: await workflowBundle() };
      const worker = await startWorker({
        ...parts,
        sweepEvery: options.sweepEvery ?? 1_000,
        ...(options.adapters ? { adapters: options.adapters } : {}),
      });
      workers.push(worker);
      return worker;
    },
    async stop() {
      for (const worker of workers) if (worker.running()) await worker.stop();
      await signaller.flush();
      await client.connection.close();
      await connection.close();
      await store.close();
      await sink.stop();
    },
  };
}

function configOf(env: Record<string, string>): Config {
  const read = readConfig(env);
  if ('problems' in read) throw new Error(read.problems.map((p) => p.message).join('\n'));
  return read.config;
}

/** How many enrolments there are in each state and outcome. */
export async function tally(db: Db): Promise<Record<string, number>> {
  const { rows } = await sql<{ k: string; n: number }>`
    select coalesce(outcome, state) as k, count(*)::int as n from enrolments group by 1`.execute(db);
  return Object.fromEntries(rows.map((r) => [r.k, r.n]));
}
