import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRig, type Rig } from '#api/testing/rig.ts';
import { enterLetters, putTouch } from '#api/testing/scene.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
});
afterAll(() => rig.drop());

test('what a customer has or took is recorded until its date, and the last answer counts', async () => {
  const scene = await enterLetters(rig, 'owner');
  const at = `/v1/customers/${scene.customer}/offer-answers`;
  const until = '2027-01-01T00:00:00.000Z';
  const owned = await rig.call(at, { body: { offer: 'care', answer: 'owned', until, source: 'shop' } });
  expect(owned).toMatchObject({ status: 200, body: { offer: 'care', answer: 'owned', until, source: 'shop' } });
  await rig.call(at, { body: { offer: 'club', answer: 'accepted' } });
  await rig.call(at, { body: { offer: 'care', answer: 'accepted' } });
  expect((await rig.call(at)).body.items).toMatchObject([
    { offer: 'care', answer: 'accepted', until: null, source: 'api' },
    { offer: 'club', answer: 'accepted' },
  ]);
  const check = { customer: scene.customer, channel: 'email', class: 'commercial', offer: 'care' };
  expect(JSON.stringify((await rig.call('/v1/policy/check', { body: check })).body)).toContain('offer_accepted');
});

test('what was refused is called back as a withdrawal of the offer does', async () => {
  const scene = await enterLetters(rig, 'refuser');
  await putTouch(rig, scene, 'reserved');
  await rig.db.updateTable('touches').set({ offer: 'care' }).where('customer', '=', scene.customerNumber).execute();
  const at = `/v1/customers/${scene.customer}/offer-answers`;
  expect((await rig.call(at, { body: { offer: 'care', answer: 'refused' } })).status).toBe(200);
  const rows = await rig.db
    .selectFrom('touches')
    .select('state')
    .where('customer', '=', scene.customerNumber)
    .execute();
  expect(rows).toEqual([{ state: 'withdrawn' }]);
});

test('an answer that is none, a date that is past and a stranger are refused', async () => {
  const scene = await enterLetters(rig, 'odd');
  const at = `/v1/customers/${scene.customer}/offer-answers`;
  expect((await rig.call(at, { body: { offer: 'care', answer: 'maybe' } })).status).toBe(400);
  const past = { offer: 'care', answer: 'owned', until: '2020-01-01T00:00:00Z' };
  expect((await rig.call(at, { body: past })).body.problems).toMatchObject([{ code: 'in_past', field: 'until' }]);
  const nobody = { body: { offer: 'care', answer: 'owned' } };
  expect((await rig.call('/v1/customers/cus_zzz9/offer-answers', nobody)).status).toBe(404);
});
