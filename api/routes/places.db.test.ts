import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRig, type Rig } from '#api/testing/rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
});
afterAll(() => rig.drop());

async function know(userId: string, traits: object, context: object = {}): Promise<string> {
  await rig.call('/v1/identify', { body: { userId, traits, context } });
  const found = await rig.call('/v1/customers/lookup', { body: { userId } });
  return String((found.body.items as { id: string }[])[0]!.id);
}

const missing = async (query = '') => (await rig.call(`/v1/places/missing${query}`)).body;

test('customers whom calls cannot reach are counted by what is known of them, with some of them by id', async () => {
  await know('zone', { phone: '+1 415 000 0000' }, { timezone: 'America/Los_Angeles' });
  await know('mobile', { phone: '+33 (0)6 12 34 56 78' });
  await know('home', { phone: '06 92 12 34 56' });
  await know('letter', { address: { postalCode: '97400', country: 'FR' } });
  await know('belgian', { country: 'BE' });
  expect(await missing()).toEqual({
    customers: 0,
    byKnown: { phone: 0, postal: 0, country: 0, nothing: 0 },
    sample: [],
  });
  const lost = [
    await know('american', { phone: '+1 415 000 0001' }),
    await know('other', { phone: '+1 212 000 0001' }),
    await know('voip', { phone: '09 72 00 00 00' }),
    await know('vague', { address: { city: 'Lyon' } }),
    await know('french', { country: 'FR' }),
    await know('nobody', {}),
  ];
  expect(await missing()).toEqual({
    customers: 6,
    byKnown: { phone: 3, postal: 1, country: 1, nothing: 1 },
    sample: lost,
  });
  expect((await missing('?limit=2')).sample).toEqual(lost.slice(0, 2));
});

test('test customers and erased ones are left out', async () => {
  await rig.db.updateTable('customers').set({ test: true }).where('id', '>', 0).execute();
  expect((await missing()).customers).toBe(0);
});
