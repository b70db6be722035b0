/** Servers as child processes: free ports, who is alive, and an end that is polite first. */
import type { ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';

export async function freePort(host = '127.0.0.1'): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, host, () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

export async function portIsFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}

export function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (problem) {
    return (problem as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Whether `pid` still is the program we once started: pids are used again. */
export async function runs(pid: number, program: string): Promise<boolean> {
  if (!alive(pid)) return false;
  if (process.platform !== 'linux') return true;
  const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  if (/^\d+ \(.*\) Z/s.test(state)) return false;
  const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return line.includes(program);
}

/** Sends the signals one after another, each with its time to work; answers whether the process is gone. */
export async function end(pid: number, signals: readonly [NodeJS.Signals, number][]): Promise<boolean> {
  for (const [signal, patience] of signals) {
    if (!alive(pid)) return true;
    try {
      process.kill(pid, signal);
    } catch {
      return true;
    }
    for (let waited = 0; waited < patience; waited += 25) {
      if (!alive(pid)) return true;
      await pause(25);
    }
  }
  return !alive(pid);
}

/** Asks until the answer is not undefined; `giveUp` ms at most. */
export async function until<T>(giveUp: number, ask: () => Promise<T | undefined>): Promise<T | undefined> {
  const limit = performance.now() + giveUp;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined || performance.now() > limit) return answer;
    await pause(50);
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

export type Watched = { gone: Promise<void>; isGone(): boolean };

/** Knows from the first moment whether a child has ended, or never began. */
export function watch(child: ChildProcess): Watched {
  let ended = false;
  const gone = new Promise<void>((resolve) => {
    const leave = () => {
      ended = true;
      resolve();
    };
    child.once('exit', leave);
    child.once('error', leave);
  });
  return { gone, isGone: () => ended };
}

/** Should we end without having stopped the child, it gets a signal all the same; call the answer once it is stopped. */
export function endWithUs(child: ChildProcess, { gone, isGone }: Watched, signal: NodeJS.Signals): () => void {
  const last = () => {
    if (!isGone()) process.kill(child.pid!, signal);
  };
  const forget = () => void process.off('exit', last);
  process.once('exit', last);
  void gone.then(forget);
  return forget;
}

export async function lastLines(logFile: string): Promise<string> {
  const text = await readFile(logFile, 'utf8').catch(() => '');
  return text.trim().split('\n').slice(-4).join(' / ') || '(nothing)';
}
