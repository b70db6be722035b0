import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRig, type Rig } from '#api/testing/rig.ts';
import { ensurePolicy } from '#store/policies.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
  await ensurePolicy(rig.db, rig.now());
});
afterAll(() => rig.drop());

type Packs = { country: string; active: boolean; provisions: { id: string; inForce: boolean; counsel: boolean }[] }[];

const packs = async (query = '') => (await rig.call(`/v1/law${query}`)).body.packs as Packs;

test('the French pack is active on a fresh base, with its provisions, their dates and sources', async () => {
  const [france] = await packs('?country=FR');
  expect(france).toMatchObject({ country: 'FR', active: true });
  const hours = france!.provisions.find(({ id }) => id === 'fr_call_hours');
  expect(hours).toMatchObject({ from: '2026-08-11', inForce: true, counsel: true, channels: ['call'] });
  expect(hours).toHaveProperty('sources.0.title', 'Décret no 2026-662');
});

test('what held on another day is told too', async () => {
  const held = async (at: string) =>
    (await packs(`?at=${at}`))[0]!.provisions.filter(({ inForce }) => inForce).map(({ id }) => id);
  expect(await held('2026-08-10T12:00:00Z')).toContain('fr_bloctel');
  expect(await held('2026-08-10T12:00:00Z')).not.toContain('fr_call_consent');
  // In Paris the day has begun.
  expect(await held('2026-08-10T22:30:00Z')).toContain('fr_call_consent');
});

test('a policy without the rule has switched the pack off, and an unknown country is told so', async () => {
  const rules = [{ id: 'week', kind: 'cap', max: 3, days: 7 }];
  expect((await rig.call('/v1/policy', { method: 'PUT', body: { rules } })).status).toBe(200);
  expect((await packs())[0]).toMatchObject({ active: false });
  const law = { id: 'law', kind: 'law', countries: ['FR'], sectors: ['energy_renovation'], smsUntil: '21:30' };
  const hours = { id: 'quiet', kind: 'hours', channels: ['sms'], from: '08:00', to: '20:00', days: [1, 2, 3] };
  const capacity = { id: 'shop', kind: 'capacity', team: 'shop', perDay: 20 };
  const body = { rules: [...rules, law, hours, capacity] };
  expect((await rig.call('/v1/policy', { method: 'PUT', body })).status).toBe(200);
  expect((await packs())[0]).toMatchObject({ active: true });
  expect(await rig.call('/v1/law?country=ZZ')).toMatchObject({
    status: 404,
    body: { problems: [{ code: 'no_pack' }] },
  });
  const bad = { rules: [{ ...law, countries: ['ZZ'] }] };
  expect((await rig.call('/v1/policy', { method: 'PUT', body: bad })).status).toBe(400);
});
