/** Parts of a running Jalon as processes: started with a log, restarted when they die, ended in order. */
import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { end, endWithUs, pause, watch } from '#setup/process.ts';
import { Refusal } from '#setup/refusal.ts';

/** A server that runs; Postgres and Temporal are such, and our own processes. */
export type Part = {
  pid: number;
  /** Resolves when it has ended, by us or by itself. */
  gone: Promise<void>;
  stop(): Promise<void>;
};

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * A worker holds under 100 MB at any time; with all of a large machine's memory to grow into, V8 collects so late that it
 * takes six times that. Much less than this and it collects so often that a sixth of the work is collecting. What a
 * burst makes is garbage a moment later: with room for twice the usual of it, a ninth of a worker's CPU is saved.
 */
export const HEAP = ['--max-old-space-size=1024', '--max-semi-space-size=32'];

export type ProgramOptions = {
  /** From the project's root. */
  file: string;
  env: Readonly<Record<string, string | undefined>>;
  logFile: string;
  /** Ms it may take to finish what it began. */
  patience: number;
};

/** One of our own programs as a process beside this one; the terminal's Ctrl-C does not reach it. */
export async function startProgram({ file, env, logFile, patience }: ProgramOptions): Promise<Part> {
  const log = openSync(logFile, 'a');
  const child = spawn(process.execPath, [...HEAP, '--import', 'tsx', file], {
    cwd: ROOT,
    env: { ...env },
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const watched = watch(child);
  child.unref();
  const pid = child.pid!;
  const stopped = endWithUs(child, watched, 'SIGTERM');
  return {
    pid,
    gone: watched.gone,
    async stop() {
      stopped();
      if (watched.isGone()) return;
      await end(pid, [
        ['SIGTERM', patience],
        ['SIGKILL', 2_000],
      ]);
    },
  };
}

export type Kept<P extends Part> = {
  current(): P;
  stop(): Promise<void>;
};

export type Keeping = {
  name: string;
  say: (line: string) => void;
  /** Told once it will not be started again. */
  giveUp: (reason: string) => void;
  /** Ms to wait before the first new start; each further one waits longer. */
  pace?: number;
};

const RESTARTS = 8;
const WITHIN = 60_000;

/** Starts a part and starts it again when it dies, a few times a minute at most. */
export async function keepUp<P extends Part>(
  start: () => Promise<P>,
  { name, say, giveUp, pace = 200 }: Keeping,
): Promise<Kept<P>> {
  let part = await start();
  let stopping = false;
  const deaths: number[] = [];

  async function guard(): Promise<void> {
    while (!stopping) {
      await part.gone;
      if (stopping) return;
      say(`${name} ended by itself: starting it again.`);
      if (!(await startAgain())) return;
    }
  }

  /** A start may fail for what another part is still recovering from: it counts like a death. */
  async function startAgain(): Promise<boolean> {
    for (let failure = ''; !stopping; ) {
      const now = performance.now();
      deaths.push(now);
      const recent = deaths.filter((at) => now - at < WITHIN).length;
      if (recent > RESTARTS) {
        giveUp(`${name} died or failed to start ${recent} times within a minute. ${failure}`.trim());
        return false;
      }
      await pause(pace * recent);
      if (stopping) return false;
      try {
        part = await start();
        if (stopping) await part.stop();
        return !stopping;
      } catch (problem) {
        failure = (problem as Error).message;
      }
    }
    return false;
  }
  const watching = guard();

  return {
    current: () => part,
    async stop() {
      stopping = true;
      await part.stop();
      await watching;
    },
  };
}

/** Runs one of our programs in the foreground; signals go on to it. */
export async function runInFront(
  file: string,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<number> {
  const child = spawn(process.execPath, [...HEAP, '--import', 'tsx', join(ROOT, file), ...args], {
    cwd: ROOT,
    env: { ...env },
    stdio: 'inherit',
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    // From a terminal the child hears SIGINT by itself.
    process.on(signal, () => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
  return new Promise((resolve, reject) => {
    child.once('error', (cause) => reject(new Refusal(`${file} could not be run: ${cause.message}`)));
    child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1)));
  });
}
