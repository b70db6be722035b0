import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRig, type Rig } from '#api/testing/rig.ts';
import { email, line } from '#setup/testing/graphs.ts';
import { publish } from '#setup/testing/publish.ts';
import { signHolder } from '#store/token.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
});
afterAll(() => rig.drop());

const put = (path: string, body: object) => rig.call(path, { method: 'PUT', body });
const remove = (path: string) => rig.call(path, { method: 'DELETE' });

test('a topic has a name in each language, and the preference page shows it', async () => {
  const made = await put('/v1/topics/wine', { names: { en: 'Wines', fr: 'Les vins' }, family: 'cellar' });
  const wine = { id: 'wine', brand: 'default', names: { en: 'Wines', fr: 'Les vins' }, family: 'cellar' };
  expect(made).toMatchObject({ status: 200, body: wine });
  // Once more is the same; what is left out is as for a new one.
  expect((await put('/v1/topics/wine', { names: wine.names, family: 'cellar' })).body).toEqual(wine);
  expect((await rig.call('/v1/topics')).body).toEqual({ items: [wine], next: null });
  await rig.call('/v1/identify', { body: { userId: 'reader' } });
  const { customer } = await rig.db.selectFrom('identities').select('customer').executeTakeFirstOrThrow();
  const page = `/p/${signHolder(rig.deps.secret, { customer, brand: 'default' })}`;
  const read = async (lang: string) => (await rig.app.request(page, { headers: { 'Accept-Language': lang } })).text();
  expect(await read('fr')).toContain('Les vins');
  expect(await read('en')).toContain('Wines');
  await put('/v1/brands/default', { name: 'Default', names: { fr: 'La Boutique' } });
  expect(await read('fr')).toContain('La Boutique');
  expect(await read('en')).toContain('Default');
});

test('topics are listed page by page, of one brand where asked', async () => {
  await put('/v1/brands/cave', { name: 'La Cave', names: { en: 'The Cellar' } });
  for (const id of ['a', 'b', 'c']) await put(`/v1/topics/${id}`, { brand: 'cave', names: { fr: id } });
  const first = await rig.call('/v1/topics?brand=cave&limit=2');
  const second = await rig.call(`/v1/topics?brand=cave&limit=2&cursor=${first.body.next}`);
  expect([first, second].flatMap(({ body }) => (body.items as { id: string }[]).map((t) => t.id))).toEqual([
    ...['a', 'b', 'c'],
  ]);
});

test('an id that would mean all of them, no name, a brand nobody knows and the topic of another brand are refused', async () => {
  for (const id of ['*', 'a:b', '.a', 'x'.repeat(65)])
    expect((await put(`/v1/topics/${encodeURIComponent(id)}`, { names: { en: 'x' } })).status, id).toBe(400);
  expect((await put('/v1/topics/empty', { names: {} })).status).toBe(400);
  expect((await put('/v1/topics/odd', { names: { 'not a language': 'x' } })).status).toBe(400);
  expect((await put('/v1/topics/lost', { brand: 'nobody', names: { en: 'x' } })).status).toBe(422);
  const stolen = await put('/v1/topics/a', { brand: 'default', names: { en: 'x' } });
  expect(stolen).toMatchObject({ status: 409, body: { problems: [{ code: 'other_brand', field: 'brand' }] } });
});

test('a topic in use by a published chain is not deleted, and the answer says where it is used', async () => {
  await put('/v1/topics/news', { names: { en: 'News' } });
  const { chain } = await publish(
    rig.db,
    rig.now(),
    line('Go', [email('first', { topics: ['news'] }), email('second', { topics: ['news'] })], { name: 'Welcome' }),
  );
  const kept = await remove('/v1/topics/news');
  expect(kept.status).toBe(409);
  expect(kept.body).toMatchObject({
    problems: [{ code: 'in_use', message: expect.stringContaining('“Welcome” (first, second)') }],
    uses: [{ kind: 'chain', id: `chn_${chain.toString(36)}`, steps: ['first', 'second'] }],
  });
  expect((await rig.call('/v1/topics?limit=200')).body.items).toContainEqual(expect.objectContaining({ id: 'news' }));
  // Nobody walks it any more.
  await rig.db.updateTable('chains').set({ state: 'archived' }).where('id', '=', chain).execute();
  expect((await remove('/v1/topics/news')).body).toEqual({ id: 'news', deleted: true });
  expect((await remove('/v1/topics/news')).status).toBe(404);
});

test('a topic of a chain that somebody still walks stays, though the chain takes nobody in any more', async () => {
  await put('/v1/topics/walked', { names: { en: 'x' } });
  const graph = line('Walk', [email('one', { topics: ['walked'] })], { name: 'Walked' });
  const { chain } = await publish(rig.db, rig.now(), graph);
  await rig.call('/v1/track', { body: { userId: 'walker', event: 'Walk' } });
  await rig.db.updateTable('chains').set({ state: 'archived' }).where('id', '=', chain).execute();
  expect((await remove('/v1/topics/walked')).status).toBe(409);
  await rig.db.updateTable('enrolments').set({ state: 'ended' }).where('chain', '=', chain).execute();
  expect((await remove('/v1/topics/walked')).status).toBe(200);
});

test('a brand is made, renamed and deleted; one that anything names stays, the default one always', async () => {
  const brand = { name: 'Old', names: { fr: 'Vieux' }, sender: { address: 'shop@shop.example' } };
  expect((await put('/v1/brands/old', brand)).body).toEqual({ id: 'old', ...brand });
  expect((await put('/v1/brands/old', { ...brand, name: 'New' })).body).toMatchObject({ name: 'New' });
  expect((await rig.call('/v1/brands')).body.items).toMatchObject([{ id: 'cave' }, { id: 'default' }, { id: 'old' }]);
  expect((await remove('/v1/brands/cave')).body).toMatchObject({ uses: [{ kind: 'topic', id: 'a' }, {}, {}] });
  expect((await remove('/v1/brands/default')).status).toBe(409);
  expect((await remove('/v1/brands/old')).status).toBe(200);
  expect((await remove('/v1/brands/old')).status).toBe(404);
});
