import { createServer } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { probe } from '#activities/channels/email/probe.ts';
import { startSink } from '#setup/testing/sink.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

test('a server that greets is there, and gets no mail', async () => {
  const sink = await startSink();
  closing.push(() => sink.stop());
  expect(await probe(sink.url)).toEqual({ ok: true, why: null });
});

test('a server that turns everybody away, or is not there, says so without an address', async () => {
  const rude = createServer((socket) => socket.end('554 go away, bob@shop.example\r\n'));
  await new Promise<void>((resolve) => rude.listen(0, '127.0.0.1', resolve));
  const { port } = rude.address() as { port: number };
  const refused = await probe(`smtp://127.0.0.1:${port}`);
  expect(refused.ok).toBe(false);
  expect(refused.why).toMatch(/^554/);
  expect(refused.why).not.toContain('bob@');
  await new Promise((resolve) => rude.close(resolve));
  expect(await probe(`smtp://127.0.0.1:${port}`)).toMatchObject({ ok: false, why: expect.stringMatching(/REFUSED/) });
});
