/** What a worker process stands on: settings, store, clock, Temporal. What cannot be reached is one clear sentence. */
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import pino, { type Logger } from 'pino';
import { reach } from '#activities/temporal.ts';
import { type Config, readConfig } from '#core/config.ts';
import { connect, type Connection as StoreConnection } from '#store/db.ts';
import { checkStamp, loadClock } from '#store/instance.ts';
import { migrate } from '#store/migrate.ts';
import { ensurePartitions } from '#store/partitions.ts';
import { ensurePolicy } from '#store/policies.ts';
import { readCompany } from '#store/settings.ts';
import { loadSecret } from '#store/token.ts';
import { workflowBundle } from '#worker/bundle.ts';
import type { WorkerParts } from '#worker/run.ts';

export type Booted = { parts: WorkerParts; store: StoreConnection; close(): Promise<void> };

/** Ends the process with a sentence where something is missing. */
export async function boot(part: string): Promise<Booted> {
  const read = readConfig(process.env);
  if ('problems' in read) return refuse(read.problems.map((p) => p.message).join('\n'));
  const { config } = read;
  const log = pino({ level: config.logLevel, base: { part, pid: process.pid } });
  listenToTemporal(log);
  const store = connect({ url: config.database.url, max: config.bursts * 2 + 4, name: `jalon ${part}` });
  await migrate(store).catch((cause: Error) =>
    refuse(`The database cannot be used (${cause.message}): check DATABASE_URL, and that it runs.`),
  );
  const { db } = store;
  const stamp = await checkStamp(db, config.instance);
  const clock = await loadClock(db, { speed: config.clock.speed, origin: config.clock.origin ?? undefined });
  await ensurePartitions(db, clock.now());
  await ensurePolicy(db, clock.now());
  const { connection, client } = await reachTemporal(config);
  const parts: WorkerParts = {
    config,
    db,
    connection,
    client,
    clock,
    secret: await loadSecret(db),
    stamp,
    log,
    bundle: await workflowBundle(),
    company: await readCompany(db),
  };
  return {
    parts,
    store,
    async close() {
      await client.connection.close();
      await connection.close();
      await store.close();
    },
  };
}

async function reachTemporal(config: Config): Promise<{ connection: NativeConnection; client: Client }> {
  const { address, namespace } = config.temporal;
  try {
    const to = await reach(config.temporal);
    const connection = await NativeConnection.connect(to);
    return { connection, client: new Client({ connection: await Connection.connect(to), namespace }) };
  } catch (cause) {
    return refuse(
      `The Temporal server at ${address} cannot be used (${(cause as Error).message}): check TEMPORAL_ADDRESS and, for a server under TLS, TEMPORAL_TLS and TEMPORAL_API_KEY.`,
    );
  }
}

function listenToTemporal(log: Logger): void {
  Runtime.install({
    logger: new DefaultLogger('WARN', ({ level, message, meta }) => {
      log.warn({ level, error: (meta?.error as Error | undefined)?.message }, message);
    }),
    // The process listens itself: it has more to close than the worker.
    shutdownSignals: [],
  });
}

function refuse(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
