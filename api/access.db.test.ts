import { afterAll, beforeAll, expect, test } from 'vitest';
import { ACCESS, type Access, allows, ROLE_NAMES, ROLES, SCOPES, type Scope } from '#api/access.ts';
import { exampleId, type IdKind } from '#api/ids.ts';
import { createRig, type Rig } from '#api/testing/rig.ts';
import { signedIn } from '#api/testing/visitor.ts';
import { DAY } from '#core/clock.ts';
import { createKey, revokeKey } from '#store/keys.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
});
afterAll(() => rig.drop());

const guarded = (Object.keys(ACCESS) as Access[]).filter((access) => ACCESS[access] !== 'public');

const KIND: Record<string, IdKind | 'touch'> = {
  chains: 'chain',
  versions: 'version',
  events: 'event',
  customers: 'customer',
  enrolments: 'enrolment',
  touches: 'touch',
  contacts: 'contact',
  reservations: 'reservation',
  tasks: 'task',
  stops: 'stop',
  keys: 'key',
  suppressions: 'suppression',
  'what-ifs': 'whatif',
};

/** Each route with an id nobody has and an empty body: enough to see whether the door opens. */
async function knock(
  access: Access,
  key: string | null,
  headers: Record<string, string> = {},
): Promise<{ status: number; code: string | undefined }> {
  const [method, path] = access.split(' ') as [string, string];
  const kind = KIND[path.split('/')[2] ?? ''];
  const answer = await rig.call(path.replace('{id}', kind ? exampleId(kind) : 'nobody_has_this'), {
    method,
    key,
    headers,
    ...(method === 'POST' || method === 'PUT' || method === 'PATCH' ? { body: {} } : {}),
  });
  return { status: answer.status, code: answer.body.problems?.[0]?.code };
}

test('every route that is served is declared with its scope, and every declared one is served', () => {
  const served = new Set(
    rig.app.routes
      .filter((r) => r.method !== 'ALL' && r.method !== 'OPTIONS')
      .map((r) => `${r.method} ${r.path.replaceAll(/:(\w+)/g, '{$1}')}`),
  );
  expect([...served].sort()).toEqual(Object.keys(ACCESS).sort());
});

test('every guarded route is in the OpenAPI document with its scope', async () => {
  const { body } = await rig.call('/v1/openapi.json', { key: null });
  const paths = body.paths as Record<string, Record<string, { security?: { key: string[] }[] }>>;
  for (const access of guarded) {
    const [method, path] = access.split(' ') as [string, string];
    expect(paths[path]?.[method.toLowerCase()]?.security, access).toEqual([{ key: [ACCESS[access]] }]);
  }
});

test('without a key, or with one that is unknown, revoked or expired, no door opens', async () => {
  const { db, now } = rig;
  const revoked = await createKey(db, now(), { name: 'revoked', scopes: ['admin'] });
  await revokeKey(db, now(), revoked.id);
  const expired = await createKey(db, now() - DAY, { name: 'expired', scopes: ['admin'], expiresAt: now() - 1 });
  const keys: [string | null, string][] = [
    [null, 'missing_key'],
    ['nonsense', 'unknown_key'],
    [`jln_${'A'.repeat(43)}`, 'unknown_key'],
    [revoked.token, 'revoked_key'],
    [expired.token, 'expired_key'],
  ];
  for (const [key, code] of keys) {
    for (const access of guarded) expect(await knock(access, key), `${access} ${code}`).toEqual({ status: 401, code });
  }
});

test('each scope opens its own doors and no other', async () => {
  for (const scope of SCOPES) {
    const { token } = await createKey(rig.db, rig.now(), { name: scope, scopes: [scope] });
    for (const access of guarded) {
      const { status, code } = await knock(access, token);
      if (allows([scope], ACCESS[access] as Scope)) expect([401, 403], `${scope} at ${access}`).not.toContain(status);
      else expect({ status, code }, `${scope} at ${access}`).toEqual({ status: 403, code: 'missing_scope' });
      expect(status, `${scope} at ${access}`).toBeLessThan(500);
    }
  }
});

test('every role may do what it is for, and nothing else', async () => {
  for (const role of ROLE_NAMES) {
    const cookie = await signedIn(rig, [role]);
    const own = { Cookie: cookie, Origin: rig.deps.config.baseUrl };
    for (const access of guarded) {
      const { status, code } = await knock(access, null, own);
      // Events come from programs: a session opens nothing there.
      if (ACCESS[access] === 'events:write') {
        expect({ status, code }, `${role} at ${access}`).toEqual({ status: 401, code: 'missing_key' });
        continue;
      }
      if (allows(ROLES[role], ACCESS[access] as Scope)) {
        expect([401, 403], `${role} at ${access}: ${code}`).not.toContain(status);
      } else expect({ status, code }, `${role} at ${access}`).toEqual({ status: 403, code: 'missing_scope' });
      expect(status, `${role} at ${access}`).toBeLessThan(500);
    }
  }
});

test('a key that browsers hold can write events and nothing else', () => {
  const open = guarded.filter((access) => allows(['events:write'], ACCESS[access] as Scope));
  expect(open.every((access) => /^POST \/v1\/(identify|track|page|screen|group|alias|batch)$/.test(access))).toBe(true);
});

test('public addresses answer without a key', async () => {
  for (const path of ['/livez', '/readyz', '/docs', '/v1/openapi.json']) {
    expect((await rig.call(path, { key: null })).status, path).toBe(200);
  }
});
