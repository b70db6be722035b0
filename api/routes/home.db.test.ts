import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRig, type Rig } from '#api/testing/rig.ts';
import { enterLetters, putTask } from '#api/testing/scene.ts';
import { galleryGraph } from '#chains/index.ts';
import { DAY } from '#core/clock.ts';
import { sayHere } from '#store/workers.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
});
afterAll(() => rig.drop());

type Home = {
  days: string[];
  chains: { id: string; state: string; live: number; entered: number[]; touches: number[] }[];
  needs: { kind: string; count: number; chain: { id: string } | null }[];
  checklist: { item: string; done: boolean; reason: string | null }[] | null;
};
const home = async (key?: string) => (await rig.call('/v1/home', key ? { key } : {})).body as unknown as Home;
const ticked = async () => (await home()).checklist?.filter(({ done }) => done).map(({ item }) => item);

test('the checklist ticks itself from facts, and is put away for good', async () => {
  expect(await ticked()).toEqual([]);
  const { body } = await rig.call('/v1/chains', { body: { name: 'Empty' } });
  expect(await ticked()).toEqual([]);
  await rig.call(`/v1/chains/${body.id}`, { method: 'DELETE' });
  await enterLetters(rig, 'ann');
  expect(await ticked()).toEqual(['drawn', 'received', 'published']);
  const found = await rig.call('/v1/customers/lookup', { body: { userId: 'ann' } });
  const [ann] = found.body.items as { id: string }[];
  await rig.call(`/v1/customers/${ann!.id}/test`, { method: 'PUT', body: { test: true } });
  const worker = {
    sending: 'live',
    foreign: false,
    catcher: true,
    clock: true,
    mail: { ok: true, why: null },
  } as const;
  await sayHere(rig.db, 'one', worker);
  expect((await home()).checklist).toContainEqual({ item: 'channel', done: false, reason: 'catcher' });
  await sayHere(rig.db, 'one', { ...worker, catcher: false });
  expect(await ticked()).toEqual(['drawn', 'received', 'channel', 'tested', 'published']);
  await rig.call('/v1/home/put-away', { body: { what: 'checklist', amount: 5 } });
  expect((await home()).checklist).toBeNull();
});

test('entries and contacts of the last seven days stand by the days of the company, test customers left out', async () => {
  const scene = await enterLetters(rig, 'bob');
  await putTask(rig, scene);
  await rig.db
    .updateTable('touches')
    .set({ handed_at: new Date(rig.now()) })
    .execute();
  await rig.db.updateTable('chains').set({ state: 'live' }).where('id', '=', scene.chainNumber).execute();
  const { days, chains } = await home();
  expect(days).toEqual([
    '2026-11-18',
    '2026-11-19',
    '2026-11-20',
    '2026-11-21',
    '2026-11-22',
    '2026-11-23',
    '2026-11-24',
  ]);
  expect(chains).toMatchObject([
    { id: scene.chain, live: 1, entered: [0, 0, 0, 0, 0, 0, 1], touches: [0, 0, 0, 0, 0, 0, 1] },
  ]);
  // 23:30 UTC of the 24th is the 25th in Paris.
  rig.pass(13.5 * 3_600_000);
  await rig.call('/v1/track', { body: { userId: 'eve', event: 'Brochure Requested' } });
  expect((await home()).chains[0]).toMatchObject({ entered: [0, 0, 0, 0, 0, 1, 1] });
  rig.pass(6 * DAY);
  expect((await home()).chains[0]).toMatchObject({ entered: [1, 0, 0, 0, 0, 0, 0], live: 2 });
});

test('what needs a person is told to who may mend it', async () => {
  const { body } = await rig.call('/v1/chains', { body: { graph: galleryGraph('classic') } });
  await rig.call(`/v1/chains/${body.id}/requests`, { body: {}, headers: { 'If-Match': '1' } });
  await rig.call('/v1/stop', { body: { scope: 'channel', target: 'email' } });
  const kinds = async (key?: string) => (await home(key)).needs.map(({ kind, count }) => `${kind} ${count}`);
  expect(await kinds()).toEqual(expect.arrayContaining(['request 1', 'stop 1', 'tasks 1']));
  const { body: made } = await rig.call('/v1/keys', { body: { name: 'v', scopes: ['chains:read', 'touches:read'] } });
  const viewer = String(made.token ?? made.key);
  const seen = await kinds(viewer);
  expect(seen).toContain('stop 1');
  expect(seen.join()).not.toMatch(/request|tasks/);
  const refused = await rig.call('/v1/home/put-away', { body: { what: 'tasks', amount: 1 }, key: viewer });
  expect(refused.status).toBe(403);
  await rig.call('/v1/home/put-away', { body: { what: 'tasks', amount: 1 } });
  expect((await kinds()).join()).not.toMatch(/tasks/);
  // Nobody saw to it: that is told as such, for a week.
  await sql`update tasks set state = 'expired', closed_at = ${new Date(rig.now())} where state = 'open'`.execute(
    rig.db,
  );
  expect(await kinds()).toContain('lapsed 1');
  expect((await kinds(viewer)).join()).not.toMatch(/lapsed/);
  rig.pass(7 * DAY + 1);
  expect((await kinds()).join()).not.toMatch(/lapsed/);
});
