import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRig, type Rig } from '#api/testing/rig.ts';
import { enterLetters, putTouch, type Scene } from '#api/testing/scene.ts';
import { DAY } from '#core/clock.ts';
import { setMemberAside } from '#store/poison.ts';
import { suspendUnguarded } from '#store/publishing.ts';
import { writeFinds } from '#store/sweep.ts';
import { sayGone, sayHere } from '#store/workers.ts';

let rig: Rig;
let scene: Scene;
let looker: string;
beforeAll(async () => {
  rig = await createRig();
  scene = await enterLetters(rig, 'ann');
  await rig.call('/v1/identify', { body: { userId: 'ann', traits: { firstName: 'Ann', lastName: 'Lee' } } });
  const { body } = await rig.call('/v1/keys', { body: { name: 'looks', scopes: ['chains:read', 'touches:read'] } });
  looker = String(body.token ?? body.key);
});
afterAll(() => rig.drop());

const items = (body: Record<string, unknown>) => body.items as Record<string, unknown>[];

test('events are listed newest first with what they did, and who may not see customers sees none', async () => {
  await rig.call('/v1/track', { body: { userId: 'ann', event: 'Page Liked' } });
  const { status, body } = await rig.call('/v1/events');
  expect(status).toBe(200);
  expect(items(body)).toMatchObject([
    { name: 'Page Liked', customer: { id: scene.customer, name: 'Ann Lee' }, decisions: [] },
    {
      name: 'Brochure Requested',
      decisions: [{ chain: { id: scene.chain }, decision: 'entered', enrolment: scene.enrolment }],
    },
  ]);
  const hidden = await rig.call('/v1/events?name=Brochure%20Requested', { key: looker });
  expect(items(hidden.body)).toMatchObject([{ customer: null, decisions: [{ decision: 'entered', enrolment: null }] }]);
  expect(JSON.stringify(hidden.body)).not.toMatch(/Ann|cus_/);
  const first = await rig.call('/v1/events?limit=1');
  const second = await rig.call(`/v1/events?limit=1&cursor=${first.body.next}`);
  expect(items(second.body)).toMatchObject([{ name: 'Brochure Requested' }]);
  expect(second.body.next).toBeNull();
});

test('a touch in doubt is counted and listed until somebody says what became of it', async () => {
  const touch = await putTouch(rig, scene, 'unknown');
  const outbox = await rig.call('/v1/outbox');
  expect(outbox.body).toMatchObject({
    counts: [{ channel: 'email', state: 'unknown', count: 1 }],
    attention: { unknown: 1, others: 0 },
  });
  const listed = await rig.call('/v1/attention?kind=unknown');
  expect(items(listed.body)).toMatchObject([
    { kind: 'unknown', touch, chain: { id: scene.chain }, step: { id: 'first' }, customer: { name: 'Ann Lee' } },
  ]);
  const hidden = await rig.call('/v1/attention', { key: looker });
  expect(items(hidden.body)).toMatchObject([{ kind: 'unknown', customer: null, detail: {} }]);
  await rig.call(`/v1/touches/${touch}/resolve`, { body: { as: 'sent' } });
  expect(items((await rig.call('/v1/attention')).body)).toEqual([]);
  expect(items((await rig.call('/v1/attention?open=false')).body)).toMatchObject([{ resolution: 'sent' }]);
  expect((await rig.call('/v1/outbox')).body).toMatchObject({ counts: [{ state: 'handed', count: 1 }] });
});

test('a member set aside is put away once seen, and stays in the list until it goes on', async () => {
  const walker = { enrolment: scene.enrolmentNumber, step: 1, visit: 1, due: rig.now(), rev: 900 };
  await setMemberAside(rig.db, walker as never, scene.month, { times: 1, message: 'no such day' }, rig.now());
  const [one] = items((await rig.call('/v1/attention?kind=poison')).body);
  expect(one).toMatchObject({ detail: { message: 'no such day' }, seenAt: null, customer: { id: scene.customer } });
  const needs = async () => (await rig.call('/v1/home')).body.needs as { kind: string }[];
  expect((await needs()).map(({ kind }) => kind)).toContain('poison');
  expect((await rig.call(`/v1/attention/${one!.id}/seen`, { method: 'POST', key: looker })).status).toBe(403);
  expect((await rig.call(`/v1/attention/${one!.id}/seen`, { method: 'POST' })).status).toBe(200);
  expect((await rig.call('/v1/attention/atn_zzz/seen', { method: 'POST' })).status).toBe(404);
  expect((await needs()).map(({ kind }) => kind)).not.toContain('poison');
  const [still] = items((await rig.call('/v1/attention?kind=poison')).body);
  expect(still!.seenAt).not.toBeNull();
});

test('a chain that its guard suspended says so, with what was measured, until it is resumed', async () => {
  const guarded = await enterLetters(rig, 'bob');
  await rig.db.updateTable('chains').set({ state: 'live' }).where('id', '=', guarded.chainNumber).execute();
  await rig.call(`/v1/chains/${guarded.chain}/guard`, {
    method: 'PUT',
    body: { guard: { optOuts: 5, days: 7, atLeast: 1 } },
  });
  await putTouch(rig, guarded, 'handed');
  await rig.db
    .updateTable('touches')
    .set({ handed_at: new Date(rig.now()) })
    .where('chain', '=', guarded.chainNumber)
    .execute();
  rig.pass(1_000);
  expect(await suspendUnguarded(rig.db, rig.now())).toEqual([]);
  await rig.call(`/v1/customers/${guarded.customer}/withdraw`, { body: { scope: { kind: 'everything' } } });
  expect(await suspendUnguarded(rig.db, rig.now())).toMatchObject([{ chain: guarded.chainNumber }]);
  const [one] = items((await rig.call('/v1/attention?kind=guard')).body);
  expect(one).toMatchObject({
    chain: { id: guarded.chain },
    detail: { measure: 'opt_outs', measured: 1_000, allowed: 5, contacts: 1 },
  });
  const [need] = (await rig.call('/v1/home')).body.needs as { kind: string }[];
  expect(need).toMatchObject({ kind: 'health' });
  expect((await rig.call('/v1/home')).body.needs).toContainEqual(
    expect.objectContaining({ kind: 'guard', id: one!.id, detail: one!.detail }),
  );
  await rig.call(`/v1/chains/${guarded.chain}/resume`, { body: { decision: { kind: 'send', overHours: 0 } } });
  expect(items((await rig.call('/v1/attention?kind=guard')).body)).toEqual([]);
});

test('the health of the instance is what its workers and its sweep say', async () => {
  const parts = async () => {
    const { body } = await rig.call('/v1/health', { key: looker });
    const listed = body.parts as { part: string; state: string; reason: string }[];
    return { state: body.state, ...Object.fromEntries(listed.map(({ part, reason }) => [part, reason])) };
  };
  expect(await parts()).toMatchObject({ state: 'bad', workers: 'unseen', sweep: 'unseen' });
  const well = { sending: 'live', foreign: false, catcher: false, clock: true, mail: { ok: true, why: null } } as const;
  await sayHere(rig.db, 'one', well);
  const finds = { overdue: 0, unheard: 0, expiredTasks: 0, unknown: 0, ruleFailures: 0, oldestOverdueMs: 0 };
  await writeFinds(rig.db, finds, rig.now());
  expect(await parts()).toEqual({
    ...{ state: 'ok', workers: 'here', clock: 'reached', queue: 'on_time', sweep: 'done', mail: 'reached' },
    sending: 'live',
  });
  await sayHere(rig.db, 'one', { ...well, sending: 'off', clock: false, mail: { ok: false, why: 'refused' } });
  await writeFinds(rig.db, { ...finds, oldestOverdueMs: 20 * 60_000 }, rig.now());
  expect(await parts()).toMatchObject({
    state: 'bad',
    clock: 'unreached',
    queue: 'late',
    mail: 'unreached',
    sending: 'off',
  });
  const { body } = await rig.call('/v1/outbox');
  expect(body.channels).toContainEqual({ channel: 'email', ready: false, reason: 'off' });
  await sayGone(rig.db, 'one');
  expect(await parts()).toMatchObject({ workers: 'unseen' });
  rig.pass(DAY);
});
