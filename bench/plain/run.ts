/** A worker for the plain way, with Temporal's default settings and the very channel and gate of the real one. */
import { Worker } from '@temporalio/worker';
import { createAdapters } from '#activities/channels/index.ts';
import { createPlain } from '#bench/plain/activity.ts';
import { createPlans } from '#store/plans.ts';
import { signToken } from '#store/token.ts';
import { createGate } from '#worker/gate.ts';
import type { WorkerParts } from '#worker/run.ts';

export async function startPlain(parts: WorkerParts, codePath: string): Promise<{ stop(): Promise<void> }> {
  const { config, db, clock, secret, stamp } = parts;
  const adapters =
    parts.adapters ??
    createAdapters({
      db,
      clock,
      email: {
        url: config.smtp.url,
        connections: config.smtp.connections,
        from: config.mail.from,
        domain: config.mail.domain,
        instance: config.instance,
        monotonic: () => performance.now(),
        unsubscribeUrl: (customer, brand) =>
          `${config.http.baseUrl}/u/${signToken(secret, { customer, brand, channel: 'email' })}`,
      },
    });
  const gate = createGate(config.sending, stamp);
  const worker = await Worker.create({
    connection: parts.connection,
    namespace: config.temporal.namespace,
    taskQueue: config.temporal.taskQueue,
    workflowBundle: { codePath },
    activities: createPlain({ db, clock, adapters, gate, worker: `${process.pid}`, plans: createPlans(db) }),
  });
  const ended = worker.run();
  return {
    async stop() {
      worker.shutdown();
      await ended;
      for (const adapter of Object.values(adapters)) await adapter.close();
    },
  };
}
