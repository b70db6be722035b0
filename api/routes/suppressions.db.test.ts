import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRig, type Rig } from '#api/testing/rig.ts';
import { DAY } from '#core/clock.ts';
import { createKey } from '#store/keys.ts';
import { noteSoftBounces } from '#store/suppressions.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
});
afterAll(() => rig.drop());

const find = async (value: string, kind = 'email') =>
  (await rig.call('/v1/suppressions/find', { body: { kind, value } })).body;

test('an address is asked for in a body: why it is suppressed, by whom, and which soft errors are counted', async () => {
  await rig.call('/v1/suppressions', { body: { addresses: [{ kind: 'email', value: 'Zoe@shop.example' }] } });
  expect(await find('zoe@shop.example ')).toMatchObject({
    suppression: { kind: 'email', reason: 'manual', byName: 'admin' },
    softErrors: null,
  });
  expect(await find('zoe@shop.example', 'phone')).toEqual({ suppression: null, softErrors: null });
  const soft = [{ kind: 'email', value: 'ann@shop.example' }];
  await noteSoftBounces(rig.db, rig.now() - DAY, soft);
  await noteSoftBounces(rig.db, rig.now(), soft);
  expect(await find('ann@shop.example')).toMatchObject({ suppression: null, softErrors: { errors: 2 } });
  rig.pass(11 * DAY);
  expect(await find('ann@shop.example')).toEqual({ suppression: null, softErrors: null });
  rig.pass(-11 * DAY);
});

test('the list is of one reason where one is asked for, a complaint that is dead as well among the dead', async () => {
  const add = (reason: string, ...values: string[]) =>
    rig.call('/v1/suppressions', { body: { reason, addresses: values.map((value) => ({ kind: 'email', value })) } });
  await add('complaint', 'mad@shop.example');
  await add('hard_bounce', 'mad@shop.example', 'gone@shop.example');
  const of = async (query: string) =>
    ((await rig.call(`/v1/suppressions?${query}`)).body.items as { hint: string }[]).map(({ hint }) => hint);
  expect(await of('reason=complaint')).toEqual(['m…@shop.example']);
  expect(await of('reason=hard_bounce')).toEqual(['g…@shop.example', 'm…@shop.example']);
  expect(await of('reason=manual&kind=phone')).toEqual([]);
  expect((await rig.call('/v1/suppressions/counts')).body).toEqual({
    reasons: [
      { reason: 'complaint', addresses: 1 },
      { reason: 'hard_bounce', addresses: 1 },
      { reason: 'manual', addresses: 1 },
    ],
    softErrors: { most: 5, counted: [{ errors: 2, addresses: 1 }] },
  });
});

test('who lifts says why, and the audit keeps it', async () => {
  const { suppression } = (await find('zoe@shop.example')) as { suppression: { id: string } };
  const lift = (body: object) => rig.call(`/v1/suppressions/${suppression.id}/lift`, { body });
  expect((await lift({})).status).toBe(400);
  expect((await lift({ reason: 'she wrote to us' })).body).toEqual({ id: suppression.id, lifted: true });
  expect((await lift({ reason: 'again' })).status).toBe(404);
  const { items } = (await rig.call('/v1/audit?action=suppression.lift')).body as { items: object[] };
  expect(items).toMatchObject([{ subject: suppression.id, detail: { reason: 'she wrote to us' } }]);
});

test('names are told for a page of customers, to those who may read customers', async () => {
  const identify = async (userId: string, traits: object) => {
    await rig.call('/v1/identify', { body: { userId, traits } });
    const { items } = (await rig.call('/v1/customers/lookup', { body: { userId } })).body as {
      items: { id: string }[];
    };
    return items[0]!.id;
  };
  const ann = await identify('ann', { first_name: 'Ann', lastName: 'Martin' });
  const bob = await identify('bob', { plan: 'gold' });
  const body = { customers: [ann, bob] };
  expect((await rig.call('/v1/customers/names', { body })).body.items).toEqual([
    { customer: ann, name: 'Ann Martin' },
    { customer: bob, name: null },
  ]);
  const viewer = await createKey(rig.db, rig.now(), { name: 'viewer', scopes: ['chains:read', 'touches:read'] });
  expect((await rig.call('/v1/customers/names', { body, key: viewer.token })).status).toBe(403);
});
