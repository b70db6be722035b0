import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRig, type Rig } from '#api/testing/rig.ts';
import { createKey } from '#store/keys.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
});
afterAll(() => rig.drop());

const DOT = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const keep = (data: string, key?: string) => rig.call('/v1/images', { body: { data }, ...(key ? { key } : {}) });

test('an image is kept once and given to everybody, for good', async () => {
  const kept = await keep(DOT);
  expect(kept).toMatchObject({ status: 201, body: { type: 'image/png', bytes: 70 } });
  expect((await keep(DOT)).body.url).toBe(kept.body.url);
  const response = await rig.app.request(new URL(String(kept.body.url)).pathname);
  expect(response.headers.get('content-type')).toBe('image/png');
  expect(response.headers.get('cache-control')).toContain('immutable');
  expect(Buffer.from(await response.arrayBuffer()).toString('base64')).toBe(DOT);
  expect((await rig.app.request(`/i/${'0'.repeat(32)}.png`)).status).toBe(404);
});

test('what is no image, too large or sent by a reader is refused', async () => {
  const script = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>').toString('base64');
  expect((await keep(script)).body.problems).toMatchObject([{ code: 'no_image' }]);
  const large = Buffer.concat([Buffer.from(DOT, 'base64'), Buffer.alloc(1_024 * 1_024)]).toString('base64');
  expect((await keep(large)).status).toBeGreaterThanOrEqual(400);
  const { token } = await createKey(rig.db, rig.now(), { name: 'reader', scopes: ['chains:read'] });
  expect(await keep(DOT, token)).toMatchObject({ status: 403 });
});
