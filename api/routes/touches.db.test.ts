import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRig, type Rig } from '#api/testing/rig.ts';
import { enterLetters, putTask, putTouch } from '#api/testing/scene.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
});
afterAll(() => rig.drop());

async function pressureOf(customer: number) {
  return rig.db.selectFrom('pressure').select('step').where('customer', '=', customer).execute();
}

test('a touch is listed by customer, chain, state and channel, and read with its decision record', async () => {
  const scene = await enterLetters(rig, 'listed');
  const id = await putTouch(rig, scene, 'handed');
  for (const query of [
    `customer=${scene.customer}`,
    `chain=${scene.chain}`,
    `chain=${scene.chain}&state=handed&channel=email&step=first`,
  ]) {
    expect((await rig.call(`/v1/touches?${query}`)).body.items, query).toMatchObject([
      { id, enrolment: scene.enrolment },
    ]);
  }
  expect((await rig.call(`/v1/touches?chain=${scene.chain}&state=refused`)).body.items).toEqual([]);
  expect((await rig.call(`/v1/touches/${id}`)).body).toMatchObject({
    id,
    step: 'first',
    decision: { rules: [{ rule: 'consent' }] },
  });
});

test('an unknown touch that was not sent after all no longer counts for pressure', async () => {
  const scene = await enterLetters(rig, 'not-sent');
  const id = await putTouch(rig, scene, 'unknown');
  expect((await rig.call('/v1/touches?state=unknown')).body.items).toMatchObject([{ id }]);
  const resolved = await rig.call(`/v1/touches/${id}/resolve`, { body: { as: 'not_sent' } });
  expect(resolved).toMatchObject({ status: 200, body: { state: 'failed', reason: 'resolved_not_sent' } });
  expect(await pressureOf(scene.customerNumber)).toEqual([]);
  expect((await rig.call('/v1/touches?state=unknown')).body.items).toEqual([]);
  expect((await rig.call(`/v1/touches/${id}/resolve`, { body: { as: 'not_sent' } })).status).toBe(200);
  expect((await rig.call(`/v1/touches/${id}/resolve`, { body: { as: 'sent' } })).status).toBe(409);
  const deeds = await rig.db.selectFrom('audit').selectAll().where('subject', '=', id).execute();
  expect(deeds).toMatchObject([
    { action: 'touch.resolve', detail: { as: 'not_sent' }, actor: expect.stringMatching(/^key_/) },
  ]);
});

test('an unknown touch that was sent goes on counting', async () => {
  const scene = await enterLetters(rig, 'sent');
  const id = await putTouch(rig, scene, 'unknown');
  expect((await rig.call(`/v1/touches/${id}/resolve`, { body: { as: 'sent' } })).body).toMatchObject({
    state: 'handed',
  });
  expect(await pressureOf(scene.customerNumber)).toHaveLength(1);
});

test('a touch whose fate is known is not to be resolved', async () => {
  const scene = await enterLetters(rig, 'known');
  const id = await putTouch(rig, scene, 'handed');
  expect(await rig.call(`/v1/touches/${id}/resolve`, { body: { as: 'sent' } })).toMatchObject({
    status: 409,
    body: { problems: [{ code: 'not_unknown' }] },
  });
});

/** With the first outcome the chain names. */
async function close(task: string) {
  const { outcomes } = (await rig.call(`/v1/tasks/${task}`)).body as { outcomes: string[] };
  return rig.call(`/v1/tasks/${task}/close`, { body: { outcome: outcomes[0] } });
}

test('a task takes no outcome its chain does not name', async () => {
  const scene = await enterLetters(rig, 'task-odd');
  const { task } = await putTask(rig, scene);
  const answer = await rig.call(`/v1/tasks/${task}/close`, { body: { outcome: 'eaten' } });
  expect(answer).toMatchObject({ status: 422, body: { problems: [{ code: 'unknown_outcome', field: 'outcome' }] } });
});

test('closing a task completes its touch and wakes the enrolment; doing it twice changes nothing', async () => {
  const scene = await enterLetters(rig, 'task');
  const { task, touch } = await putTask(rig, scene);
  expect((await rig.call(`/v1/tasks?state=open&team=post&customer=${scene.customer}`)).body.items).toMatchObject([
    { id: task, touch },
  ]);
  const { outcomes } = (await rig.call(`/v1/tasks/${task}`)).body as { outcomes: string[] };
  const outcome = outcomes[0];
  rig.pass(3_600_000);
  rig.wakes.length = 0;
  const closed = await rig.call(`/v1/tasks/${task}/close`, { body: { outcome, note: 'posted' } });
  expect(closed.body).toMatchObject({
    state: 'done',
    outcome,
    note: 'posted',
    closedAt: new Date(rig.now()).toISOString(),
  });
  expect(rig.wakes).toEqual([{ cohort: scene.cohort, enrolment: scene.enrolmentNumber }]);
  expect((await rig.call(`/v1/touches/${touch}`)).body).toMatchObject({
    outcome,
    completedAt: new Date(rig.now()).toISOString(),
  });
  rig.pass(3_600_000);
  const again = await rig.call(`/v1/tasks/${task}/close`, { body: { outcome } });
  expect(again).toMatchObject({ status: 200, body: { closedAt: closed.body.closedAt } });
});

test('a task closed with one outcome is not closed with another', async () => {
  const scene = await enterLetters(rig, 'task-twice');
  const { task } = await putTask(rig, scene);
  await rig.db
    .updateTable('tasks')
    .set({ state: 'done', outcome: 'lost' })
    .where('customer', '=', scene.customerNumber)
    .execute();
  expect(await close(task)).toMatchObject({ status: 409, body: { problems: [{ code: 'closed' }] } });
});

test('a task that expired is not closed any more', async () => {
  const scene = await enterLetters(rig, 'task-late');
  const { task } = await putTask(rig, scene);
  await rig.db.updateTable('tasks').set({ state: 'expired' }).where('customer', '=', scene.customerNumber).execute();
  expect((await close(task)).status).toBe(409);
});

test('tasks are walked by due date, page by page', async () => {
  const seen: string[] = [];
  let cursor = '';
  do {
    const { body } = await rig.call(`/v1/tasks?limit=1${cursor}`);
    seen.push(...(body.items as { id: string }[]).map((t) => t.id));
    cursor = body.next ? `&cursor=${body.next}` : '';
  } while (cursor);
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen.length).toBeGreaterThanOrEqual(3);
});

test('touches are walked page by page across enrolments', async () => {
  const seen: string[] = [];
  let cursor = '';
  do {
    const { body } = await rig.call(`/v1/touches?limit=2${cursor}`);
    seen.push(...(body.items as { id: string }[]).map((t) => t.id));
    cursor = body.next ? `&cursor=${body.next}` : '';
  } while (cursor);
  const { n } = await rig.db
    .selectFrom('touches')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow();
  expect(seen).toHaveLength(n);
  expect(new Set(seen).size).toBe(n);
});

test('cancelling ends the enrolment with its task and its touch on hold, and wakes the cohort once', async () => {
  const scene = await enterLetters(rig, 'cancelled');
  const touch = await putTouch(rig, scene, 'held');
  await rig.db
    .insertInto('tasks')
    .values({
      month: scene.month,
      enrolment: scene.enrolmentNumber,
      step: 0,
      visit: 1,
      customer: scene.customerNumber,
      chain: scene.chainNumber,
      kind: 'call',
      title: 'Call',
      due: new Date(rig.now()),
      created_at: new Date(rig.now()),
    })
    .execute();
  rig.wakes.length = 0;
  const cancelled = await rig.call(`/v1/enrolments/${scene.enrolment}/cancel`, { method: 'POST' });
  expect(cancelled.body).toMatchObject({ state: 'ended', outcome: 'cancelled' });
  expect((await rig.call(`/v1/touches/${touch}`)).body).toMatchObject({ state: 'withdrawn', reason: 'cancelled' });
  expect(await pressureOf(scene.customerNumber)).toEqual([]);
  expect((await rig.call(`/v1/tasks?customer=${scene.customer}`)).body.items).toMatchObject([{ state: 'cancelled' }]);
  expect((await rig.call(`/v1/enrolments/${scene.enrolment}/cancel`, { method: 'POST' })).status).toBe(200);
  expect(rig.wakes).toEqual([{ cohort: scene.cohort, enrolment: scene.enrolmentNumber }]);
});

test('an enrolment that completed cannot be cancelled any more', async () => {
  const scene = await enterLetters(rig, 'completed');
  await rig.db
    .updateTable('enrolments')
    .set({ state: 'ended', outcome: 'completed' })
    .where('id', '=', scene.enrolmentNumber)
    .execute();
  expect((await rig.call(`/v1/enrolments/${scene.enrolment}/cancel`, { method: 'POST' })).status).toBe(409);
});
