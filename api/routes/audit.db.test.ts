import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRig, type Rig } from '#api/testing/rig.ts';
import { galleryGraph } from '#chains/index.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
});
afterAll(() => rig.drop());

type Deeds = { action: string; name: string | null; subject: string; subjectName: string | null }[];
const deeds = async (query = '') => (await rig.call(`/v1/audit${query}`)).body.items as Deeds;

test('chains, keys and people are called in the audit as they are called now; what saves itself is told once in ten minutes', async () => {
  const { body } = await rig.call('/v1/chains', { body: { graph: galleryGraph('letters') } });
  const save = (revision: number, name: string) =>
    rig.call(`/v1/chains/${body.id}`, { method: 'PUT', body: { name }, headers: { 'If-Match': String(revision) } });
  expect((await save(1, 'First')).status).toBe(200);
  expect((await save(2, 'Second')).status).toBe(200);
  expect((await save(2, 'Stale')).status).toBe(409);
  const told = { name: 'admin', subject: body.id, subjectName: 'Second' };
  expect(await deeds()).toMatchObject([
    { ...told, action: 'chain.change' },
    { ...told, action: 'chain.create' },
  ]);
  rig.pass(11 * 60_000);
  await save(3, 'Third');
  expect((await deeds('?action=chain.change')).map(({ subjectName }) => subjectName)).toEqual(['Third', 'Third']);
});

test('the audit is filtered by who, what and where, and paged', async () => {
  await rig.call('/v1/settings', { method: 'PUT', body: { name: 'Maison' } });
  const [one] = await deeds('?action=settings');
  expect(one).toMatchObject({ action: 'settings.change', subject: 'settings', subjectName: null });
  expect(await deeds('?action=chain&limit=1')).toHaveLength(1);
  const first = await rig.call('/v1/audit?limit=2');
  const rest = await rig.call(`/v1/audit?limit=2&cursor=${first.body.next}`);
  expect([...(first.body.items as Deeds), ...(rest.body.items as Deeds)].map(({ action }) => action)).toEqual([
    ...['settings.change', 'chain.change', 'chain.change', 'chain.create'],
  ]);
  expect(await deeds('?actor=usr_nobody')).toEqual([]);
});
