import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRig, type Rig } from '#api/testing/rig.ts';
import { createKey } from '#store/keys.ts';

let rig: Rig;
let writer: string;
beforeAll(async () => {
  rig = await createRig();
  writer = (await createKey(rig.db, rig.now(), { name: 'shop', scopes: ['events:write'] })).token;
});
afterAll(() => rig.drop());

async function send(path: string, body: unknown, headers: Record<string, string> = {}) {
  return rig.call(path, { body, key: writer, headers });
}

async function stored(name: string) {
  return rig.db.selectFrom('events').selectAll().where('name', '=', name).orderBy('seq').execute();
}

test('a call is stored before it is answered, under the name of its key', async () => {
  const answer = await send('/v1/track', { userId: 'u1', event: 'Seen', properties: { a: 1 }, messageId: 'm1' });
  expect(answer).toMatchObject({ status: 200, body: { success: true, taken: 1, duplicates: 0 } });
  expect(await stored('Seen')).toMatchObject([{ source: 'shop', message_id: 'm1', properties: { a: 1 } }]);
});

test('the same message sent again is known, from the same source only', async () => {
  const call = { userId: 'u1', event: 'Twice', messageId: 'twice' };
  await send('/v1/track', call);
  expect((await send('/v1/track', call)).body).toMatchObject({ taken: 0, duplicates: 1 });
  const other = await createKey(rig.db, rig.now(), { name: 'crm', scopes: ['events:write'] });
  expect((await rig.call('/v1/track', { body: call, key: other.token })).body).toMatchObject({ taken: 1 });
  expect(await stored('Twice')).toHaveLength(2);
});

test('a retried call without messageId is stored once', async () => {
  const call = { userId: 'u1', event: 'Retried', timestamp: '2026-11-24T09:59:00Z' };
  await send('/v1/track', call);
  await send('/v1/track', call);
  expect(await stored('Retried')).toHaveLength(1);
});

test('the key is taken from Bearer, from Basic and from the body', async () => {
  const basic = `Basic ${Buffer.from(`${writer}:`).toString('base64')}`;
  const call = { userId: 'u1', event: 'Keyed' };
  expect((await rig.call('/v1/track', { body: call, key: null, headers: { Authorization: basic } })).status).toBe(200);
  expect((await rig.call('/v1/track', { body: { ...call, writeKey: writer }, key: null })).status).toBe(200);
  expect((await rig.call('/v1/track', { body: { ...call, writeKey: 'wrong' }, key: null })).status).toBe(401);
  expect(
    (await rig.call('/v1/batch', { body: { batch: [{ ...call, type: 'track' }], writeKey: writer }, key: null }))
      .status,
  ).toBe(200);
});

test('SDKs get a 200 with the problems of each call; the good calls are stored', async () => {
  const batch = [
    { type: 'track', userId: 'u2', event: 'Mixed' },
    { type: 'track', event: 'Mixed' },
    { type: 'group', userId: 'u2', groupId: 'g' },
    { type: 'page', userId: 'u2', name: 'Home' },
    { type: 'track', userId: 'u2', event: 'Mixed', properties: { bad: 'a\0b' } },
  ];
  const answer = await send('/v1/batch', { batch });
  expect(answer).toMatchObject({ status: 200, body: { success: false, taken: 2 } });
  expect(answer.body.problems?.map((p) => [p.code, p.field])).toEqual([
    ['no_identity', 'batch.1.userId'],
    ['unsupported_call', 'batch.2.type'],
    ['invalid_text', 'batch.4.properties.bad'],
  ]);
  expect(await stored('Mixed')).toHaveLength(1);
});

test('in strict mode a bad call refuses the whole request, and nothing is stored', async () => {
  const batch = [
    { type: 'track', userId: 'u3', event: 'Strict' },
    { type: 'track', event: 'Strict' },
  ];
  const answer = await send('/v1/batch', { batch }, { 'X-Strict-Mode': '1' });
  expect(answer).toMatchObject({ status: 400, body: { problems: [{ code: 'no_identity', field: 'batch.1.userId' }] } });
  expect(await stored('Strict')).toHaveLength(0);
  const good = await send('/v1/batch', { batch: batch.slice(0, 1) }, { 'X-Strict-Mode': '1' });
  expect(good.body.events).toEqual([expect.stringMatching(/^evt_/)]);
});

test('half a surrogate pair or an endless number is a problem, never a failure', async () => {
  for (const value of ['"\\ud800"', '1e999', `${'['.repeat(5000)}${']'.repeat(5000)}`]) {
    const answer = await send('/v1/track', `{"userId":"u","event":"Odd","properties":{"a":${value}}}`);
    expect(answer, value.slice(0, 20)).toMatchObject({ status: 200, body: { success: false, taken: 0 } });
  }
});

test('limits: 32 KB a call, 2,500 calls a batch', async () => {
  const big = await send('/v1/track', { userId: 'u', event: 'Big', properties: { a: 'x'.repeat(33_000) } });
  expect(big.status).toBe(413);
  const call = { type: 'track', userId: 'u', event: 'Many' };
  const many = await send('/v1/batch', { batch: Array.from({ length: 2_501 }, () => call) });
  expect(many).toMatchObject({ status: 413, body: { problems: [{ code: 'batch_too_long' }] } });
  expect(await stored('Many')).toHaveLength(0);
  const inBatch = await send('/v1/batch', {
    batch: [{ ...call, event: 'Big', properties: { a: 'x'.repeat(33_000) } }],
  });
  expect(inBatch.body.problems?.[0]?.code).toBe('call_too_large');
});

test('identify makes a profile and addresses that a look-up finds', async () => {
  await send('/v1/identify', {
    userId: 'ada',
    traits: { email: 'Ada@Shop.example', firstName: 'Ada', address: { country: 'fr' } },
    context: { timezone: 'Europe/Paris' },
  });
  const found = await rig.call('/v1/customers/lookup', { body: { email: 'ada@shop.EXAMPLE' } });
  expect(found.body.items).toMatchObject([
    {
      zone: 'Europe/Paris',
      country: 'FR',
      traits: { firstName: 'Ada' },
      identities: [{ kind: 'user', value: 'ada' }],
      addresses: [{ kind: 'email', value: 'Ada@Shop.example' }],
    },
  ]);
});

test('a browser may write from the origins of its key, and from no other', async () => {
  const shop = 'https://shop.example';
  const key = (await createKey(rig.db, rig.now(), { name: 'web', scopes: ['events:write'], origins: [shop] })).token;
  const preflight = await rig.app.request('/v1/track', {
    method: 'OPTIONS',
    headers: { Origin: shop, 'Access-Control-Request-Method': 'POST' },
  });
  expect(preflight.status).toBe(204);
  expect(preflight.headers.get('access-control-allow-origin')).toBe(shop);
  const body = { userId: 'u', event: 'From the web' };
  const good = await rig.call('/v1/track', { body, key, headers: { Origin: shop } });
  expect(good.status).toBe(200);
  expect(good.headers.get('access-control-allow-origin')).toBe(shop);
  const evil = await rig.call('/v1/track', { body, key, headers: { Origin: 'https://evil.example' } });
  expect(evil).toMatchObject({ status: 403, body: { problems: [{ code: 'origin_not_allowed' }] } });
  expect(evil.headers.get('access-control-allow-origin')).toBeNull();
  expect((await send('/v1/track', body, { Origin: shop })).status).toBe(403);
});

test('sendBeacon’s text/plain is read as JSON', async () => {
  const answer = await send('/v1/track', JSON.stringify({ userId: 'u', event: 'Beacon' }), {
    'Content-Type': 'text/plain',
  });
  expect(answer.body).toMatchObject({ taken: 1 });
});
