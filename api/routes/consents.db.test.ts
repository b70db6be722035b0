import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRig, type Rig } from '#api/testing/rig.ts';
import { enterLetters, putTouch } from '#api/testing/scene.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
});
afterAll(() => rig.drop());

test('the terms of consent are a fresh base’s until changed, and what is left out stays', async () => {
  expect((await rig.call('/v1/consent-settings')).body).toMatchObject({
    regimes: { email: 'opt_out', call: 'opt_in', sms: 'opt_in', letter: 'opt_out' },
    purchase: { event: 'Order Completed' },
    formerAfterMonths: 24,
  });
  const changed = await rig.call('/v1/consent-settings', {
    method: 'PUT',
    body: { regimes: { email: 'soft_opt_in' } },
  });
  expect(changed.body).toMatchObject({ regimes: { email: 'soft_opt_in', call: 'opt_in' }, formerAfterMonths: 24 });
  for (const body of [{ regimes: { pigeon: 'opt_in' } }, { regimes: { email: 'maybe' } }, { formerAfterMonths: 0 }])
    expect((await rig.call('/v1/consent-settings', { method: 'PUT', body })).status, JSON.stringify(body)).toBe(400);
});

test('a withdrawal of everything is answered once nothing of it can leave, and stands in the ledger', async () => {
  const scene = await enterLetters(rig, 'leaves');
  await putTouch(rig, scene, 'reserved');
  const answer = await rig.call(`/v1/customers/${scene.customer}/withdraw`, {
    body: { scope: { kind: 'everything' }, source: 'call_centre', wording: 'said so on the phone' },
  });
  expect(answer).toMatchObject({ status: 200, body: { customer: scene.customer, withdrawn: 1, inFlight: [] } });
  expect((await rig.call(`/v1/customers/${scene.customer}/consents`)).body.items).toMatchObject([
    { brand: '*', channel: '*', topic: '*', given: false, source: 'call_centre', wording: 'said so on the phone' },
  ]);
});

test('what is leaving at that moment is waited for, and told if it is still leaving then', async () => {
  const scene = await enterLetters(rig, 'leaving');
  const id = await putTouch(rig, scene, 'handing');
  const answer = await rig.call(`/v1/customers/${scene.customer}/withdraw`, {
    body: { scope: { kind: 'part', channel: 'email' } },
  });
  expect(answer.body).toMatchObject({ withdrawn: 0, inFlight: [id] });
});

test('a purchase makes a customer, whatever chain it enters, historical ones too', async () => {
  const track = (event: string, more = {}) =>
    rig.call('/v1/track', { body: { userId: 'buyer', event, properties: { family: 'wine' }, ...more } });
  await track('Order Completed', { timestamp: '2024-01-01T10:00:00Z', context: { historical: true } });
  await track('Page Viewed');
  const { rows } = await sql<{ family: string }>`select family from purchases`.execute(rig.db);
  expect(rows).toEqual([{ family: 'wine' }]);
});

test('suppressed addresses are listed by a hint, and lifted', async () => {
  const body = { addresses: [{ kind: 'email', value: 'zoe@shop.example' }], reason: 'complaint' };
  expect((await rig.call('/v1/suppressions', { body })).body).toEqual({
    ...{ suppressed: 1, withdrawn: 0, inFlight: [] },
  });
  const { items } = (await rig.call('/v1/suppressions')).body as { items: { id: string }[] };
  expect(items).toMatchObject([{ kind: 'email', hint: 'z…@shop.example', reason: 'complaint' }]);
  const lift = () => rig.call(`/v1/suppressions/${items[0]!.id}`, { method: 'DELETE' });
  expect((await lift()).body).toMatchObject({ lifted: true });
  expect((await lift()).status).toBe(404);
  expect((await rig.call('/v1/suppressions')).body.items).toEqual([]);
});

test('a scope that is none, an unknown brand and a stranger are refused', async () => {
  const scene = await enterLetters(rig, 'strict');
  const at = `/v1/customers/${scene.customer}/withdraw`;
  expect((await rig.call(at, { body: { scope: { kind: 'all' } } })).status).toBe(400);
  expect((await rig.call(at, { body: { scope: { kind: 'part', channel: 'pigeon' } } })).status).toBe(400);
  expect((await rig.call(at, { body: { scope: { kind: 'part', brand: 'nobody' } } })).status).toBe(422);
  expect((await rig.call('/v1/customers/cus_zzz9/withdraw', { body: { scope: { kind: 'everything' } } })).status).toBe(
    404,
  );
});
