/** Embedded Temporal: the official development server, durable in one SQLite file where one is named. */
import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Connection } from '@temporalio/client';
import { end, endWithUs, freePort, lastLines, pause, runs, until, watch } from '#setup/process.ts';
import { temporalProgram } from '#setup/program.ts';
import { Refusal } from '#setup/refusal.ts';

export type TemporalOptions = {
  /** Absent: in memory. */
  dbFile?: string;
  /** A free one where absent. */
  port?: number;
  /** Absent: no web pages. */
  uiPort?: number;
  /** Further dynamic settings of the server, `name=value`. */
  dynamic?: readonly string[];
  /** Told what takes long. */
  say?: (line: string) => void;
};

export type Temporal = {
  address: string;
  port: number;
  pid: number;
  /** Resolves when the server has ended, by us or by itself. */
  gone: Promise<void>;
  stop(): Promise<void>;
};

const FAREWELL: [NodeJS.Signals, number][] = [
  ['SIGTERM', 10_000],
  ['SIGKILL', 2_000],
];

/** Fast to come up: what is waited for is mostly the SQLite schema. */
const PATIENCE = 60_000;

export async function startTemporal(options: TemporalOptions = {}): Promise<Temporal> {
  const program = await temporalProgram(options.say ?? console.log);
  if (options.dbFile !== undefined) {
    await mkdir(dirname(options.dbFile), { recursive: true, mode: 0o700 });
    await stopStale(options.dbFile);
  }
  for (let attempt = 1; ; attempt += 1) {
    const port = options.port ?? (await freePort());
    const started = await launch(program, port, options);
    if (started.kind === 'running') return started.temporal;
    if (options.port !== undefined || attempt === 3) {
      throw new Refusal(`The Temporal server did not start on port ${port}. Its last words: ${started.log}`);
    }
    await pause(300);
  }
}

type Launched = { kind: 'running'; temporal: Temporal } | { kind: 'failed'; log: string };

async function launch(
  program: string,
  port: number,
  { dbFile, uiPort, dynamic = [] }: TemporalOptions,
): Promise<Launched> {
  const logFile = dbFile ? `${dbFile}.log` : join(tmpdir(), `jalon-temporal-${process.pid}-${port}.log`);
  const log = openSync(logFile, 'w');
  const child = spawn(
    program,
    [
      ...['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(port), '--log-level', 'warn'],
      ...(uiPort === undefined ? ['--headless'] : ['--ui-port', String(uiPort)]),
      ...(dbFile ? ['--db-filename', dbFile] : []),
      // Three times faster than without, and still whole after a kill -9.
      ...(dbFile ? ['--sqlite-pragma', 'journal_mode=WAL', '--sqlite-pragma', 'synchronous=normal'] : []),
      // Timers would be up to 1 s late: hours, on a clock whose day lasts seconds.
      ...['--dynamic-config-value', 'history.timerProcessorMaxTimeShift="20ms"'],
      ...dynamic.flatMap((setting) => ['--dynamic-config-value', setting]),
    ],
    // A process group of its own: the terminal's Ctrl-C is for us.
    { detached: true, stdio: ['ignore', log, log] },
  );
  closeSync(log);
  const watched = watch(child);
  child.unref();

  const address = `127.0.0.1:${port}`;
  const state = await until(PATIENCE, async () => {
    if (watched.isGone()) return 'failed' as const;
    return (await serves(address)) ? ('running' as const) : undefined;
  });
  if (state !== 'running') {
    if (!watched.isGone()) await end(child.pid!, FAREWELL);
    return { kind: 'failed', log: await lastLines(logFile) };
  }

  const pid = child.pid!;
  if (dbFile) await writeFile(pidFile(dbFile), String(pid));
  const stopped = endWithUs(child, watched, 'SIGTERM');
  return {
    kind: 'running',
    temporal: {
      address,
      port,
      pid,
      gone: watched.gone,
      async stop() {
        stopped();
        if (!watched.isGone()) await end(pid, FAREWELL);
        await rm(dbFile ? pidFile(dbFile) : logFile, { force: true });
      },
    },
  };
}

async function serves(address: string): Promise<boolean> {
  try {
    const connection = await Connection.connect({ address, connectTimeout: 2_000 });
    try {
      await connection.workflowService.describeNamespace({ namespace: 'default' });
      return true;
    } finally {
      await connection.close();
    }
  } catch {
    return false;
  }
}

/** A server whose parent was killed runs on: it is stopped, so that ours alone has the file. */
async function stopStale(dbFile: string): Promise<void> {
  const pid = Number(await readFile(pidFile(dbFile), 'utf8').catch(() => ''));
  if (!pid || !(await runs(pid, dbFile))) return;
  if (!(await end(pid, FAREWELL))) {
    throw new Refusal(`An earlier Temporal server (process ${pid}) does not stop: end it, then start again.`);
  }
}

function pidFile(dbFile: string): string {
  return `${dbFile}.pid`;
}
