import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runningFrom } from '#setup/folder.ts';
import type { Caught } from '#setup/mailbox.ts';
import { ROOT } from '#setup/part.ts';
import { alive, freePort } from '#setup/process.ts';

let folder: string;
let running: ChildProcess | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jalon-test-'));
});
afterEach(async () => {
  if (running?.exitCode === null) running.kill('SIGINT');
  await rm(folder, { recursive: true, force: true });
});

async function startDemo() {
  const ports = { PORT: await freePort(), CATCHER_PORT: await freePort(), TEMPORAL_UI_PORT: await freePort() };
  const env = Object.entries({ ...ports, METRICS_PORT: 0, DATA_DIR: folder }).map(([name, value]) => [
    name,
    String(value),
  ]);
  const child = spawn(process.execPath, ['setup/run.mjs', 'demo'], {
    cwd: ROOT,
    // Nothing else of ours: the test runner has a BASE_URL of its own, and the developer may have a DATABASE_URL.
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      XDG_CACHE_HOME: process.env.XDG_CACHE_HOME,
      ...Object.fromEntries(env),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running = child;
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  let output = '';
  let heard = () => undefined as unknown;
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      heard();
    });
  }
  return {
    catcher: `http://127.0.0.1:${ports.CATCHER_PORT}`,
    exited,
    output: () => output,
    /** Resolves with the match once it is printed, rejects with all that was printed if the process ends before. */
    async says(pattern: RegExp): Promise<RegExpExecArray> {
      for (;;) {
        const match = pattern.exec(output);
        if (match) return match;
        const over = await Promise.race([
          exited.then(() => true),
          new Promise<false>((resolve) => (heard = () => resolve(false))),
        ]);
        if (over && !pattern.test(output)) throw new Error(`It ended without saying ${pattern}:\n${output}`);
      }
    },
    async stop(): Promise<number | null> {
      child.kill('SIGINT');
      return exited;
    },
  };
}

async function newest(catcher: string): Promise<Caught[]> {
  return ((await (await fetch(`${catcher}/mails.json`)).json()) as { mails: Caught[] }).mails;
}

test('the demo mails its customers, stops cleanly on Ctrl-C, and goes on where it was', async () => {
  const first = await startDemo();
  await first.says(/Ready in/);
  await first.says(/touches: .*email [1-9]/);
  const started = (await runningFrom(folder))?.started ?? [];
  expect(started).toHaveLength(3);
  const caught = await newest(first.catcher);
  expect(caught.length).toBeGreaterThan(0);
  for (const mail of caught) {
    expect(mail.to[0]).toMatch(/\.example$/);
    expect(mail.date).toMatch(/^1997-/);
  }
  expect(await first.stop()).toBe(0);
  expect(first.output()).toMatch(/Stopped\.\n$/);
  expect(started.filter(({ pid }) => alive(pid))).toEqual([]);

  const reached = [...first.output().matchAll(/^(\d{4}-\d\d-\d\d) · (\d+) customers/gm)].at(-1)!;
  const second = await startDemo();
  const [, day, customers] = await second.says(/^(\d{4}-\d\d-\d\d) · (\d+) customers/m);
  expect(day! >= reached[1]!).toBe(true);
  expect(day!.slice(0, 7)).toBe('1997-01');
  expect(Number(customers)).toBeGreaterThanOrEqual(Number(reached[2]));
  expect((await newest(second.catcher)).map(({ messageId }) => messageId)).toEqual(
    expect.arrayContaining(caught.map(({ messageId }) => messageId)),
  );
  expect(await second.stop()).toBe(0);
});
