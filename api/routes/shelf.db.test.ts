import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRig, type Rig } from '#api/testing/rig.ts';
import { galleryGraph } from '#chains/index.ts';
import { DAY } from '#core/clock.ts';
import { createKey } from '#store/keys.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
});
afterAll(() => rig.drop());

type Line = { id: string; name: string; event: string | null; entered: number; folder: string | null; tags: string[] };

async function list(query = ''): Promise<Line[]> {
  const { status, body } = await rig.call(`/v1/chains?limit=200&${query}`);
  expect(status).toBe(200);
  return body.items as Line[];
}
const names = async (query: string) => (await list(query)).map((line) => line.name);
const create = async (body: unknown) => String((await rig.call('/v1/chains', { body })).body.id);
const patch = (id: string, body: unknown) => rig.call(`/v1/chains/${id}`, { method: 'PATCH', body });

test('chains are found by state, folder, tag, owner and words, and each says what sets it off and who came lately', async () => {
  const letters = await create({ graph: galleryGraph('letters'), folder: 'Prospects', tags: ['post', 'spring'] });
  await create({ graph: galleryGraph('birthday'), folder: 'Loyalty', owner: 'marie' });
  await create({ name: 'Empty one' });
  await rig.call(`/v1/chains/${letters}/publish`, { body: {}, headers: { 'If-Match': '1' } });
  await rig.call('/v1/track', { body: { userId: 'old', event: 'Brochure Requested' } });
  rig.pass(8 * DAY);
  for (const userId of ['ann', 'bob']) await rig.call('/v1/track', { body: { userId, event: 'Brochure Requested' } });
  await rig.call('/v1/identify', { body: { userId: 'tess' } });
  const { body } = await rig.call('/v1/customers/lookup', { body: { userId: 'tess' } });
  await rig.call(`/v1/customers/${(body.items as { id: string }[])[0]!.id}/test`, {
    method: 'PUT',
    body: { test: true },
  });
  await rig.call('/v1/track', { body: { userId: 'tess', event: 'Brochure Requested' } });

  expect(await list('sort=name')).toMatchObject([
    { name: 'Birthday', event: 'Account Created', entered: 0, ownerName: 'marie' },
    { name: 'Empty one', event: null },
    { name: 'Two letters, then an SMS', event: 'Brochure Requested', entered: 2, versions: 1, state: 'live' },
  ]);
  expect(await names('state=live')).toEqual(['Two letters, then an SMS']);
  expect(await names('folder=Loyalty')).toEqual(['Birthday']);
  expect(await names('tag=spring')).toEqual(['Two letters, then an SMS']);
  expect(await names('owner=marie')).toEqual(['Birthday']);
  expect(await names('q=EMPTY')).toEqual(['Empty one']);
  expect(await names('q=still%20no%20purchase')).toEqual(['Two letters, then an SMS']);
  expect(await names('q=100%25')).toEqual([]);
  expect((await names('sort=entered'))[0]).toBe('Two letters, then an SMS');
});

test.each(['newest', 'changed', 'name', 'entered'])('pages by %s hold every chain once', async (sort) => {
  const whole = (await list(`sort=${sort}`)).map((line) => line.id);
  const paged: string[] = [];
  for (let cursor = ''; paged.length < 50; ) {
    const { body } = await rig.call(`/v1/chains?limit=1&sort=${sort}${cursor && `&cursor=${cursor}`}`);
    paged.push(...(body.items as Line[]).map((line) => line.id));
    if (body.next === null) break;
    cursor = String(body.next);
  }
  expect(paged).toEqual(whole);
});

test('a chain is moved, tagged and given away without another revision; another name is one', async () => {
  const id = await create({ graph: galleryGraph('season') });
  const placed = await patch(id, { folder: 'Feasts', tags: ['winter', 'winter'], owner: 'usr_1' });
  expect(placed.body).toMatchObject({ folder: 'Feasts', tags: ['winter'], owner: 'usr_1', revision: 1 });
  const named = await patch(id, { name: 'Christmas' });
  expect(named.body).toMatchObject({ name: 'Christmas', revision: 2, folder: 'Feasts', draft: { name: 'Christmas' } });
  expect({ ...(named.body.draft as object), name: '' }).toEqual({ ...(placed.body.draft as object), name: '' });
  expect((await patch(id, {})).status).toBe(200);
  expect((await patch('chn_zzz', { folder: 'x' })).status).toBe(404);
  const { body } = await rig.call('/v1/shelves');
  expect(body.folders).toContainEqual({ name: 'Feasts', count: 1 });
  expect(body.tags).toContainEqual({ name: 'winter', count: 1 });
  expect(body.owners).toContainEqual({ id: 'usr_1', name: 'usr_1', count: 1 });
});

test('a duplicate is a draft of its own under a free name', async () => {
  const [letters] = await list('state=live');
  const copy = (await rig.call(`/v1/chains/${letters!.id}/copy`, { body: {} })).body;
  expect(copy).toMatchObject({
    name: 'Two letters, then an SMS (2)',
    state: 'draft',
    folder: 'Prospects',
    version: null,
  });
  expect((await rig.call(`/v1/chains/${copy.id}/copy`, { body: {} })).body.name).toBe('Two letters, then an SMS (3)');
  const named = await rig.call(`/v1/chains/${letters!.id}/copy`, { body: { name: 'Deux courriers' } });
  expect(named.body).toMatchObject({ name: 'Deux courriers', draft: { name: 'Deux courriers' } });
});

test('who only reads changes nothing', async () => {
  const { token } = await createKey(rig.db, rig.now(), { name: 'viewer', scopes: ['chains:read'] });
  const [any] = await list();
  const calls = [
    rig.call(`/v1/chains/${any!.id}`, { method: 'PATCH', body: { folder: 'x' }, key: token }),
    rig.call(`/v1/chains/${any!.id}/copy`, { body: {}, key: token }),
    rig.call('/v1/chains/import', { body: {}, key: token }),
    rig.call(`/v1/chains/${any!.id}/simulate`, { body: {}, key: token }),
  ];
  for (const { status } of await Promise.all(calls)) expect(status).toBe(403);
});
