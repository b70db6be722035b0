import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRig, type Rig } from '#api/testing/rig.ts';
import { DAY, HOUR } from '#core/clock.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
});
afterAll(() => rig.drop());

async function make(body: object) {
  return rig.call('/v1/keys', { body });
}

test('a token is shown once and kept as a hash only', async () => {
  const { status, body } = await make({ name: 'erp', scopes: ['chains:read'] });
  expect(status).toBe(201);
  const token = String(body.token);
  expect(token).toMatch(/^jln_[\w-]{43}$/);
  expect(token.startsWith(String(body.hint))).toBe(true);
  expect((await rig.call('/v1/chains', { key: token })).status).toBe(200);
  expect((await rig.call(`/v1/keys/${body.id}`)).body).not.toHaveProperty('token');
  const row = await rig.db.selectFrom('api_keys').selectAll().where('name', '=', 'erp').executeTakeFirstOrThrow();
  expect(JSON.stringify(row)).not.toContain(token);
});

test('a repeated request under an idempotency key makes no second key, and does not keep the token', async () => {
  const sent = { body: { name: 'once', scopes: ['chains:read'] }, headers: { 'Idempotency-Key': 'key-once' } };
  const first = await rig.call('/v1/keys', sent);
  const again = await rig.call('/v1/keys', sent);
  expect(again.body).toEqual({ ...first.body, token: null });
  const kept = await rig.db.selectFrom('idempotency').selectAll().execute();
  expect(JSON.stringify(kept)).not.toContain(String(first.body.token));
});

test('a rotated key and its successor both work until the overlap is over', async () => {
  const old = (await make({ name: 'rotating', scopes: ['chains:read'] })).body;
  const fresh = (await rig.call(`/v1/keys/${old.id}/rotate`, { body: { overlapHours: 2 } })).body;
  expect(fresh).toMatchObject({ name: 'rotating', scopes: ['chains:read'], replaces: old.id });
  const works = async (token: unknown) => (await rig.call('/v1/chains', { key: String(token) })).status;
  expect([await works(old.token), await works(fresh.token)]).toEqual([200, 200]);
  rig.pass(2 * HOUR);
  expect([await works(old.token), await works(fresh.token)]).toEqual([401, 200]);
  expect((await rig.call(`/v1/keys/${old.id}/rotate`, { body: {} })).status).toBe(409);
});

test('a revoked key is out at once', async () => {
  const key = (await make({ name: 'leaked', scopes: ['chains:read'] })).body;
  expect((await rig.call('/v1/chains', { key: String(key.token) })).status).toBe(200);
  expect((await rig.call(`/v1/keys/${key.id}`, { method: 'DELETE' })).body.revokedAt).not.toBeNull();
  expect(await rig.call('/v1/chains', { key: String(key.token) })).toMatchObject({
    status: 401,
    body: { problems: [{ code: 'revoked_key' }] },
  });
});

test('a key that expires works until then', async () => {
  const key = (
    await make({ name: 'guest', scopes: ['chains:read'], expiresAt: new Date(rig.now() + DAY).toISOString() })
  ).body;
  expect((await rig.call('/v1/chains', { key: String(key.token) })).status).toBe(200);
  rig.pass(DAY);
  expect((await rig.call('/v1/chains', { key: String(key.token) })).status).toBe(401);
});

test('the last use of a key is noted', async () => {
  const key = (await make({ name: 'used', scopes: ['chains:read'] })).body;
  expect((await rig.call(`/v1/keys/${key.id}`)).body.lastUsedAt).toBeNull();
  await rig.call('/v1/chains', { key: String(key.token) });
  expect((await rig.call(`/v1/keys/${key.id}`)).body.lastUsedAt).toBe(new Date(rig.now()).toISOString());
});

test('a key for browsers writes events and nothing else', async () => {
  const origins = ['https://shop.example'];
  expect((await make({ name: 'web', scopes: ['events:write'], origins })).status).toBe(201);
  expect((await make({ name: 'web', scopes: ['events:write', 'chains:read'], origins })).status).toBe(422);
  expect((await make({ name: 'web', scopes: ['events:write'], origins: ['shop.example/path'] })).status).toBe(400);
  expect((await make({ name: 'web', scopes: ['everything'] })).status).toBe(400);
});

test('keys are listed with the newest first, never with their tokens', async () => {
  const { body } = await rig.call('/v1/keys?limit=2');
  expect(body.items).toHaveLength(2);
  expect(body.next).not.toBeNull();
  expect(JSON.stringify(body)).not.toMatch(/jln_[\w-]{20}/);
});
