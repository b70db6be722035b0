/** Embedded Postgres: makes the data folder, starts the server on 127.0.0.1, stops it. */
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, openSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { type Disguise, type Programs, programs } from '#setup/binaries.ts';
import { end, endWithUs, freePort, lastLines, pause, runs, watch } from '#setup/process.ts';
import { Refusal } from '#setup/refusal.ts';

export type PostgresOptions = {
  /** Holds the data, the password and the log. */
  dataDir: string;
  /** A free one where absent. */
  port?: number;
  /** false: for tests, nothing survives a crash of the machine. */
  durable: boolean;
  /** How to get round Postgres' refusal of root. */
  disguise?: Disguise | 'auto';
};

export type Postgres = {
  /** Of the database `jalon`. Holds the password: not for logs. */
  url: string;
  port: number;
  pid: number;
  /** Resolves when the server has ended, by us or by itself. */
  gone: Promise<void>;
  stop(): Promise<void>;
};

const USER = 'jalon';
/** Fast shutdown (clients are sent off), then immediate (recovers at the next start). */
const FAREWELL: [NodeJS.Signals, number][] = [
  ['SIGINT', 20_000],
  ['SIGQUIT', 5_000],
  ['SIGKILL', 2_000],
];

export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const found = await programs(options.dataDir, options.disguise);
  const password = await initialise(found, options.durable);
  await stopStale(join(found.folder, 'data'));
  for (let attempt = 1; ; attempt += 1) {
    const port = options.port ?? (await freePort());
    const started = await launch(found, { port, password, durable: options.durable });
    if (started.kind === 'running') return started.postgres;
    // Another process may have taken the free port meanwhile; children of a killed server may still be leaving.
    const passing = /in use|lock file/.test(started.log) && options.port === undefined;
    if (!passing || attempt === 5) {
      throw new Refusal(
        `Postgres did not start on port ${port} with the data in ${found.folder}. Its last words: ${started.log}`,
      );
    }
    await pause(300);
  }
}

type Launched = { kind: 'running'; postgres: Postgres } | { kind: 'failed'; log: string };

async function launch(
  found: Programs,
  { port, password, durable }: { port: number; password: string; durable: boolean },
): Promise<Launched> {
  const logFile = join(found.folder, 'postgres.log');
  const log = openSync(logFile, 'w');
  const settings = Object.entries(durable ? SETTINGS : { ...SETTINGS, ...FORGETFUL });
  const { file, args, options } = found.command(found.postgres, [
    ...['-D', join(found.folder, 'data'), '-h', '127.0.0.1', '-p', String(port)],
    ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ]);
  // A process group of its own: the terminal's Ctrl-C is for us, and we decide when Postgres goes.
  const child = spawn(file, args, { ...options, detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  const watched = watch(child);
  child.unref();

  const url = (database: string) => `postgres://${USER}:${password}@127.0.0.1:${port}/${database}`;
  for (;;) {
    if (watched.isGone()) return { kind: 'failed', log: await lastLines(logFile) };
    if (await accepts(url('postgres'))) break;
    await pause(30);
  }
  await createDatabase(url('postgres'));

  const pid = child.pid!;
  const stopped = endWithUs(child, watched, 'SIGINT');
  return {
    kind: 'running',
    postgres: {
      url: url('jalon'),
      port,
      pid,
      gone: watched.gone,
      async stop() {
        stopped();
        if (!watched.isGone()) await end(pid, FAREWELL);
      },
    },
  };
}

const SETTINGS = {
  // 127.0.0.1 only: the default socket folder may be missing, or its path too long.
  unix_socket_directories: '',
  max_connections: '200',
  // Half a million touches and their indexes; taken from the machine only as they are used.
  shared_buffers: '512MB',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '4GB',
  checkpoint_timeout: '15min',
  random_page_cost: '1.1',
  // Queues of small rows: bloat costs more than vacuuming often.
  autovacuum_naptime: '15s',
  autovacuum_vacuum_cost_delay: '0',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
};

const FORGETFUL = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/** Makes the data folder if it is not there yet (whole or not at all); answers the password. */
async function initialise(found: Programs, durable: boolean): Promise<string> {
  const secret = join(found.folder, 'password');
  const data = join(found.folder, 'data');
  const known = await readFile(secret, 'utf8').catch(() => undefined);
  if (known !== undefined && existsSync(data)) return known;
  if (existsSync(data)) {
    throw new Refusal(
      `${data} holds a database, but its password (${secret}) is missing: restore it, or move the folder.`,
    );
  }

  const password = randomBytes(18).toString('base64url');
  await writeFile(secret, password, { mode: 0o600 });
  await found.own(secret);
  const fresh = join(found.folder, 'data.new');
  await rm(fresh, { recursive: true, force: true });
  const { file, args, options } = found.command(found.initdb, [
    ...['-D', fresh, '-U', USER, '-E', 'UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
    // The password is random and long: iterations would only make connecting dear.
    ...['--auth=scram-sha-256', `--pwfile=${secret}`, '-c', 'scram_iterations=1'],
    ...(durable ? [] : ['--no-sync']),
  ]);
  const { status, stderr, error } = spawnSync(file, args, { ...options, encoding: 'utf8' });
  if (status !== 0) {
    throw new Refusal(`initdb could not make a database in ${fresh}: ${error?.message ?? stderr.trim()}`);
  }
  await rename(fresh, data);
  return password;
}

/** A server whose parent was killed runs on: it is stopped, so that ours alone has the data. */
async function stopStale(data: string): Promise<void> {
  const [line] = (await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  const pid = Number(line);
  if (!pid || !(await runs(pid, data))) return;
  if (!(await end(pid, FAREWELL))) {
    throw new Refusal(
      `An earlier Postgres (process ${pid}) holds ${data} and does not stop: end it, then start again.`,
    );
  }
}

async function accepts(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function createDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query("select 1 from pg_database where datname = 'jalon'");
    if (rowCount === 0) await client.query('create database jalon');
  } finally {
    await client.end();
  }
}
