import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRig, type Rig } from '#api/testing/rig.ts';
import { enterLetters, putTask } from '#api/testing/scene.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
});
afterAll(() => rig.drop());

test('a customer is found by what names him outside and read by our own id', async () => {
  const scene = await enterLetters(rig, 'grace');
  for (const body of [{ userId: 'grace' }, { email: 'GRACE@shop.example' }]) {
    expect((await rig.call('/v1/customers/lookup', { body })).body.items).toMatchObject([{ id: scene.customer }]);
  }
  expect((await rig.call('/v1/customers/lookup', { body: { userId: 'nobody' } })).body.items).toEqual([]);
  expect((await rig.call(`/v1/customers/${scene.customer}`)).body).toMatchObject({
    identities: [{ kind: 'user', value: 'grace' }],
    addresses: [{ kind: 'email', value: 'grace@shop.example' }],
  });
});

test('a test customer is made by hand, at one’s own address, and is nobody who was here already', async () => {
  const body = { email: 'claire@shop.example', firstName: 'Claire', lastName: 'Martin', language: 'fr' };
  const made = await rig.call('/v1/customers', { body });
  expect(made.status).toBe(201);
  expect((await rig.call(`/v1/customers/${made.body.id}`)).body).toMatchObject({
    ...{ test: true, locale: 'fr', traits: { firstName: 'Claire', lastName: 'Martin' } },
    addresses: [{ kind: 'email', value: 'claire@shop.example' }],
  });
  const again = await rig.call('/v1/customers', { body });
  expect(again.body.id).not.toBe(made.body.id);
  expect(await rig.call('/v1/customers', { body: { email: 'claire' } })).toMatchObject({ status: 400 });
  const { body: audit } = await rig.call(`/v1/audit?subject=${made.body.id}`);
  expect(audit.items).toMatchObject([{ action: 'customer.create' }]);
});

test('a withdrawal is the last word, and the record of what was said before stays', async () => {
  const scene = await enterLetters(rig, 'consent');
  const say = (body: object) => rig.call(`/v1/customers/${scene.customer}/consents`, { body });
  const given = await say({
    channel: 'email',
    given: true,
    wording: 'Yes, please',
    ip: '203.0.113.7',
    proof: { form: 7 },
  });
  expect(given).toMatchObject({ status: 201, body: { consents: [{ channel: 'email', topic: '*', given: true }] } });
  const withdrawn = await say({ channel: 'email', given: false, source: 'call' });
  expect(withdrawn.body.consents).toMatchObject([{ channel: 'email', given: false }]);
  const records = await rig.db
    .selectFrom('consent_records')
    .selectAll()
    .where('customer', '=', scene.customerNumber)
    .orderBy('id')
    .execute();
  expect(records).toMatchObject([
    { given: true, source: 'api', wording: 'Yes, please', ip: '203.0.113.7', proof: { form: 7 } },
    { given: false, source: 'call' },
  ]);
  expect((await say({ channel: 'email', given: true, brand: 'nobody' })).status).toBe(422);
  expect((await say({ channel: 'email' })).status).toBe(400);
});

test('the timeline tells everything once, newest first, page by page', async () => {
  const scene = await enterLetters(rig, 'timeline');
  rig.pass(60_000);
  await putTask(rig, scene);
  rig.pass(60_000);
  await rig.call(`/v1/customers/${scene.customer}/consents`, { body: { channel: 'email', given: false } });
  rig.pass(60_000);
  await rig.call('/v1/track', { body: { userId: 'timeline', event: 'Order Completed', properties: { revenue: 5 } } });
  const moments: { at: string; kind: string; data: Record<string, unknown> }[] = [];
  let cursor = '';
  do {
    const { status, body } = await rig.call(`/v1/customers/${scene.customer}/timeline?limit=2${cursor}`);
    expect(status).toBe(200);
    moments.push(...(body.items as typeof moments));
    cursor = body.next ? `&cursor=${body.next}` : '';
  } while (cursor);
  expect(moments.map((m) => m.kind)).toEqual(['event', 'consent', 'touch', 'task', 'event', 'entry']);
  expect(moments[0]?.data).toMatchObject({
    event: expect.stringMatching(/^evt_/),
    name: 'Order Completed',
    properties: { revenue: 5 },
  });
  expect(moments[2]?.data).toMatchObject({
    touch: expect.stringMatching(/^tch_/),
    state: 'handed',
    enrolment: scene.enrolment,
  });
  const times = moments.map((m) => m.at);
  expect(times).toEqual([...times].sort().reverse());
});

test('a customer nobody knows is a 404 everywhere', async () => {
  expect((await rig.call('/v1/customers/cus_zzzzz')).status).toBe(404);
  expect((await rig.call('/v1/customers/cus_zzzzz/timeline')).status).toBe(404);
  expect((await rig.call('/v1/customers/cus_zzzzz/consents', { body: { channel: 'email', given: true } })).status).toBe(
    404,
  );
});

test('a customer is erased by us too, and found no more', async () => {
  const scene = await enterLetters(rig, 'erased');
  await putTask(rig, scene);
  const erase = () => rig.call(`/v1/customers/${scene.customer}`, { method: 'DELETE' });
  expect(await erase()).toMatchObject({ status: 200, body: { id: scene.customer, erased: true, ended: 1 } });
  expect((await erase()).body).toMatchObject({ ended: 0 });
  expect((await rig.call('/v1/customers/lookup', { body: { userId: 'erased' } })).body.items).toEqual([]);
  const { body } = await rig.call(`/v1/customers/${scene.customer}`);
  expect(body).toMatchObject({ traits: {}, addresses: [], identities: [], erasedAt: expect.any(String) });
  expect((await rig.call('/v1/customers/cus_zzzz', { method: 'DELETE' })).status).toBe(404);
});
