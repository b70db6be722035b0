import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startPostgres } from '#setup/postgres.ts';
import { alive } from '#setup/process.ts';
import { connect } from '#store/db.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jalon-test-'));
  await chmod(folder, 0o711);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function rows(url: string): Promise<number[]> {
  const { pool, close } = connect({ url, max: 1 });
  try {
    await pool.query('create table if not exists kept (n integer)');
    await pool.query('insert into kept select count(*) from kept');
    return (await pool.query<{ n: number }>('select n from kept order by n')).rows.map(({ n }) => n);
  } finally {
    await close();
  }
}

test('what was committed is there after a stop and a start', async () => {
  const first = await startPostgres({ dataDir: folder, durable: true });
  expect(await rows(first.url)).toEqual([0]);
  await first.stop();
  expect(alive(first.pid)).toBe(false);
  const second = await startPostgres({ dataDir: folder, durable: true });
  expect(await rows(second.url)).toEqual([0, 1]);
  await second.stop();
});

test('a server that was killed leaves its data usable', async () => {
  const first = await startPostgres({ dataDir: folder, durable: true });
  await rows(first.url);
  process.kill(first.pid, 'SIGKILL');
  const second = await startPostgres({ dataDir: folder, durable: true });
  expect(await rows(second.url)).toEqual([0, 1]);
  await second.stop();
});

test('a server whose parent went without stopping it is replaced', async () => {
  const orphan = await startPostgres({ dataDir: folder, durable: true });
  await rows(orphan.url);
  const second = await startPostgres({ dataDir: folder, durable: true });
  expect(alive(orphan.pid)).toBe(false);
  expect(await rows(second.url)).toEqual([0, 1]);
  await second.stop();
});

test('root gets a server, also where it may not make a namespace', async () => {
  const disguises = process.getuid?.() === 0 ? (['auto', 'user'] as const) : (['auto', 'none'] as const);
  for (const disguise of disguises) {
    const server = await startPostgres({ dataDir: join(folder, disguise), durable: false, disguise });
    expect(await rows(server.url)).toEqual([0]);
    await server.stop();
  }
});

test('a port that is taken is named', async () => {
  const first = await startPostgres({ dataDir: join(folder, 'a'), durable: false });
  await expect(startPostgres({ dataDir: join(folder, 'b'), durable: false, port: first.port })).rejects.toThrow(
    `Postgres did not start on port ${first.port}`,
  );
  await first.stop();
});
