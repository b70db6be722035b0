/** Imports on real rows: set-based, repeatable, and a withdrawal among the lines is a withdrawal. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { DAY } from '#core/clock.ts';
import { email, line, task } from '#setup/testing/graphs.ts';
import { createRig, type Rig, START_TIME } from '#setup/testing/rig.ts';
import { importConsents, type Line } from '#store/consentfile.ts';
import { recordConsent } from '#store/consents.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
});
beforeEach(() => rig.clear());
afterAll(() => rig.drop());

const bring = (lines: readonly Line[]) =>
  rig.db.transaction().execute((trx) => importConsents(trx, rig.clock.now(), lines, rig.plans));

const said = (userId: string, more: Partial<Line['record']> = {}): Line => ({
  who: { userId },
  record: {
    ...{ brand: 'default', channel: 'email', topic: '*', given: true, source: 'old', at: new Date(START_TIME - DAY) },
    ...more,
  },
});
const words = () =>
  rig.db.selectFrom('consents').select(['channel', 'topic', 'given']).orderBy('channel').orderBy('topic').execute();

/** Reserved, and not handed over yet. */
async function booked(userId: string, steps = [email('a')]) {
  const { version } = await rig.publish(line('Go', steps));
  const [enrolment] = await rig.enter(version, [userId]);
  await rig.deliver([enrolment!], { deps: { gate: () => true } });
  await rig.db.updateTable('touches').set({ state: 'reserved', handed_at: null, completed_at: null }).execute();
  return enrolment!;
}

test('a thousand lines are a handful of statements, and the same file again changes nothing', async () => {
  const file = Array.from({ length: 1_000 }, (_, i) => said(`u${i}`, { given: i % 10 > 0, reference: `r${i}` }));
  const before = rig.database.connection.statements();
  expect(await bring(file)).toMatchObject({ written: 1_000, known: 0, strangers: [] });
  expect(rig.database.connection.statements() - before).toBeLessThanOrEqual(20);
  expect(await bring(file)).toMatchObject({ written: 0, known: 1_000, withdrawn: 0 });
  const records = await rig.db.selectFrom('consent_records').select('id').execute();
  expect(records).toHaveLength(1_000);
});

test('lines without a reference are known again by what they say, in the ledger and in the file', async () => {
  const file = [said('ann'), said('ann'), said('ann', { topic: 'news' })];
  expect(await bring(file)).toMatchObject({ written: 2, known: 1 });
  expect(await bring(file)).toMatchObject({ written: 0, known: 3 });
});

test('an old line never overrides a later word', async () => {
  const { customer } = (await rig.take(rig.call('ann')))[0]!;
  const word = { customer, brand: 'default', channel: 'email', given: false, source: 'api' };
  await rig.db.transaction().execute((trx) => recordConsent(trx, START_TIME, word));
  await bring([said('ann')]);
  expect(await words()).toEqual([{ channel: 'email', topic: '*', given: false }]);
  // The ledger has both.
  expect(await rig.db.selectFrom('consent_records').select('given').orderBy('at').execute()).toEqual([
    { given: true },
    { given: false },
  ]);
});

test('of two lines about one thing the later is the last word, in whatever order they stand', async () => {
  await bring([
    said('ann', { given: false, at: new Date(START_TIME - DAY) }),
    said('ann', { at: new Date(START_TIME - 9 * DAY) }),
  ]);
  expect(await words()).toEqual([{ channel: 'email', topic: '*', given: false }]);
});

test('of a giving and a withdrawal at one moment the withdrawal stands, in one file or two', async () => {
  await bring([said('ann', { given: false }), said('ann'), said('bob', { given: false })]);
  await bring([said('bob')]);
  const rows = await rig.db.selectFrom('consents').select('given').execute();
  expect(rows).toEqual([{ given: false }, { given: false }]);
});

test('a withdrawal among the lines calls back what is booked and wakes its enrolment', async () => {
  const ann = await booked('ann');
  const done = await bring([said('bob'), said('ann', { given: false })]);
  expect(done).toMatchObject({ written: 2, withdrawn: 1, wakes: [{ enrolment: ann }] });
  expect((await rig.touches()).map((t) => t.state)).toEqual(['withdrawn']);
  expect(await rig.pressure()).toEqual([]);
});

test('a withdrawal that a later giving has outdone calls nothing back', async () => {
  await booked('ann');
  await bring([said('ann', { at: new Date(START_TIME - 1) })]);
  expect(await bring([said('ann', { given: false })])).toMatchObject({ written: 1, withdrawn: 0 });
  expect((await rig.touches()).map((t) => t.state)).toEqual(['reserved']);
});

test('a withdrawal of everything ends enrolments as objected, unless something was given since', async () => {
  const { version } = await rig.publish(line('Go', [email('a'), task('t', 'letter')]));
  const [ann, bob] = await rig.enter(version, ['ann', 'bob']);
  await bring([said('bob', { at: new Date(START_TIME) })]);
  const all = { brand: '*', channel: '*', given: false };
  const { wakes } = await bring([said('ann', all), said('bob', all)]);
  expect(wakes.map((w) => w.enrolment)).toEqual([ann]);
  const rows = await rig.db.selectFrom('enrolments').select(['id', 'state', 'outcome']).orderBy('id').execute();
  expect(rows).toEqual([
    { id: ann, state: 'ended', outcome: 'objected' },
    { id: bob, state: 'live', outcome: null },
  ]);
});

test('customers are named by userId, e-mail or our id; who is nobody, or not for sure somebody, is told', async () => {
  const { customer } = (
    await rig.take(
      rig.call('ann'),
      rig.call('twin1', { traits: { email: 'twins@test.example' } }),
      rig.call('twin2', { traits: { email: 'TWINS@test.example' } }),
    )
  )[0]!;
  const { record } = said('');
  const done = await bring([
    { who: { email: ' ANN@test.example' }, record },
    { who: { customer }, record: { ...record, topic: 'news' } },
    { who: { userId: 'fresh' }, record },
    { who: { email: 'nobody@test.example' }, record },
    { who: { email: 'twins@test.example' }, record },
    { who: { customer: 999_999 }, record },
  ]);
  expect(done).toMatchObject({
    written: 3,
    strangers: [
      { line: 3, why: 'unknown' },
      { line: 4, why: 'ambiguous' },
      { line: 5, why: 'unknown' },
    ],
  });
  const rows = await rig.db.selectFrom('consent_records').select('customer').orderBy('topic').execute();
  expect(rows.filter((r) => r.customer === customer)).toHaveLength(2);
  expect(rows.some((r) => r.customer !== customer)).toBe(true);
});

test('two imports of one file at the same time write it once', async () => {
  const file = Array.from({ length: 100 }, (_, i) => said(`u${i % 50}`, { topic: `t${i}`, reference: `r${i}` }));
  const done = await Promise.all([bring(file), bring([...file].reverse())]);
  expect(done.map((d) => d.written).sort()).toEqual([0, 100]);
});

test('withdrawals imported while a burst is under way let nothing more of it begin', async () => {
  const users = Array.from({ length: 60 }, (_, i) => `u${i}`);
  const { version } = await rig.publish(line('Go', [email('a')]));
  const enrolments = await rig.enter(version, users);
  let speaking: Promise<unknown> | null = null;
  rig.hands.answer = async () => {
    speaking ??= bring(users.map((user) => said(user, { given: false, at: new Date(START_TIME) })));
    await speaking;
    return { kind: 'handed', response: '250 ok', completed: true };
  };
  await rig.deliver(enrolments);
  // One chunk was leaving.
  expect(rig.hands.got).toHaveLength(10);
  const states = (await rig.touches()).map((t) => t.state);
  expect(states.filter((s) => s === 'handed')).toHaveLength(10);
  expect(states.filter((s) => s === 'withdrawn')).toHaveLength(50);
  expect(await rig.pressure()).toHaveLength(10);
});
