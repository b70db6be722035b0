/** A worker: all hands wired to the cohort workflow, the sweep beside it, and its health for whoever watches. */

import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import type { Client } from '@temporalio/client';
import { type NativeConnection, Worker } from '@temporalio/worker';
import type { Logger } from 'pino';
import { createAdvance } from '#activities/advance.ts';
import { createSigner, type Signer } from '#activities/channels/email/dkim.ts';
import { type AnyAdapter, createAdapters } from '#activities/channels/index.ts';
import { createDeliver } from '#activities/deliver.ts';
import { startLoop } from '#activities/loop.ts';
import { startOwed } from '#activities/owed/loop.ts';
import { createSignaller } from '#activities/signal.ts';
import { createSweep } from '#activities/sweep.ts';
import type { Clock } from '#core/clock.ts';
import type { Config } from '#core/config.ts';
import type { CohortActivities } from '#core/ports.ts';
import { createSeats } from '#store/cohorts.ts';
import type { Db } from '#store/db.ts';
import type { Stamp } from '#store/instance.ts';
import { createPlans } from '#store/plans.ts';
import { signConfirming, signHolder, signToken } from '#store/token.ts';
import { startBeat } from '#worker/beat.ts';
import { createGate } from '#worker/gate.ts';
import { createMetrics, type Metrics } from '#worker/metrics.ts';

export type WorkerParts = {
  config: Config;
  db: Db;
  connection: NativeConnection;
  client: Client;
  clock: Clock;
  secret: Buffer;
  stamp: Stamp;
  log: Logger;
  bundle: { codePath: string };
  /** Instead of the real hands: benchmarks and tests. */
  adapters?: Record<string, AnyAdapter>;
  company?: { zone: string; country: string };
  /** Wall ms between two sweeps. */
  sweepEvery?: number;
};

export type RunningWorker = {
  metrics: Metrics;
  running(): boolean;
  /** Takes nothing new, finishes what is in hand, and resolves. */
  stop(): Promise<void>;
  /** Resolves when the worker ended, rejects when it broke. */
  ended: Promise<void>;
};

/** Finishing a burst of 500 takes a second or so; what takes longer stops between two chunks and goes on elsewhere. */
const DRAIN = '5 seconds';

export async function startWorker(parts: WorkerParts): Promise<RunningWorker> {
  const { config, db, clock, log, client } = parts;
  const metrics = createMetrics();
  const name = `${process.pid}`;
  const signaller = createSignaller({
    client,
    taskQueue: config.temporal.taskQueue,
    clock,
    failed: (count, error) => {
      metrics.unsignalled.inc(count);
      log.warn({ count, error: error.message }, 'members could not be signalled; the sweep will find them');
    },
  });
  const plans = createPlans(db);
  const adapters = parts.adapters ?? hands(parts);
  const gate = createGate(config.sending, parts.stamp);
  const deliver = createDeliver({ db, clock, adapters, plans, gate, worker: name });
  const advance = createAdvance({
    db,
    clock,
    plans,
    seats: createSeats(db, clock, `worker ${name}`),
    signaller,
    deliver: async (asks, burst) => {
      const outcomes = await deliver(asks, burst);
      asks.forEach((ask, i) => {
        const outcome = outcomes[i];
        metrics.touches.inc({ channel: ask.touch.channel, outcome: outcome?.kind === 'port' ? outcome.port : 'held' });
      });
      return outcomes;
    },
    company: parts.company ?? { zone: 'Europe/Paris', country: 'FR' },
    poisoned: (enrolment, error) => {
      metrics.poisoned.inc();
      log.error({ enrolment, error: error.name }, 'a member broke its burst and was set aside');
    },
  });
  const activities: CohortActivities = {
    advance: async (input) => {
      metrics.bursts.inc();
      metrics.members.inc(input.members.length);
      const now = clock.now();
      // One that was only looked at is not due yet, and a new one carries no date here.
      for (const [, , , , , due] of input.members)
        if (due > 0 && due <= now) metrics.lag.observe((now - due) / 1_000 / clock.setting.speed);
      return advance(input);
    },
  };
  const worker = await Worker.create({
    connection: parts.connection,
    namespace: config.temporal.namespace,
    taskQueue: config.temporal.taskQueue,
    workflowBundle: parts.bundle,
    activities,
    maxCachedWorkflows: 200,
    maxConcurrentWorkflowTaskExecutions: 40,
    maxConcurrentActivityTaskExecutions: config.bursts,
    shutdownGraceTime: DRAIN,
    // A lost attempt must hear of it soon: it stops between two chunks.
    maxHeartbeatThrottleInterval: '2 seconds',
    defaultHeartbeatThrottleInterval: '2 seconds',
  });
  const sweeping = sweepRegularly(parts, { plans, signaller, metrics });
  const beating = startBeat(parts, `${hostname()} ${name}`);
  const owed =
    adapters.email &&
    startOwed({
      ...{ db, clock, adapter: adapters.email, gate },
      became: (fate) => metrics.owed.inc({ fate }),
      failed: (error) => log.warn({ error: error.message }, 'owed mails could not be sent and will be tried again'),
    });
  const ended = worker.run();
  // Whoever stops it awaits `ended`; a break in between must not be an unhandled rejection.
  ended.catch(() => undefined);
  return {
    metrics,
    running: () => worker.getState() === 'RUNNING',
    ended,
    async stop() {
      sweeping.stop();
      owed?.stop();
      beating.stop();
      if (worker.getState() === 'RUNNING') worker.shutdown();
      await ended;
      await sweeping.done();
      await owed?.done();
      await beating.done();
      await signaller.flush();
      for (const adapter of Object.values(adapters)) await adapter.close();
    },
  };
}

function hands({ config, db, clock, secret, log }: WorkerParts): Record<string, AnyAdapter> {
  return createAdapters({
    db,
    clock,
    email: {
      url: config.smtp.url,
      connections: config.smtp.connections,
      from: config.mail.from,
      domain: config.mail.domain,
      instance: config.instance,
      ...(config.smtp.rate === null ? {} : { rate: config.smtp.rate }),
      domainRate: config.smtp.domainRates,
      monotonic: () => performance.now(),
      // A stop is kept within a second: what was claimed has begun by then, or begins no more.
      startWithin: 900,
      unsubscribeUrl: remembered((customer, brand, list) => {
        const token = signToken(secret, { customer, brand, channel: 'email', ...(list === undefined ? {} : { list }) });
        return `${config.http.baseUrl}/u/${token}`;
      }),
      preferencesUrl: remembered(
        (customer, brand) => `${config.http.baseUrl}/p/${signHolder(secret, { customer, brand })}`,
      ),
      confirmUrl: (customer, record) => `${config.http.baseUrl}/c/${signConfirming(secret, { customer, record })}`,
      unsubscribeMailto: config.mail.unsubscribeMailto ?? undefined,
      signer: signerOf(config.mail.dkim, log),
    },
  });
}

function signerOf(dkim: Config['mail']['dkim'], log: Logger): Signer | undefined {
  if (dkim === null) {
    log.info('mails leave without a DKIM signature: DKIM_DOMAIN is not set');
    return undefined;
  }
  const { domain, selector, key, keyFile } = dkim;
  return createSigner({ domain, selector, key: key ?? readFileSync(keyFile ?? '', 'utf8') });
}

/** A customer's next mail carries the same link: signing it is a good part of what a mail costs. */
function remembered(make: (customer: number, brand: string, list?: string) => string, keep = 50_000) {
  const made = new Map<string, string>();
  return (customer: number, brand: string, list?: string): string => {
    const key = `${customer} ${brand} ${list ?? ''}`;
    const known = made.get(key) ?? make(customer, brand, list);
    if (made.size >= keep) made.clear();
    made.set(key, known);
    return known;
  };
}

type SweepParts = Pick<Parameters<typeof createSweep>[0], 'plans' | 'signaller'> & { metrics: Metrics };

function sweepRegularly({ config, db, clock, log, sweepEvery = 10_000 }: WorkerParts, parts: SweepParts) {
  const sweep = createSweep({
    db,
    clock,
    plans: parts.plans,
    signaller: parts.signaller,
    eventRetentionDays: config.eventRetentionDays,
    decisionRetentionDays: config.decisionRetentionDays,
    found: (counts) => {
      parts.metrics.found(counts);
      if (counts.overdue + counts.unheard > 0) log.info(counts, 'the sweep woke members');
    },
  });
  let began = performance.now();
  // On a large base it takes a part of the time, never most of it.
  const pause = () => Math.max(sweepEvery, 10 * (performance.now() - began));
  return startLoop(
    async () => {
      began = performance.now();
      await sweep();
      return pause();
    },
    (error) => {
      log.warn({ error: error.message }, 'the sweep failed and will be tried again');
      return pause();
    },
  );
}
