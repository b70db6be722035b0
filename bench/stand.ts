/** What is measured stands on this: durable Postgres and Temporal, embedded, and the sink as a process of its own. */

import { mkdirSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { type SinkProcess, spawnSink } from '#bench/sink.ts';
import { ROOT } from '#setup/part.ts';
import { type Postgres, startPostgres } from '#setup/postgres.ts';
import { startTemporal, type Temporal } from '#setup/temporal.ts';

export type Stand = {
  folder: string;
  postgres: Postgres;
  temporal: Temporal;
  sink: SinkProcess;
  /** The address of a new, empty database. */
  database(): Promise<string>;
  stop(): Promise<void>;
};

/** Fresh servers on fresh folders: no measurement inherits another's tables or histories. */
export async function bringUpStand(): Promise<Stand> {
  // On the project's own disk: /tmp may be memory, and then nothing would be durable.
  const parent = join(ROOT, '.jalon', 'bench');
  mkdirSync(parent, { recursive: true });
  const folder = await mkdtemp(join(parent, 'run-'));
  await chmod(folder, 0o711);
  const started = await Promise.allSettled([
    startPostgres({ dataDir: join(folder, 'postgres'), durable: true }),
    startTemporal({ dbFile: join(folder, 'temporal', 'temporal.db') }),
    spawnSink({ keep: 200_000 }),
  ]);
  const failed = started.find((s) => s.status === 'rejected');
  const stops = started.flatMap((s) => (s.status === 'fulfilled' ? [() => s.value.stop()] : []));
  async function stop(): Promise<void> {
    for (const each of stops.reverse()) await each();
    await rm(folder, { recursive: true, force: true });
  }
  if (failed) {
    await stop();
    throw failed.reason;
  }
  const [postgres, temporal, sink] = started.map((s) => (s as PromiseFulfilledResult<unknown>).value) as [
    Postgres,
    Temporal,
    SinkProcess,
  ];
  let databases = 0;
  return {
    folder,
    postgres,
    temporal,
    sink,
    async database() {
      databases += 1;
      const name = `bench_${databases}`;
      const admin = new pg.Client({ connectionString: postgres.url });
      await admin.connect();
      await admin.query(`create database ${name}`);
      await admin.end();
      const url = new URL(postgres.url);
      url.pathname = `/${name}`;
      return url.href;
    },
    stop,
  };
}
