import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { numberOf } from '#api/ids.ts';
import { createRig, type Rig } from '#api/testing/rig.ts';
import { galleryGraph } from '#chains/index.ts';
import { markDemo } from '#store/demo.ts';
import { createKey } from '#store/keys.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
});
afterAll(() => rig.drop());

const remove = (key?: string) => rig.call('/v1/demo/remove', { method: 'POST', ...(key ? { key } : {}) });

test('a base that is not the demo’s keeps everything', async () => {
  await rig.call('/v1/identify', { body: { userId: 'ann' } });
  expect((await rig.call('/v1/demo')).body).toEqual({ demo: false, removed: false });
  expect((await remove()).body.problems).toMatchObject([{ code: 'no_demo' }]);
  expect((await rig.call('/v1/customers/lookup', { body: { userId: 'ann' } })).body.items).toHaveLength(1);
});

test('the demo goes with all it invented; what is one’s own stays, and the base works on', async () => {
  const publish = async (name: Parameters<typeof galleryGraph>[0]) => {
    const { body } = await rig.call('/v1/chains', { body: { graph: galleryGraph(name) } });
    await rig.call(`/v1/chains/${body.id}/publish`, { body: {}, headers: { 'If-Match': '1' } });
    return String(body.id);
  };
  const demo = await publish('letters');
  const own = await publish('callback');
  const { token } = await createKey(rig.db, rig.now(), { name: 'demo', scopes: ['admin', 'events:write'] });
  for (const [userId, event] of [
    ['ann', 'Brochure Requested'],
    ['bob', 'Call Back Requested'],
  ]) {
    await rig.call('/v1/track', { body: { userId, event }, key: token });
  }
  await markDemo(rig.db, rig.now(), { state: 'running', chains: [numberOf('chain', demo)!] });
  expect((await rig.call('/v1/demo')).body).toEqual({ demo: true, removed: false });
  const { token: publisher } = await createKey(rig.db, rig.now(), { name: 'p', scopes: ['chains:write'] });
  expect((await remove(publisher)).status).toBe(403);

  expect((await remove()).body).toEqual({ customers: 2, chains: 1 });
  expect((await rig.call('/v1/demo')).body).toEqual({ demo: false, removed: true });
  expect((await rig.call('/v1/track', { body: { userId: 'x', event: 'y' }, key: token })).status).toBe(401);
  for (const table of [
    'customers',
    'identities',
    'events',
    'enrolments',
    'entry_decisions',
    'waits',
    'touches',
    'tasks',
  ]) {
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}`.execute(rig.db);
    expect([table, rows[0]!.n]).toEqual([table, 0]);
  }
  const { body } = await rig.call('/v1/chains');
  expect(body.items).toMatchObject([{ id: own, state: 'live', entered: 0 }]);
  expect((await remove()).status).toBe(409);

  // The chain of one's own takes customers as before.
  await rig.call('/v1/track', { body: { userId: 'eve', event: 'Call Back Requested' } });
  expect((await rig.call('/v1/chains')).body.items).toMatchObject([{ id: own, entered: 1 }]);
  const { body: audit } = await rig.call('/v1/audit');
  expect(JSON.stringify(audit.items)).toContain('demo.remove');
});
