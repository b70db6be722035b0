import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRig, type Rig } from '#api/testing/rig.ts';
import { enterLetters, putTask, type Scene } from '#api/testing/scene.ts';
import { signedIn } from '#api/testing/visitor.ts';
import { DAY, HOUR } from '#core/clock.ts';
import { IN_HAND } from '#store/tasks.ts';

let rig: Rig;
let scene: Scene;
beforeAll(async () => {
  rig = await createRig();
  scene = await enterLetters(rig, 'ann');
  const traits = {
    phone: '+33639981230',
    firstName: 'Ann',
    lastName: 'Roux',
    address: { street: '3 rue des Lilas', postalCode: '69001', city: 'Lyon' },
  };
  await rig.call('/v1/identify', { body: { userId: 'ann', traits } });
});
afterAll(() => rig.drop());

type Who = { Cookie: string; Origin: string };
async function agent(team: string | null, name = 'Agent'): Promise<Who> {
  return { Cookie: await signedIn(rig, ['agent'], { team, name }), Origin: rig.deps.config.baseUrl };
}
const as = (who: Who, path: string, body?: unknown, method = body === undefined ? 'GET' : 'POST') =>
  rig.call(path, { key: null, headers: who, method, ...(body === undefined ? {} : { body }) });

/** A task of its own visit. */
async function task(
  change: { kind?: string; team?: string | null; due?: number; validUntil?: number } = {},
): Promise<string> {
  const taken = await rig.db.selectFrom('tasks').select('id').execute();
  await rig.db.deleteFrom('touches').where('customer', '=', scene.customerNumber).execute();
  await rig.db
    .updateTable('tasks')
    .set({ visit: 100 + taken.length })
    .where('visit', '=', 1)
    .execute();
  const { task: id } = await putTask(rig, scene);
  await rig.db
    .updateTable('tasks')
    .set({
      ...{ kind: change.kind ?? 'call', team: change.team === undefined ? 'post' : change.team },
      ...{
        due: new Date(change.due ?? rig.now()),
        valid_until: change.validUntil ? new Date(change.validUntil) : null,
      },
    })
    .where('visit', '=', 1)
    .execute();
  return id;
}

test('of two agents who reach for a task at once one has it in hand, and the other is told who', async () => {
  const id = await task();
  const [anna, bert] = [await agent('post', 'Anna'), await agent('post', 'Bert')];
  const claims = await Promise.all([anna, bert].map((who) => as(who, `/v1/tasks/${id}/claim`, undefined, 'POST')));
  expect(claims.map((c) => c.status).sort()).toEqual([200, 409]);
  const winner = claims[0]!.status === 200 ? 'Anna' : 'Bert';
  const won = claims.find((c) => c.status === 200)!;
  expect(won.body).toMatchObject({
    claim: { by: winner, mine: true },
    person: { name: 'Ann Roux', phone: '+33639981230' },
  });
  const lost = claims.find((c) => c.status === 409)!;
  expect(lost.body.problems).toMatchObject([{ code: 'claimed', message: expect.stringContaining(winner) }]);
  const other = winner === 'Anna' ? bert : anna;
  expect((await as(other, `/v1/tasks/${id}`)).body).toMatchObject({
    ...{ claim: { by: winner, mine: false }, person: { name: 'Ann Roux', phone: null } },
  });
  expect(await as(other, `/v1/tasks/${id}/close`, { outcome: 'sent' })).toMatchObject({ status: 409 });
  expect(await as(other, `/v1/tasks/${id}/release`, undefined, 'POST')).toMatchObject({ status: 409 });
});

test('nobody gathers the list in his own hands: the eleventh is refused until one is given back; a program may', async () => {
  const anna = await agent('post', 'Anna');
  const claim = (id: string) => as(anna, `/v1/tasks/${id}/claim`, undefined, 'POST');
  const ids: string[] = [];
  while (ids.length < IN_HAND + 1) ids.push(await task());
  for (const id of ids.slice(1, IN_HAND)) expect((await claim(id)).status).toBe(200);
  // The tenth and the eleventh at once: one finds room.
  const both = await Promise.all([claim(ids[0]!), claim(ids[IN_HAND]!)]);
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  const refused = both.findIndex(({ status }) => status === 409);
  expect(both[refused]!.body.problems).toMatchObject([{ code: 'hands_full' }]);
  const last = ids[refused === 0 ? 0 : IN_HAND]!;
  expect((await claim(ids[1]!)).status).toBe(200);
  expect((await rig.call(`/v1/tasks/${last}`)).body).toMatchObject({ claim: null });
  await as(anna, `/v1/tasks/${ids[1]}/release`, undefined, 'POST');
  expect((await claim(last)).status).toBe(200);
  expect((await rig.call(`/v1/tasks/${ids[1]}/claim`, { method: 'POST' })).status).toBe(200);
});

test('a claim that has lapsed, or was given back, leaves the task to whoever comes next', async () => {
  const id = await task();
  const [anna, bert] = [await agent('post', 'Anna'), await agent('post', 'Bert')];
  const claim = (who: Who) => as(who, `/v1/tasks/${id}/claim`, undefined, 'POST');
  await claim(anna);
  await rig.db
    .updateTable('tasks')
    .set({ lease_until: new Date(0) })
    .where('visit', '=', 1)
    .execute();
  expect((await claim(bert)).body).toMatchObject({ claim: { by: 'Bert', mine: true } });
  expect(await claim(anna)).toMatchObject({ status: 409 });
  expect((await as(bert, `/v1/tasks/${id}/release`, undefined, 'POST')).body).toMatchObject({ claim: null });
  expect(await claim(anna)).toMatchObject({ status: 200 });
  expect(await as(anna, `/v1/tasks/${id}/close`, { outcome: 'sent', note: 'all well' })).toMatchObject({
    ...{ status: 200, body: { state: 'done', outcome: 'sent', note: 'all well', claim: null } },
  });
  expect(await claim(bert)).toMatchObject({ status: 409, body: { problems: [{ code: 'closed' }] } });
});

test('an agent of another team sees nothing of a task and may do nothing with it', async () => {
  const id = await task();
  const stranger = await agent('Lyon');
  expect(await as(stranger, `/v1/tasks/${id}`)).toMatchObject({ status: 404 });
  expect((await as(stranger, '/v1/tasks?state=open')).body.items).toEqual([]);
  expect((await as(stranger, '/v1/task-counts')).body.items).toEqual([]);
  for (const deed of ['claim', 'release']) {
    expect(await as(stranger, `/v1/tasks/${id}/${deed}`, undefined, 'POST')).toMatchObject({ status: 404 });
  }
  const until = new Date(rig.now() + DAY).toISOString();
  expect(await as(stranger, `/v1/tasks/${id}/postpone`, { until })).toMatchObject({ status: 404 });
  expect(await as(stranger, `/v1/tasks/${id}/close`, { outcome: 'sent' })).toMatchObject({ status: 404 });
  expect((await as(stranger, '/v1/tasks/close', { tasks: [id], outcome: 'sent' })).body).toEqual({
    ...{ closed: 0, left: [{ task: id, why: 'missing' }] },
  });
});

test('a call is put off to the time the customer named, and not beyond what it is good for', async () => {
  const id = await task({ validUntil: rig.now() + 2 * DAY });
  const anna = await agent('post', 'Anna');
  const put = (ms: number) =>
    as(anna, `/v1/tasks/${id}/postpone`, { until: new Date(rig.now() + ms).toISOString(), note: 'at work until six' });
  expect(await put(-HOUR)).toMatchObject({ status: 422, body: { problems: [{ code: 'in_past' }] } });
  expect(await put(3 * DAY)).toMatchObject({ status: 422, body: { problems: [{ code: 'too_late' }] } });
  expect((await put(DAY)).body).toMatchObject({
    ...{ state: 'open', claim: null, note: 'at work until six', due: new Date(rig.now() + DAY).toISOString() },
  });
});

test('the letters of a day are closed together; what may not be closed so is told', async () => {
  await rig.db.updateTable('tasks').set({ state: 'expired' }).where('state', '=', 'open').execute();
  const closedBefore = await task({ kind: 'letter' });
  const anna = await agent('post', 'Anna');
  await as(anna, `/v1/tasks/${closedBefore}/close`, { outcome: 'address_wrong' });
  const letter = await task({ kind: 'letter', due: rig.now() - DAY });
  expect((await as(anna, '/v1/task-counts')).body.items).toEqual([
    { kind: 'letter', team: 'post', open: 1, overdue: 1 },
  ]);
  const listed = await as(anna, '/v1/tasks?state=open&kind=letter');
  expect(listed.body.items).toMatchObject([
    {
      id: letter,
      person: { phone: null, address: ['3 rue des Lilas', '69001 Lyon'] },
      outcomes: ['sent', 'address_wrong'],
    },
  ]);
  const tasks = [letter, closedBefore, 'tsk_zzzzz'];
  expect((await as(anna, '/v1/tasks/close', { tasks, outcome: 'posted' })).body).toMatchObject({ closed: 0 });
  rig.wakes.length = 0;
  expect((await as(anna, '/v1/tasks/close', { tasks, outcome: 'sent' })).body).toEqual({
    closed: 1,
    left: [
      { task: closedBefore, why: 'closed' },
      { task: 'tsk_zzzzz', why: 'missing' },
    ],
  });
  expect(rig.wakes).toEqual([{ cohort: scene.cohort, enrolment: scene.enrolmentNumber }]);
  const touch = await rig.db
    .selectFrom('touches')
    .select(['outcome', 'completed_at'])
    .where('step_id', '=', 'first')
    .executeTakeFirst();
  expect(touch).toEqual({ outcome: 'sent', completed_at: new Date(rig.now()) });
});

test('who answers for all tasks closes one that is in an agent’s hand; a publisher does not', async () => {
  const id = await task();
  const anna = await agent('post', 'Anna');
  await as(anna, `/v1/tasks/${id}/claim`, undefined, 'POST');
  const publisher = { Cookie: await signedIn(rig, ['publisher']), Origin: rig.deps.config.baseUrl };
  expect((await as(publisher, `/v1/tasks/${id}`)).body).toMatchObject({ person: { phone: '+33639981230' } });
  expect(await as(publisher, `/v1/tasks/${id}/close`, { outcome: 'sent' })).toMatchObject({ status: 409 });
  expect(await rig.call(`/v1/tasks/${id}/close`, { body: { outcome: 'sent' } })).toMatchObject({ status: 200 });
});
