/** The processes under measurement: our own worker and API, each alone, so that CPU and memory are its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { HEAP, ROOT } from '#setup/part.ts';
import { lastLines } from '#setup/process.ts';

export type ChildStats = {
  /** Postgres statements sent, begin and commit included. */
  statements: number;
  rssMb: number;
  peakRssMb: number;
};

/** What a child says: first that it is ready, then what it is asked. */
export type FromChild = { ready: true; url?: string } | { stats: ChildStats };

export type Child = {
  pid: number;
  /** Where it listens, if it does. */
  url: string;
  stats(): Promise<ChildStats>;
  /** Drains and ends; answers its last stats. */
  stop(): Promise<ChildStats>;
  /** kill -9. */
  kill(): Promise<void>;
};

export type ChildOptions = { file: string; env: Record<string, string>; logFile: string };

const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

export async function spawnChild({ file, env, logFile }: ChildOptions): Promise<Child> {
  const log = openSync(logFile, 'a');
  const profile = process.env.BENCH_PROFILE;
  const child = spawn(
    process.execPath,
    [...(profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : []), ...HEAP, '--import', 'tsx', file],
    { cwd: ROOT, env: { ...process.env, ...env }, stdio: ['ignore', log, log, 'ipc'] },
  );
  running.add(child);
  const exited = new Promise<void>((resolve) =>
    child.once('exit', () => {
      running.delete(child);
      resolve();
    }),
  );

  function hear<K extends 'ready' | 'stats'>(kind: K): Promise<Extract<FromChild, Record<K, unknown>>> {
    return new Promise((resolve, reject) => {
      const listen = (said: FromChild) => {
        if (!(kind in said)) return;
        child.off('message', listen);
        child.off('exit', fail);
        resolve(said as Extract<FromChild, Record<K, unknown>>);
      };
      const fail = async () => reject(new Error(`${file} ended: ${await lastLines(logFile)}`));
      child.on('message', listen);
      child.once('exit', fail);
    });
  }

  const { url = '' } = await hear('ready');
  async function stats(): Promise<ChildStats> {
    const heard = hear('stats');
    child.send('stats');
    return (await heard).stats;
  }
  return {
    pid: child.pid!,
    url,
    stats,
    async stop() {
      const last = await stats();
      child.kill('SIGTERM');
      await exited;
      return last;
    },
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** In the child: says that it is ready, answers what it is asked, and ends when the benchmark is gone. */
export function answerParent(statements: () => number, ready: { url?: string } = {}): void {
  const say = (said: FromChild) => process.send?.(said);
  process.on('message', (asked) => {
    if (asked !== 'stats') return;
    const rssMb = process.memoryUsage.rss() / 2 ** 20;
    say({ stats: { statements: statements(), rssMb, peakRssMb: process.resourceUsage().maxRSS / 1_024 } });
  });
  process.once('disconnect', () => process.exit(0));
  say({ ready: true, ...ready });
}
