/** Givings that run out, told to chains by the ordinary intake. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createExpiries } from '#activities/expiries.ts';
import { createSweep } from '#activities/sweep.ts';
import { DAY } from '#core/clock.ts';
import { email, line } from '#setup/testing/graphs.ts';
import { createRig, type Rig, START_TIME } from '#setup/testing/rig.ts';
import { type ConsentRecord, recordConsent, recordConsents } from '#store/consents.ts';
import { createIntake } from '#store/intake.ts';
import { readConsentSettings, writeConsentSettings } from '#store/settings.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
});
beforeEach(() => rig.clear());
afterAll(() => rig.drop());

const sweep = () =>
  createSweep({
    ...{ db: rig.db, clock: rig.clock, plans: rig.plans, signaller: rig.signaller },
    ...{ eventRetentionDays: 400, decisionRetentionDays: 400, found: () => undefined },
  })();
const tell = () => createExpiries({ db: rig.db, clock: rig.clock, intake: createIntake(rig) })();

const events = async () =>
  (
    await rig.db
      .selectFrom('events')
      .select(['name', 'customer', 'properties', 'occurred_at'])
      .where('name', 'like', 'Consent%')
      .orderBy('seq')
      .execute()
  ).map(({ occurred_at, ...event }) => ({ ...event, at: +occurred_at }));

async function gives(user: string, days: number, more: Partial<ConsentRecord> = {}): Promise<number> {
  const { customer } = (await rig.take(rig.call(user, { name: 'Seen' })))[0]!;
  await say(customer, { expiresAt: new Date(rig.clock.now() + days * DAY), ...more });
  return customer;
}
const say = (customer: number, more: Partial<ConsentRecord> = {}) =>
  rig.db.transaction().execute((trx) =>
    recordConsent(trx, rig.clock.now(), {
      ...{ customer, brand: 'default', channel: 'sms', topic: 'news', given: true, source: 'api' },
      ...more,
    }),
  );
const about = { brand: 'default', channel: 'sms', topic: 'news' };

test('a giving that runs out enters the chains that wait for it, once, however many sweep', async () => {
  const { version } = await rig.publish(line('Consent Expired', [email('again')]));
  const customer = await gives('ann', 10);
  await sweep();
  expect(await events()).toEqual([]);
  rig.pass(10 * DAY);
  await Promise.all([tell(), tell(), sweep(), sweep()]);
  await sweep();
  const at = START_TIME + 10 * DAY;
  expect(await events()).toEqual([{ name: 'Consent Expired', customer, properties: about, at }]);
  const enrolments = await rig.db.selectFrom('enrolments').select(['customer', 'version']).execute();
  expect(enrolments).toEqual([{ customer, version }]);
  expect(rig.wakes).toHaveLength(1);
});

test('it is announced the days before that the settings say', async () => {
  await gives('ann', 100);
  rig.pass(70 * DAY - 1);
  await sweep();
  expect(await events()).toEqual([]);
  rig.pass(1);
  await sweep();
  await sweep();
  const until = new Date(START_TIME + 100 * DAY).toISOString();
  expect(await events()).toMatchObject([{ name: 'Consent Expiring', properties: { ...about, expires_at: until } }]);
  await gives('bob', 100);
  await writeConsentSettings(rig.db, START_TIME, { ...(await readConsentSettings(rig.db)), expiryNoticeDays: 60 });
  rig.pass(39 * DAY);
  await sweep();
  expect((await events()).map((e) => e.name)).toEqual(['Consent Expiring', 'Consent Expired']);
  rig.pass(DAY);
  await sweep();
  expect((await events()).map((e) => e.name)).toEqual(['Consent Expiring', 'Consent Expired', 'Consent Expiring']);
});

test('what was given for a few days is not announced the moment it is given', async () => {
  await gives('ann', 14);
  await sweep();
  expect(await events()).toEqual([]);
});

test('what was given again, or withdrawn, or is covered by a later word, is not told of', async () => {
  const again = await gives('again', 5);
  const left = await gives('left', 5);
  const wider = await gives('wider', 5);
  rig.pass(DAY);
  await say(again, { expiresAt: new Date(rig.clock.now() + 20 * DAY) });
  await say(left, { channel: '*', topic: '*', brand: '*', given: false });
  await say(wider, { topic: '*' });
  rig.pass(5 * DAY);
  await sweep();
  expect(await events()).toEqual([]);
  // Given again it runs out again.
  rig.pass(20 * DAY);
  await sweep();
  expect((await events()).map((e) => e.customer)).toEqual([again]);
});

test('a sweep that died between the event and its mark tells nobody twice', async () => {
  await gives('ann', 1);
  rig.pass(DAY);
  await tell();
  await rig.db.updateTable('consents').set({ expiry_told_at: null }).execute();
  await tell();
  expect(await events()).toHaveLength(1);
});

test('three thousand that run out on one day are told in a few statements', async () => {
  const results = await rig.take(
    ...Array.from({ length: 1_500 }, (_, i) => rig.call(`u${i}`, { name: 'Seen', traits: {} })),
  );
  const records = results.flatMap(({ customer }) =>
    ['news', 'wine'].map((topic) => ({
      ...{ customer, brand: 'default', channel: 'sms', topic, given: true, source: 'api' },
      expiresAt: new Date(rig.clock.now() + DAY),
    })),
  );
  await rig.db.transaction().execute((trx) => recordConsents(trx, START_TIME, records));
  rig.pass(2 * DAY);
  const before = rig.database.connection.statements();
  expect(await tell()).toBe(3_000);
  expect(rig.database.connection.statements() - before).toBeLessThan(100);
  expect(await events()).toHaveLength(3_000);
});
