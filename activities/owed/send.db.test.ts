import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { HandedOver } from '#activities/channels/adapter.ts';
import { startOwed } from '#activities/owed/loop.ts';
import { createOwed } from '#activities/owed/send.ts';
import { DAY, HOUR } from '#core/clock.ts';
import { createRig, fakeHands, type Hands, type Rig } from '#setup/testing/rig.ts';
import { until } from '#setup/testing/until.ts';
import { noticeExpiry, oweMail } from '#store/owed.ts';
import { liftStop, putStop } from '#store/stops.ts';
import { suppress } from '#store/suppressions.ts';
import { prune } from '#store/sweep.ts';
import { createGate } from '#worker/gate.ts';

let rig: Rig;
let hands: Hands;
let customer: number;
beforeAll(async () => {
  rig = await createRig();
});
beforeEach(async () => {
  await rig.clear();
  hands = fakeHands('email', 10);
  customer = (await rig.take(rig.call('ann')))[0]!.customer;
});
afterAll(() => rig.drop());

const MINUTE = 60_000;
const sender = (gate: Parameters<typeof createOwed>[0]['gate'] = () => true) =>
  createOwed({ db: rig.db, clock: rig.clock, adapter: hands, gate });
const send = () => sender()();

function owe(code = '123456', to?: string): Promise<void> {
  return oweMail(rig.db, rig.clock.now(), {
    ...{ customer, brand: 'default', kind: 'code', expiresAt: rig.clock.now() + 15 * MINUTE },
    params: { code, purpose: 'download', lang: 'en', ...(to === undefined ? {} : { to }) },
  });
}
const mails = () => rig.db.selectFrom('mails_owed').selectAll().orderBy('id').execute();
const fates = async () => (await mails()).map((m) => m.fate);

test('what is owed leaves once, and then nothing is kept of what it said', async () => {
  await owe();
  expect((await mails())[0]).toMatchObject({ params: { code: '123456' }, fate: null });
  expect(await Promise.all([send(), send()])).toEqual(expect.arrayContaining([1, 0]));
  expect(hands.got).toMatchObject([{ address: 'ann@test.example', class: 'service', enrolment: 0 }]);
  expect(hands.got[0]?.facts.params).toEqual({ brand: 'Default', code: '123456' });
  expect((await mails())[0]).toMatchObject({ params: {}, fate: 'sent', response: '250 ok', attempts: 1 });
  expect(await send()).toBe(0);
  expect(hands.got).toHaveLength(1);
});

test('a link for somebody who works here goes to them in the company’s name, and is forgotten', async () => {
  for (const [lang, purpose] of [
    ['en', 'invitation'],
    ['fr', 'reset'],
  ] as const) {
    await oweMail(rig.db, rig.clock.now(), {
      ...{ customer: null, brand: 'default', kind: 'link', expiresAt: rig.clock.now() + DAY },
      params: {
        lang,
        purpose,
        to: 'amina@test.example',
        company: 'Maison',
        link: 'https://jalon.example/reset?token=x',
      },
    });
  }
  await send();
  expect(hands.got.map(({ address }) => address)).toEqual(['amina@test.example', 'amina@test.example']);
  expect(hands.got[0]?.facts.params).toEqual({ brand: 'Maison', link: 'https://jalon.example/reset?token=x' });
  expect((await mails()).map(({ params, fate }) => ({ params, fate }))).toEqual([
    { params: {}, fate: 'sent' },
    { params: {}, fate: 'sent' },
  ]);
});

test('nothing leaves where sending is off, for an address outside the allowlist, or from a copy of the base', async () => {
  const off = { mode: 'off' as const, allow: [] };
  const some = { mode: 'allowlist' as const, allow: ['@other.example'] };
  for (const gate of [
    createGate(off, { kind: 'own' }),
    createGate(some, { kind: 'own' }),
    createGate({ mode: 'live', allow: [] }, { kind: 'foreign', stamp: 'x' }),
  ]) {
    await owe();
    expect(await sender(gate)()).toBe(1);
  }
  expect(hands.got).toEqual([]);
  expect(await fates()).toEqual(['off', 'off', 'off']);
  await owe('222222', 'ann@other.example');
  await sender(createGate(some, { kind: 'own' }))();
  expect(hands.got.map((to) => to.address)).toEqual(['ann@other.example']);
});

test('a stop of everything or of e-mail holds it; what ran out meanwhile is emptied unsent', async () => {
  await owe();
  const stop = await putStop(rig.db, rig.clock.now(), { scope: 'channel', target: 'email', reason: null, by: 'test' });
  expect(await send()).toBe(0);
  await liftStop(rig.db, rig.clock.now(), stop.id, 'test');
  expect(await send()).toBe(1);
  await owe();
  await putStop(rig.db, rig.clock.now(), { scope: 'all', target: '', reason: null, by: 'test' });
  rig.pass(15 * MINUTE);
  expect(await send()).toBe(0);
  expect(await fates()).toEqual(['sent', 'expired']);
  expect((await mails())[1]?.params).toEqual({});
  expect(hands.got).toHaveLength(1);
});

test('a dead address gets nothing; one that complained or was erased is owed it; none at all is no fault', async () => {
  const value = 'ann@test.example';
  for (const reason of ['complaint', 'hard_bounce'] as const) {
    await suppress(rig.db, rig.clock.now(), [{ kind: 'email', value, reason, by: null }]);
    await owe();
    await send();
  }
  await rig.db.deleteFrom('addresses').execute();
  await owe();
  await send();
  expect(await fates()).toEqual(['sent', 'suppressed', 'no_address']);
  expect(hands.got).toHaveLength(1);
});

test('put off, it is tried again; refused, it ends and a dead address is known; in doubt, it is repeated under its name', async () => {
  const answers: HandedOver[] = [
    { kind: 'deferred', response: '450 later', retryAfter: MINUTE },
    { kind: 'handed', response: '250 ok', completed: true },
  ];
  hands.answer = () => answers.shift();
  await owe();
  await send();
  expect(await send()).toBe(0);
  expect((await mails())[0]).toMatchObject({ fate: null, params: { code: '123456' }, response: '450 later' });
  rig.pass(MINUTE);
  expect(await send()).toBe(1);

  hands.answer = () => ({ kind: 'unknown', response: 'the connection broke' });
  await owe();
  for (let i = 0; i < 5; i += 1) {
    await send();
    rig.pass(5_000);
  }
  expect(new Set(hands.got.slice(2).map((to) => to.visit)).size).toBe(1);
  expect(hands.got).toHaveLength(5);

  hands.answer = () => ({ kind: 'refused', response: '550 5.1.1 not known here' });
  await owe();
  await send();
  await owe();
  await send();
  expect(await fates()).toEqual(['sent', 'unknown', 'refused', 'suppressed']);
});

test('what a worker that died had in hand is taken over when its lease runs out, and its late word changes nothing', async () => {
  let release: (() => void) | undefined;
  hands.answer = () =>
    new Promise((resolve) => {
      release = () => resolve({ kind: 'refused', response: '550 too late' });
    });
  await owe();
  const dying = send();
  await until(async () => release !== undefined, 'the hand-over');
  const other = fakeHands('email', 10);
  const heir = createOwed({ db: rig.db, clock: rig.clock, adapter: other, gate: () => true });
  expect(await heir()).toBe(0);
  await rig.db
    .updateTable('mails_owed')
    .set({ lease_until: new Date(0) })
    .execute();
  expect(await heir()).toBe(1);
  release?.();
  await dying;
  expect(await fates()).toEqual(['sent']);
});

test('the loop sends what comes, and stops when asked', async () => {
  const loop = startOwed({
    ...{ db: rig.db, clock: rig.clock, adapter: hands, gate: () => true, every: 10 },
    failed: (error) => {
      throw error;
    },
  });
  for (let i = 0; i < 12; i += 1) await owe(String(100_000 + i));
  await until(async () => (await fates()).every((fate) => fate === 'sent'), 'all of them to be sent');
  loop.stop();
  await loop.done();
  await owe();
  expect(hands.got).toHaveLength(12);
});

test('what became of it is forgotten after a month', async () => {
  await owe();
  await send();
  await oweMail(rig.db, rig.clock.now(), {
    ...{ customer, brand: 'default', kind: 'address_changed', expiresAt: noticeExpiry(rig.clock) },
    params: { lang: 'en', to: 'old@test.example' },
  });
  const sweep = () => prune(rig.db, rig.clock.now(), { events: 90, decisions: 90, dedupe: 90, idempotency: 2 });
  rig.pass(30 * DAY);
  await sweep();
  expect(await fates()).toEqual(['sent', null]);
  await send();
  rig.pass(HOUR);
  await sweep();
  expect(await fates()).toEqual(['expired']);
});
