import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRig, type Rig } from '#api/testing/rig.ts';
import { readHoldOut } from '#store/settings.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
});
afterAll(() => rig.drop());

const put = (path: string, body: object) => rig.call(path, { method: 'PUT', body });

test('what is left out of a change stays as it was', async () => {
  expect((await put('/v1/settings', { zone: 'Europe/Brussels' })).body).toMatchObject({ country: 'FR' });
  expect((await put('/v1/settings', { country: 'BE' })).body).toEqual({
    zone: 'Europe/Brussels',
    country: 'BE',
    holdoutPercent: 0,
    ...{ language: 'fr', name: '', totpRequired: false },
    householdField: null,
  });
});

test('the brand customers read follows the company’s name, until it is given one of its own', async () => {
  const brand = async () => ((await rig.call('/v1/brands')).body.items as { name: string }[])[0]!.name;
  await put('/v1/settings', { name: 'Maison' });
  expect(await brand()).toBe('Maison');
  await put('/v1/settings', { name: 'Maison Haute' });
  expect(await brand()).toBe('Maison Haute');
  await put('/v1/brands/default', { name: 'Chez nous' });
  await put('/v1/settings', { name: 'Maison Basse' });
  expect(await brand()).toBe('Chez nous');
});

test('changing the hold-out keeps its salt, so that few change sides', async () => {
  await put('/v1/settings', { holdoutPercent: 5 });
  const before = await readHoldOut(rig.db);
  await put('/v1/settings', { holdoutPercent: 10 });
  expect(await readHoldOut(rig.db)).toEqual({ percent: 10, salt: before.salt });
  expect(before.salt).not.toBe('');
});

test('a zone that does not exist, a country in words and half of everybody are refused', async () => {
  expect((await put('/v1/settings', { zone: 'Europe/Lutetia' })).status).toBe(422);
  expect((await put('/v1/settings', { country: 'France' })).status).toBe(400);
  expect((await put('/v1/settings', { holdoutPercent: 51 })).status).toBe(400);
});

test('a new version of the policy is in force and the old one is still to be read', async () => {
  const calls = { id: 'calls', kind: 'cap', max: 1, days: 30, channels: ['task'] };
  const first = await put('/v1/policy', { rules: [{ id: 'week', kind: 'cap', max: 3, days: 7 }], note: 'to begin' });
  const second = await put('/v1/policy', { rules: [calls] });
  expect(Number(second.body.version)).toBeGreaterThan(Number(first.body.version));
  const items = (await rig.call('/v1/policy')).body.items as unknown[];
  expect(items.slice(0, 2)).toMatchObject([{ rules: [calls] }, { note: 'to begin' }]);
});

test('a policy without a cap, with a rule twice or for a channel that is none is refused', async () => {
  const cap = { id: 'a', kind: 'cap', max: 1, days: 1 };
  expect((await put('/v1/policy', { rules: [] })).status).toBe(400);
  expect((await put('/v1/policy', { rules: [cap, cap] })).status).toBe(422);
  expect((await put('/v1/policy', { rules: [{ ...cap, channels: ['pigeon'] }] })).status).toBe(400);
});

test('a policy that forgets every cap is refused: a base is never without one', async () => {
  const situation = { id: 'complaint', kind: 'situation', while: { opens: 'Complaint Opened', days: 30 } };
  expect(await put('/v1/policy', { rules: [situation] })).toMatchObject({
    status: 422,
    body: { problems: [{ code: 'no_cap', field: 'rules' }] },
  });
});

test('a rule about a field nobody has is refused with the field named', async () => {
  await rig.call('/v1/identify', { body: { userId: 'tiers', traits: { address: { city: 'Lyon' }, tier: 2 } } });
  const cap = (field: string) => ({ id: 'a', kind: 'cap', days: 7, max: { field, default: 2 } });
  expect((await put('/v1/policy', { rules: [cap('profile.tier')] })).status).toBe(200);
  expect((await put('/v1/policy', { rules: [cap('profile.address.city')] })).status).toBe(200);
  expect(await put('/v1/policy', { rules: [cap('profile.teir')] })).toMatchObject({
    status: 422,
    body: {
      problems: [
        { code: 'unknown_field', field: 'rules.0.max.field', message: expect.stringContaining('profile.teir') },
      ],
    },
  });
});

test('a rule that real customers make impossible is refused, and shows who', async () => {
  const known = await rig.call('/v1/identify', { body: { userId: 'below', traits: { per_week: -1 } } });
  expect(known.status).toBe(200);
  const rules = [{ id: 'a', kind: 'cap', days: 7, max: { field: 'profile.per_week', default: 2 } }];
  const refused = await put('/v1/policy', { rules });
  expect(refused).toMatchObject({ status: 422, body: { problems: [{ code: 'rule_fails', field: 'rules.0.max' }] } });
  const { customer } = await rig.db
    .selectFrom('identities')
    .select('customer')
    .where('value', '=', 'below')
    .executeTakeFirstOrThrow();
  expect(JSON.stringify(refused.body)).toContain(`cus_${customer.toString(36)}`);
  const bounded = [{ ...rules[0], max: { most: [0, 1] } }];
  expect((await put('/v1/policy', { rules: bounded })).status).toBe(200);
});

test('a threshold below 0 and a rule with two windows, or none, are refused with the field named', async () => {
  const cap = { id: 'a', kind: 'cap' };
  for (const rule of [
    { ...cap, max: -1, days: 1 },
    { ...cap, max: 1, days: 1, calendar: 'week' },
    { ...cap, max: 1 },
  ]) {
    const refused = await put('/v1/policy', { rules: [rule] });
    expect(refused, JSON.stringify(rule)).toMatchObject({
      status: 400,
      body: { problems: [{ field: expect.stringMatching(/^rules\.0/) }] },
    });
  }
});

test('naming the household’s field puts everybody into theirs, and taking it away frees them', async () => {
  await rig.call('/v1/identify', { body: { userId: 'h1', traits: { home: 'rue A 1' } } });
  const households = async () =>
    (await rig.db.selectFrom('customers').select('household').where('household', 'is not', null).execute()).length;
  expect(await households()).toBe(0);
  expect((await put('/v1/settings', { householdField: 'home' })).body).toMatchObject({ householdField: 'home' });
  expect(await households()).toBe(1);
  await rig.call('/v1/identify', { body: { userId: 'h2', traits: { home: 'rue A 1' } } });
  expect(await households()).toBe(2);
  await put('/v1/settings', { householdField: null });
  expect(await households()).toBe(0);
});
