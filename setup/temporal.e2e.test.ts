import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { alive } from '#setup/process.ts';
import { startTemporal, temporalAddress } from '#setup/testing/temporal.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jalon-test-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function withClient<T>(address: string, ask: (client: Client) => Promise<T>): Promise<T> {
  const connection = await Connection.connect({ address });
  try {
    return await ask(new Client({ connection }));
  } finally {
    await connection.close();
  }
}

const begin = (client: Client) => client.workflow.start('nobody', { taskQueue: 'nobody', workflowId: 'kept' });
const state = async (client: Client) => (await client.workflow.getHandle('kept').describe()).status.name;

test('the run has a server of its own', async () => {
  expect(await withClient(temporalAddress(), async (client) => (await begin(client)).workflowId)).toBe('kept');
});

test('a workflow is still there after the server was killed and its parent gone', async () => {
  const dbFile = join(folder, 'temporal.db');
  const first = await startTemporal({ dbFile });
  await withClient(first.address, begin);
  process.kill(first.pid, 'SIGKILL');
  await first.gone;

  const orphan = await startTemporal({ dbFile });
  expect(await withClient(orphan.address, state)).toBe('RUNNING');
  const third = await startTemporal({ dbFile });
  expect(alive(orphan.pid)).toBe(false);
  expect(await withClient(third.address, state)).toBe('RUNNING');
  await third.stop();
  expect(alive(third.pid)).toBe(false);
});
