import { request } from 'node:http';
import { expect, test } from 'vitest';
import { startApi } from '#api/main.ts';
import { createRig } from '#api/testing/rig.ts';

test('the API serves over HTTP and, told to stop, answers what is under way before it goes', async () => {
  let begun!: () => void;
  let release!: () => void;
  const started = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  let flushed = false;
  const rig = await createRig({
    intake: {
      async take(calls) {
        begun();
        await gate;
        return { results: calls.map(() => ({ kind: 'taken' as const, customer: 1, seq: null })) };
      },
    },
    signaller: {
      wake: () => undefined,
      flush: async () => {
        flushed = true;
      },
      failures: () => 0,
    },
  });
  try {
    const api = await startApi(rig.deps, { host: '127.0.0.1', port: 0 });
    const headers = { Authorization: `Bearer ${rig.admin.token}`, 'Content-Type': 'application/json' };
    expect((await fetch(`${api.url}/livez`)).status).toBe(200);
    const slow = fetch(`${api.url}/v1/track`, { method: 'POST', headers, body: '{"userId":"u","event":"e"}' });
    await started;
    const stopped = api.stop();
    release();
    expect((await slow).status).toBe(200);
    await stopped;
    expect(flushed).toBe(true);
    await expect(fetch(`${api.url}/livez`)).rejects.toThrow();
    await api.stop();
  } finally {
    await rig.drop();
  }
});

test('a body sent in chunks of undeclared length is cut off at the limit', async () => {
  const rig = await createRig();
  const api = await startApi(rig.deps, { host: '127.0.0.1', port: 0 });
  try {
    const status = await new Promise<number>((resolve, reject) => {
      const sent = request(`${api.url}/v1/track`, {
        method: 'POST',
        headers: {
          Authorization: `Bearer ${rig.admin.token}`,
          'Content-Type': 'application/json',
          'Transfer-Encoding': 'chunked',
        },
      });
      sent.on('response', (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      });
      sent.on('error', reject);
      sent.write('x'.repeat(40_000));
      sent.end();
    });
    expect(status).toBe(413);
  } finally {
    await api.stop();
    await rig.drop();
  }
});

test('a port that is taken is said, not hung on', async () => {
  const rig = await createRig();
  const api = await startApi(rig.deps, { host: '127.0.0.1', port: 0 });
  try {
    const port = Number(new URL(api.url).port);
    await expect(startApi(rig.deps, { host: '127.0.0.1', port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  } finally {
    await api.stop();
    await rig.drop();
  }
});
