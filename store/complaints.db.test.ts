import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { email, line } from '#setup/testing/graphs.ts';
import { createRig, type Rig, START_TIME } from '#setup/testing/rig.ts';
import { complain } from '#store/complaints.ts';
import { recordConsent } from '#store/consents.ts';
import { suppress } from '#store/suppressions.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
});
beforeEach(() => rig.clear());
afterAll(() => rig.drop());

const DONE = { kind: 'port', port: 'done' };
const NO_ADDRESS = { kind: 'port', port: 'no_address' };
const ADDRESS = { kind: 'email', value: ' ANN@test.example' };
const complaint = () =>
  rig.db.transaction().execute((trx) => complain(trx, rig.clock.now(), [{ ...ADDRESS, by: null }]));
const records = () => rig.db.selectFrom('consent_records').selectAll().orderBy('id').execute();
const enter = async (data: Record<string, unknown>, ...users: string[]) =>
  rig.enter((await rig.publish(line('Go', [email('a', data)]))).version, users);

test('a complaint withdraws the channel for everybody who holds the address', async () => {
  await rig.take(
    rig.call('ann'),
    rig.call('ann2', { traits: { email: 'Ann@Test.example' } }),
    rig.call('bob', { traits: { email: 'bob@test.example', phone: 'ANN@test.example' } }),
  );
  await complaint();
  const rows = await records();
  expect(rows).toHaveLength(2);
  for (const row of rows)
    expect(row).toMatchObject({ brand: '*', channel: 'email', topic: '*', given: false, source: 'complaint' });
  expect(await rig.db.selectFrom('suppressions').select('reason').execute()).toEqual([{ reason: 'complaint' }]);
});

test('of a phone number it means calls and SMS', async () => {
  await rig.take(rig.call('ann', { traits: { phone: '+33611223344' } }));
  const one = [{ kind: 'phone', value: '+33611223344', by: null }];
  await rig.db.transaction().execute((trx) => complain(trx, START_TIME, one));
  expect((await records()).map((r) => r.channel).sort()).toEqual(['call', 'sms']);
});

test('what is booked is called back; service still goes out', async () => {
  const [ann] = await enter({}, 'ann');
  await rig.deliver([ann!]);
  await rig.db.updateTable('touches').set({ state: 'reserved' }).execute();
  expect(await complaint()).toMatchObject({ withdrawn: 1, wakes: [{ enrolment: ann }] });
  expect(await rig.pressure()).toEqual([]);
  const owed = await enter({ class: 'service' }, 'ann');
  expect(await rig.deliver([owed.at(-1)!])).toEqual([DONE]);
});

test('said again while it stands it makes no second record; after a giving it does', async () => {
  const { customer } = (await rig.take(rig.call('ann')))[0]!;
  await complaint();
  await complaint();
  expect(await records()).toHaveLength(1);
  rig.pass(1_000);
  const word = { customer, brand: 'default', channel: 'email', given: true, source: 'api' };
  await rig.db.transaction().execute((trx) => recordConsent(trx, rig.clock.now(), word));
  rig.pass(1_000);
  await complaint();
  expect(await records()).toHaveLength(3);
});

test('a later hard bounce does not hide a complaint, and keeps service mail back too', async () => {
  await rig.take(rig.call('ann'));
  await complaint();
  await suppress(rig.db, START_TIME, [{ ...ADDRESS, reason: 'hard_bounce', by: null }]);
  await suppress(rig.db, START_TIME, [{ ...ADDRESS, reason: 'manual', by: 'me' }]);
  expect(await rig.db.selectFrom('suppressions').select(['reason', 'also']).execute()).toEqual([
    { reason: 'complaint', also: 'hard_bounce' },
  ]);
  const owed = await enter({ class: 'service' }, 'ann');
  expect(await rig.deliver([owed.at(-1)!])).toEqual([NO_ADDRESS]);
});

test('a dead address that complains stays dead', async () => {
  await rig.take(rig.call('ann'));
  await suppress(rig.db, START_TIME, [{ ...ADDRESS, reason: 'hard_bounce', by: null }]);
  await complaint();
  expect(await rig.db.selectFrom('suppressions').select(['reason', 'also']).execute()).toEqual([
    { reason: 'hard_bounce', also: null },
  ]);
  expect(await records()).toHaveLength(1);
});
