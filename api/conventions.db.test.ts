import { afterAll, beforeAll, expect, test } from 'vitest';
import { BODY_LIMITS, RATE_LIMITS } from '#api/deps.ts';
import { createRig, type Rig } from '#api/testing/rig.ts';
import { connect } from '#store/db.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
});
afterAll(() => rig.drop());

const json = { 'Content-Type': 'application/json' };

test('a request id is kept when it is sane, and made when it is not', async () => {
  const kept = await rig.call('/livez', { headers: { 'X-Request-Id': 'abc-123' } });
  expect(kept.headers.get('x-request-id')).toBe('abc-123');
  const made = await rig.call('/livez', { headers: { 'X-Request-Id': 'a b<script>' } });
  expect(made.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
});

test('an unknown address answers 404 and a wrong method 405, both in JSON', async () => {
  expect(await rig.call('/v1/nothing')).toMatchObject({ status: 404, body: { problems: [{ code: 'not_found' }] } });
  const wrong = await rig.call('/v1/chains/chn_1', { method: 'POST', body: {} });
  expect(wrong).toMatchObject({ status: 405, body: { problems: [{ code: 'method_not_allowed' }] } });
  expect(wrong.headers.get('allow')).toBe('GET, PUT, PATCH, DELETE');
});

test('whatever a stranger sends is answered with a 4xx and problems', async () => {
  const bad: [string, RequestInit][] = [
    ['/v1/chains', { method: 'POST', body: '{', headers: json }],
    ['/v1/chains', { method: 'POST', body: '', headers: json }],
    ['/v1/chains', { method: 'POST', body: 'null', headers: json }],
    ['/v1/chains', { method: 'POST', body: '[]', headers: json }],
    ['/v1/chains', { method: 'POST', body: '{"name":"a\\u0000b"}', headers: json }],
    ['/v1/chains', { method: 'POST', body: '{"name":"\\ud800"}', headers: json }],
    ['/v1/chains', { method: 'POST', body: '{"name":1e999}', headers: json }],
    ['/v1/chains', { method: 'POST', body: '{"name":"x","strange":1}', headers: json }],
    ['/v1/chains', { method: 'POST', body: '{"__proto__":{"name":"x"}}', headers: json }],
    ['/v1/chains', { method: 'POST', body: `{"graph":${'['.repeat(9_000)}${']'.repeat(9_000)}}`, headers: json }],
    [
      '/v1/chains',
      { method: 'POST', body: 'name=x', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } },
    ],
    ['/v1/chains', { method: 'POST', body: '{}', headers: { ...json, 'Content-Encoding': 'gzip' } }],
    ['/v1/chains', { method: 'POST', body: Buffer.from([0x22, 0xff, 0xfe, 0x22]) as unknown as string, headers: json }],
    ['/v1/chains?limit=0', {}],
    ['/v1/chains?limit=1e400', {}],
    ['/v1/chains?cursor=nonsense', {}],
    ['/v1/chains?cursor=WyJ4Il0', {}],
    ['/v1/chains?folder=%00', {}],
    ['/v1/chains?strange=1', {}],
    ['/v1/chains?state=live&state=draft', {}],
    ['/v1/chains/chn_%00', {}],
    ['/v1/chains/chn_zzzzzzzzzzz', {}],
    ['/v1/chains/1', {}],
    ['/v1/chains/%E0%A4%A', {}],
    ['/v1/touches/tch_9912_zzz_99999_999999999', {}],
    ['/v1/touches?enrolment=cus_1', {}],
    ['/v1/customers/lookup', { method: 'POST', body: '{"userId":"a","email":"b"}', headers: json }],
    ['/v1/tasks?dueBefore=tomorrow', {}],
  ];
  for (const [path, init] of bad) {
    const response = await rig.app.request(path, {
      ...init,
      headers: { Authorization: `Bearer ${rig.admin.token}`, ...init.headers },
    });
    const text = await response.text();
    const label = `${init.method ?? 'GET'} ${path} ${String(init.body ?? '').slice(0, 40)} → ${response.status} ${text.slice(0, 200)}`;
    expect(response.status, label).toBeGreaterThanOrEqual(400);
    expect(response.status, label).toBeLessThan(500);
    expect(JSON.parse(text).problems[0].code, label).toMatch(/^[a-z0-9_]+$/);
    expect(text, label).not.toMatch(/ at .*\.ts|node_modules/);
  }
});

test('a body larger than the limit is refused with 413', async () => {
  const body = JSON.stringify({ name: 'x', graph: { a: 'x'.repeat(BODY_LIMITS.json) } });
  expect(await rig.call('/v1/chains', { body })).toMatchObject({
    status: 413,
    body: { problems: [{ code: 'too_large' }] },
  });
});

test('a key that asks too often is told when to come back', async () => {
  const limited = await createRig({
    config: {
      baseUrl: 'https://jalon.example',
      bodyLimits: BODY_LIMITS,
      rateLimits: { ...RATE_LIMITS, other: { perSecond: 0.001, burst: 2 } },
    },
  });
  try {
    expect((await limited.call('/v1/chains')).status).toBe(200);
    expect((await limited.call('/v1/chains')).status).toBe(200);
    const third = await limited.call('/v1/chains');
    expect(third).toMatchObject({ status: 429, body: { problems: [{ code: 'too_many_requests' }] } });
    expect(Number(third.headers.get('retry-after'))).toBeGreaterThan(100);
    expect(await limited.call('/v1/track', { body: { userId: 'u', event: 'e' } })).toMatchObject({ status: 200 });
  } finally {
    await limited.drop();
  }
});

test('a POST repeated under its idempotency key is done once and answered the same', async () => {
  const headers = { 'Idempotency-Key': 'create-1' };
  const first = await rig.call('/v1/chains', { body: { name: 'Once' }, headers });
  const again = await rig.call('/v1/chains', { body: { name: 'Once' }, headers });
  expect(first.status).toBe(201);
  expect(again).toMatchObject({ status: 201, body: first.body });
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  const other = await rig.call('/v1/chains', { body: { name: 'Other' }, headers });
  expect(other).toMatchObject({ status: 422, body: { problems: [{ code: 'idempotency_key_reused' }] } });
  const { body } = await rig.call('/v1/chains');
  expect((body.items as { name: string }[]).map((c) => c.name)).toEqual(['Once']);
});

test('two requests under one idempotency key at the same time do the thing once', async () => {
  const headers = { 'Idempotency-Key': 'race' };
  const answers = await Promise.all(
    Array.from({ length: 6 }, () => rig.call('/v1/chains', { body: { name: 'Race' }, headers })),
  );
  expect(answers.every((a) => a.status === 201 || a.status === 409)).toBe(true);
  const made = await rig.db.selectFrom('chains').select('id').where('name', '=', 'Race').execute();
  expect(made).toHaveLength(1);
});

test('a refusal is answered again as it was, and a failure of ours may be tried again', async () => {
  const refused = { body: { graph: { schema: 99 } }, headers: { 'Idempotency-Key': 'refused' } };
  expect((await rig.call('/v1/chains', refused)).status).toBe(422);
  expect((await rig.call('/v1/chains', refused)).headers.get('idempotency-replayed')).toBe('true');

  const body = { channel: 'email', given: true };
  await rig.call('/v1/identify', { body: { userId: 'idem' } });
  const found = await rig.call('/v1/customers/lookup', { body: { userId: 'idem' } });
  const path = `/v1/customers/${(found.body.items as { id: string }[])[0]?.id}/consents`;
  const headers = { 'Idempotency-Key': 'broken' };
  await rig.db.schema.alterTable('audit').renameTo('audit_away').execute();
  const broken = await rig.call(path, { body, headers });
  await rig.db.schema.alterTable('audit_away').renameTo('audit').execute();
  expect(broken).toMatchObject({ status: 500, body: { problems: [{ code: 'internal' }] } });
  expect(JSON.stringify(broken.body)).not.toMatch(/audit|\.ts/);
  expect((await rig.call(path, { body, headers })).status).toBe(201);
});

test('a list is walked by its cursors to the end, each row once', async () => {
  for (let i = 0; i < 7; i += 1) await rig.call('/v1/chains', { body: { name: `Walk ${i}` } });
  const seen: string[] = [];
  let cursor = '';
  do {
    const { body } = await rig.call(`/v1/chains?limit=3${cursor}`);
    seen.push(...(body.items as { id: string }[]).map((c) => c.id));
    cursor = body.next ? `&cursor=${body.next}` : '';
  } while (cursor);
  const all = await rig.db.selectFrom('chains').select('id').execute();
  expect(seen).toHaveLength(all.length);
  expect(new Set(seen).size).toBe(all.length);
});

test('a process that is not ready says so', async () => {
  const idle = await createRig({ ready: async () => false });
  try {
    expect((await idle.call('/readyz', { key: null })).status).toBe(503);
    expect((await idle.call('/livez', { key: null })).status).toBe(200);
  } finally {
    await idle.drop();
  }
});

test('what names a person is in no line of the log', async () => {
  await rig.call('/v1/identify', { body: { userId: 'ada-lovelace', traits: { email: 'lovelace@shop.example' } } });
  await rig.call('/v1/customers/lookup', { body: { email: 'ada@shop.example' } });
  await rig.call('/v1/customers/lookup', { body: { email: 'ada@shop.example', strange: 'ada' } });
  const log = rig.lines.join('\n');
  expect(log).toContain('/v1/customers/lookup');
  expect(log).not.toMatch(/\bada\b|lovelace|shop\.example/);
});

test('a look-up is not kept under an idempotency key, for it names a person', async () => {
  await rig.call('/v1/customers/lookup', { body: { userId: 'idem' }, headers: { 'Idempotency-Key': 'look' } });
  const kept = await rig.db.selectFrom('idempotency').select('key').where('key', '=', 'look').execute();
  expect(kept).toEqual([]);
});

test('while the database is away every call is told to come back', async () => {
  const away = connect({ url: 'postgres://nobody:nothing@127.0.0.1:1/none' });
  const cut = await createRig({ db: away.db });
  try {
    for (const sent of [{}, { body: { userId: 'u', event: 'e' } }]) {
      const answer = await cut.call('body' in sent ? '/v1/track' : '/v1/chains', sent);
      expect(answer).toMatchObject({ status: 503, body: { problems: [{ code: 'unavailable' }] } });
      expect(answer.headers.get('retry-after')).toBe('1');
    }
    expect((await cut.call('/livez', { key: null })).status).toBe(200);
  } finally {
    await away.close();
    await cut.drop();
  }
});
