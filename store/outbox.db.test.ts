/** The outbox looks only where open and late contacts can be: it must find them all the same. */
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRig, type Rig } from '#api/testing/rig.ts';
import { enterLetters, putTouch, type Scene } from '#api/testing/scene.ts';
import { DAY } from '#core/clock.ts';
import { AGAIN, WAITING } from '#core/member.ts';
import { outboxOf } from '#store/outbox.ts';
import { prune } from '#store/sweep.ts';
import { type SettledTouch, settleAndClaim } from '#store/touches.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
});
afterAll(() => rig.drop());

const count = async () =>
  (await outboxOf(rig.db, rig.now())).map(({ channel, state, count: n }) => `${channel} ${state} ${n}`).sort();

async function stand(scene: Scene, phase: number, due = rig.now() + 3 * DAY): Promise<void> {
  await rig.db
    .updateTable('enrolments')
    .set({ phase, due: new Date(due), step: scene.plan.steps.findIndex(({ op }) => op.kind === 'touch') })
    .where('id', '=', scene.enrolmentNumber)
    .execute();
}

async function settle({ month, enrolmentNumber, chainNumber }: Scene, state: SettledTouch['state']): Promise<void> {
  const touch = await rig.db
    .selectFrom('touches')
    .select(['month', 'enrolment', 'step', 'visit'])
    .where('enrolment', '=', enrolmentNumber)
    .where('month', '=', month)
    .executeTakeFirstOrThrow();
  const what = { ...touch, was: 'reserved' as const, state, reason: null, response: '550', completed: true };
  const options = { leaseSeconds: 60, claimant: 'one', chain: chainNumber, channel: 'email', judgedAfter: 0 };
  await settleAndClaim(rig.db, [{ ...what, heldUntil: null }], [], { ...options, now: rig.now() });
}

test('what is held, booked, in doubt or refused is counted, and what has ended for a day', async () => {
  const scenes = new Map<string, Scene>();
  for (const state of ['held', 'reserved', 'unknown', 'refused', 'handed', 'tested', 'past']) {
    const scene = await enterLetters(rig, state);
    scenes.set(state, scene);
    await putTouch(
      rig,
      scene,
      state === 'refused' || state === 'handed'
        ? 'reserved'
        : state === 'tested' || state === 'past'
          ? 'handed'
          : state,
    );
    await stand(scene, WAITING);
  }
  const of = (state: string) => scenes.get(state)!;
  await stand(of('held'), AGAIN);
  await stand(of('reserved'), WAITING, rig.now());
  await settle(of('refused'), 'refused');
  await settle(of('handed'), 'handed');
  // A test customer's contacts are in no ledger; and what left long ago is still in it.
  await rig.db.updateTable('customers').set({ test: true }).where('id', '=', of('tested').customerNumber).execute();
  await rig.db.deleteFrom('pressure').where('customer', '=', of('tested').customerNumber).execute();
  for (const [state, ago] of [
    ['tested', DAY / 2],
    ['past', 2 * DAY],
  ] as const) {
    const handed_at = new Date(rig.now() - ago);
    await rig.db.updateTable('touches').set({ handed_at }).where('enrolment', '=', of(state).enrolmentNumber).execute();
  }
  const open = ['email held 1', 'email reserved 1', 'email unknown 1'];
  expect(await count()).toEqual(['email handed 2', ...open, 'email refused 1'].sort());
  rig.pass(2 * DAY);
  expect(await count()).toEqual(open);
});

test('what was refused is forgotten when nobody asks for it any more; the touch stays as it is', async () => {
  const days = { events: 400, decisions: 400, dedupe: 100, idempotency: 2 };
  const listed = async () => (await sql`select at from undelivered`.execute(rig.db)).rows.length;
  await prune(rig.db, rig.now() - DAY, days);
  expect(await listed()).toBe(1);
  await prune(rig.db, rig.now() + DAY, days);
  expect(await listed()).toBe(0);
  const { state } = await rig.db
    .selectFrom('touches')
    .select('state')
    .where('response', '=', '550')
    .where('state', '=', 'refused')
    .executeTakeFirstOrThrow();
  expect(state).toBe('refused');
});
