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
  });
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
