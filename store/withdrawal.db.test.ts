/** Withdrawals and suppressions on real rows: what was booked does not leave, what is leaving is told. */
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTask } from '#activities/channels/task.ts';
import { DAY } from '#core/clock.ts';
import { email, line, pause, task } from '#setup/testing/graphs.ts';
import { createRig, type Rig, START_TIME } from '#setup/testing/rig.ts';
import { recordConsent } from '#store/consents.ts';
import { answerOffer } from '#store/offers.ts';
import { noteSoftBounces, suppress } from '#store/suppressions.ts';
import { inFlight, type Scope, withdraw } from '#store/withdrawal.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
});
beforeEach(() => rig.clear());
afterAll(() => rig.drop());

const EVERYTHING: Scope = { kind: 'everything', end: true };
const DONE = { kind: 'port', port: 'done' };
const NO_CONSENT = { kind: 'port', port: 'no_consent' };

async function enter(graph: unknown, ...users: string[]) {
  const { version } = await rig.publish(graph);
  const enrolments = await rig.enter(version, users);
  const rows = await rig.db
    .selectFrom('enrolments')
    .select(['id', 'customer'])
    .where('version', '=', version)
    .execute();
  return { enrolments, customers: enrolments.map((id) => rows.find((row) => row.id === id)!.customer) };
}

const say = (customer: number, scope: Scope) =>
  rig.db.transaction().execute((trx) => withdraw(trx, START_TIME, { customer, scope, source: 'test' }, rig.plans));

/** Calls are asked for. */
const allowCalls = (customer: number) =>
  rig.db.transaction().execute((trx) =>
    recordConsent(trx, START_TIME - 1_000, {
      ...{ customer, brand: 'default', channel: 'call', given: true, source: 'test' },
    }),
  );

describe('a withdrawal', () => {
  test('of a channel keeps back what is to come on it, of any brand', async () => {
    const { enrolments, customers } = await enter(line('Go', [email('a')]), 'ann', 'bob');
    await say(customers[0]!, { kind: 'part', brand: '*', channel: 'email', topic: '*' });
    await say(customers[1]!, { kind: 'part', brand: '*', channel: 'sms', topic: '*' });
    expect(await rig.deliver(enrolments)).toEqual([NO_CONSENT, DONE]);
  });

  test('turns what is held into withdrawn, gives back its pressure, and wakes its enrolment', async () => {
    await rig.caps({ id: 'none', kind: 'cap', max: 1, days: 7 });
    const first = await enter(line('Go', [email('a')]), 'ann');
    await rig.deliver(first.enrolments);
    const second = await enter(line('Go', [email('a')]), 'ann');
    expect((await rig.deliver([second.enrolments.at(-1)!])).map((o) => o.kind)).toEqual(['hold']);
    const done = await say(first.customers[0]!, EVERYTHING);
    expect(done.withdrawn).toBe(1);
    expect((await rig.touches()).map((t) => t.state).sort()).toEqual(['handed', 'withdrawn']);
    expect(await rig.pressure()).toHaveLength(1);
  });

  test('of everything ends enrolments as objected, unless something is still owed in them', async () => {
    const selling = await enter(line('Go', [email('a'), pause('w', 60), email('b')]), 'ann');
    const owing = await enter(line('Go', [email('a'), pause('w', 60), email('b', { class: 'service' })]), 'ann');
    await say(selling.customers[0]!, EVERYTHING);
    const states = await rig.db.selectFrom('enrolments').select(['id', 'state', 'outcome']).orderBy('id').execute();
    expect(states).toEqual([
      { id: selling.enrolments[0], state: 'ended', outcome: 'objected' },
      { id: owing.enrolments[0], state: 'live', outcome: null },
    ]);
    expect(await rig.deliver(owing.enrolments, { step: 'a' })).toEqual([NO_CONSENT]);
    expect(await rig.deliver(owing.enrolments, { step: 'b' })).toEqual([DONE]);
  });

  test('of an offer keeps it back on every channel until its date', async () => {
    await rig.db
      .insertInto('offers')
      .values({ id: 'care', brand: 'default', name: '{}' } as never)
      .execute();
    const mail = await enter(line('Go', [email('a', { offer: 'care' })]), 'ann');
    const letter = await enter(line('Go', [task('t', 'letter', { offer: 'care' })]), 'ann');
    await say(mail.customers[0]!, { kind: 'offer', offer: 'care', until: new Date(START_TIME + 30 * DAY) });
    expect(await rig.deliver(mail.enrolments)).toEqual([NO_CONSENT]);
    const hands = { adapters: { task: { ...rig.hands, channel: 'task' } } };
    expect(await rig.deliver(letter.enrolments, { deps: hands })).toEqual([NO_CONSENT]);
    rig.pass(31 * DAY);
    const again = await enter(line('Go', [email('a', { offer: 'care' })]), 'ann');
    expect(await rig.deliver(again.enrolments)).toEqual([DONE]);
  });

  test('closes the open tasks of its scope and no others; what is owed stays', async () => {
    const { enrolments, customers } = await enter(
      line('Go', [task('letter', 'letter'), task('call', 'call'), task('owed', 'call', { class: 'service' })]),
      'ann',
    );
    const hands = { adapters: { task: createTask({ db: rig.db, clock: rig.clock }) } };
    await allowCalls(customers[0]!);
    for (const step of ['letter', 'call', 'owed']) await rig.deliver(enrolments, { step, deps: hands });
    expect(await rig.pressure()).toHaveLength(3);
    rig.wakes.splice(0);
    const { withdrawn, wakes } = await say(customers[0]!, { kind: 'part', brand: '*', channel: 'call', topic: '*' });
    expect({ withdrawn, wakes: wakes.map((w) => w.enrolment) }).toEqual({ withdrawn: 1, wakes: enrolments });
    const tasks = await rig.db.selectFrom('tasks').select(['state', 'outcome', 'closed_at']).orderBy('step').execute();
    expect(tasks).toEqual([
      { state: 'open', outcome: null, closed_at: null },
      { state: 'cancelled', outcome: 'withdrawn', closed_at: new Date(START_TIME) },
      { state: 'open', outcome: null, closed_at: null },
    ]);
    expect((await rig.touches()).map((t) => [t.state, t.outcome])).toEqual([
      ['handed', null],
      ['withdrawn', 'withdrawn'],
      ['handed', null],
    ]);
    expect(await rig.pressure()).toHaveLength(2);
  });

  test('of an offer closes the tasks that make it', async () => {
    const { enrolments, customers } = await enter(
      line('Go', [task('a', 'call', { offer: 'care' }), task('b', 'call')]),
      'ann',
    );
    const hands = { adapters: { task: createTask({ db: rig.db, clock: rig.clock }) } };
    await allowCalls(customers[0]!);
    for (const step of ['a', 'b']) await rig.deliver(enrolments, { step, deps: hands });
    await say(customers[0]!, { kind: 'offer', offer: 'care', until: null });
    const tasks = await rig.db.selectFrom('tasks').select('state').orderBy('step').execute();
    expect(tasks.map((t) => t.state)).toEqual(['cancelled', 'open']);
  });

  test('is not the only answer to an offer: what was accepted or is owned is not offered again either', async () => {
    for (const answer of ['accepted', 'owned'] as const) {
      const { enrolments, customers } = await enter(line('Go', [email('a', { offer: answer })]), `${answer}1`);
      await rig.db.transaction().execute((trx) =>
        answerOffer(trx, START_TIME, {
          ...{ customer: customers[0]!, offer: answer, answer, source: 'shop' },
          until: new Date(rig.clock.now() + 30 * DAY),
        }),
      );
      expect(await rig.deliver(enrolments)).toEqual([NO_CONSENT]);
      rig.pass(31 * DAY);
      const again = await enter(line('Go', [email('a', { offer: answer })]), `${answer}1`);
      expect(await rig.deliver([again.enrolments.at(-1)!])).toEqual([DONE]);
    }
  });

  test('that comes while a burst is under way lets nothing more of its scope begin; what is leaving is told', async () => {
    const users = Array.from({ length: 40 }, (_, i) => `u${i}`);
    const { enrolments, customers } = await enter(line('Go', [email('a')]), ...users);
    const answered = new Set<number>();
    let late = 0;
    let speaking = false;
    rig.hands.answer = async (to) => {
      if (answered.has(to.customer)) late += 1;
      if (!speaking) {
        speaking = true;
        // Everybody says no while the first chunk is on the wire.
        for (const customer of customers) {
          await say(customer, EVERYTHING);
          if ((await inFlight(rig.db, customer, EVERYTHING)).length === 0) answered.add(customer);
        }
      }
      return { kind: 'handed', response: '250 ok', completed: true };
    };
    await rig.deliver(enrolments);
    expect(late).toBe(0);
    // One chunk was leaving; nobody else was written to.
    expect(rig.hands.got.length).toBe(10);
    expect((await rig.touches()).filter((t) => t.state === 'handed')).toHaveLength(10);
  });
});

describe('a suppressed address', () => {
  test('is not written to, is recognised however it is spelt, and is not stored as it is', async () => {
    const { enrolments } = await enter(line('Go', [email('a')]), 'ann', 'bob');
    await suppress(rig.db, START_TIME, [{ kind: 'email', value: ' ANN@Test.example', reason: 'manual', by: null }]);
    expect(await rig.deliver(enrolments)).toEqual([{ kind: 'port', port: 'no_address' }, DONE]);
    const { rows } = await sql<{ text: string }>`select suppressions::text as text from suppressions`.execute(rig.db);
    expect(rows[0]?.text.toLowerCase()).not.toContain('ann@');
  });

  test('is one that a server has called dead, at once', async () => {
    const { enrolments } = await enter(line('Go', [email('a')]), 'ann');
    rig.hands.answer = () => ({ kind: 'refused', response: '550 5.1.1 no such user' });
    await rig.deliver(enrolments);
    const again = await enter(line('Go', [email('a')]), 'ann');
    expect(await rig.deliver([again.enrolments.at(-1)!])).toEqual([{ kind: 'port', port: 'no_address' }]);
  });

  test('is one with five soft errors, each a day after the last; ten days of peace forget them', async () => {
    const full = [{ kind: 'email', value: 'full@test.example' }];
    const suppressed = async () => (await rig.db.selectFrom('suppressions').selectAll().execute()).length;
    for (const day of [0, 0.5, 1, 2, 3]) await noteSoftBounces(rig.db, START_TIME + day * DAY, full);
    expect(await suppressed()).toBe(0);
    await noteSoftBounces(rig.db, START_TIME + 14 * DAY, full);
    for (const day of [15, 16, 17]) await noteSoftBounces(rig.db, START_TIME + day * DAY, full);
    expect(await suppressed()).toBe(0);
    await noteSoftBounces(rig.db, START_TIME + 18 * DAY, full);
    expect(await suppressed()).toBe(1);
  });
});
