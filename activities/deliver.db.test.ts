import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DAY, HOUR } from '#core/clock.ts';
import type { ResumeDecision } from '#core/policy/rule.ts';
import { email, line } from '#setup/testing/graphs.ts';
import { createRig, type Rig, START_TIME } from '#setup/testing/rig.ts';
import { recordConsent } from '#store/consents.ts';
import { pauseChain, resumeChain } from '#store/pauses.ts';
import { liftStop, putStop } from '#store/stops.ts';
import { createGate } from '#worker/gate.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
});
beforeEach(() => rig.clear());
afterAll(() => rig.drop());

const ONE_MAIL = line('Go', [email('a')]);
const SERVICE = line('Go', [email('a', { class: 'service' })]);
const DONE = { kind: 'port', port: 'done' };
const ONE_A_DAY = { id: 'one_a_day', kind: 'cap' as const, max: 1, days: 1 };

async function enter(graph: unknown, ...users: string[]) {
  const { chain, version } = await rig.publish(graph);
  const enrolments = await rig.enter(version, users);
  return { chain, version, enrolments, first: enrolments[0]! };
}

async function withdraw(customer: number, more: { channel?: string; topic?: string } = {}) {
  await rig.db.transaction().execute((trx) =>
    recordConsent(trx, rig.clock.now(), {
      ...{ customer, brand: 'default', channel: 'email', given: false, source: 'test' },
      ...more,
    }),
  );
}

const customerOf = async (enrolment: number) =>
  (await rig.db.selectFrom('enrolments').select('customer').where('id', '=', enrolment).executeTakeFirstOrThrow())
    .customer;

describe('a touch that may leave', () => {
  test('is booked, handed over, and counted for pressure at the moment it was judged', async () => {
    const { first } = await enter(ONE_MAIL, 'ann');
    expect(await rig.deliver([first])).toEqual([DONE]);
    expect(rig.hands.got).toMatchObject([{ enrolment: first, address: 'ann@test.example', class: 'commercial' }]);
    expect(await rig.touches()).toMatchObject([
      { enrolment: first, state: 'handed', attempts: 1, lease_until: null, response: '250 ok' },
    ]);
    const at = new Date(START_TIME);
    expect(await rig.touches()).toMatchObject([{ judged_at: at, handed_at: at, completed_at: at }]);
    expect(await rig.pressure()).toMatchObject([{ enrolment: first, at, channel: 'email', class: 'commercial' }]);
  });

  test('stamps what it was sent as: brand, channel, class, topics, offer, cost, weight, versions and the record', async () => {
    await rig.db
      .insertInto('offers')
      .values({ id: 'spring', brand: 'default', name: JSON.stringify({ en: 'Spring', fr: 'Printemps' }) })
      .execute();
    const policy = await rig.caps(ONE_A_DAY);
    const data = { class: 'information', brand: 'shop', topics: ['news', 'tea "x"'], offer: 'spring', weight: 7 };
    const { chain, version, first } = await enter(line('Go', [email('a', data)]), 'ann');
    await rig.deliver([first]);
    const [touch] = await rig.touches();
    expect(touch).toMatchObject({
      ...{ chain, version, step_id: 'a', state: 'handed', reason: null },
      ...{ brand: 'shop', channel: 'email', class: 'information', topics: ['news', 'tea "x"'], offer: 'spring' },
      ...{ cost: 0.1, weight: 7, policy },
    });
    expect(touch?.decision).toMatchObject({ policy, at: START_TIME, verdict: { kind: 'send' } });
    const { asked } = touch!.decision as { asked: { rule: string; verdict: string }[] };
    expect(asked.map((a) => [a.rule, a.verdict])).toContainEqual(['pressure', 'pass']);
    expect(asked.map((a) => a.rule)).toContain('consent');
    expect(await rig.pressure()).toMatchObject([
      { brand: 'shop', class: 'information', topics: ['news', 'tea "x"'], offer: 'spring', weight: 7 },
    ]);
    expect(rig.hands.got[0]?.offer).toBeDefined();
  });

  test('of a burst of five hundred costs a handful of statements', async () => {
    const deps = { adapters: { email: Object.assign(rig.hands, { chunk: 500 }) } };
    const users = Array.from({ length: 500 }, (_, i) => `u${i}`);
    const { enrolments } = await enter(ONE_MAIL, ...users);
    const before = rig.database.connection.statements();
    expect(await rig.deliver(enrolments, { deps })).toEqual(users.map(() => DONE));
    // Three of them are the test's own: it loads the burst.
    expect(rig.database.connection.statements() - before).toBeLessThanOrEqual(12);
    expect(rig.hands.got).toHaveLength(500);
  });
});

describe('a retry', () => {
  test('finds what it sent and judges nothing twice, whatever the rules say by then', async () => {
    const { first } = await enter(ONE_MAIL, 'ann');
    await rig.deliver([first]);
    const before = await rig.touches();
    rig.pass(HOUR);
    await rig.caps({ ...ONE_A_DAY, max: 0 });
    await withdraw(await customerOf(first));
    expect(await rig.deliver([first], { due: START_TIME })).toEqual([DONE]);
    expect(rig.hands.got).toHaveLength(1);
    expect(await rig.touches()).toEqual(before);
    expect(await rig.pressure()).toHaveLength(1);
  });

  test('answers by the same port as the first time, for each way a touch can end', async () => {
    await rig.caps({ ...ONE_A_DAY, max: 0 });
    const graph = line('Go', [email('a', { onExcess: 'skip' })]);
    const { enrolments } = await enter(graph, 'capped', 'opted', 'lost');
    const [, opted, lost] = enrolments as [number, number, number];
    await withdraw(await customerOf(opted));
    await sql`delete from addresses where customer = ${await customerOf(lost)}`.execute(rig.db);
    const ports = ['capped', 'no_consent', 'no_address'].map((port) => ({ kind: 'port', port }));
    expect(await rig.deliver(enrolments)).toEqual(ports);
    await rig.caps();
    await sql`delete from consents`.execute(rig.db);
    expect(await rig.deliver(enrolments)).toEqual(ports);
    expect((await rig.touches()).map((t) => [t.state, t.reason])).toEqual([
      ['skipped', 'capped'],
      ['skipped', 'no_consent'],
      ['skipped', 'no_address'],
    ]);
    expect(rig.hands.got).toEqual([]);
  });
});

describe('what the other side says', () => {
  test('a refusal for good leaves by "failed" and gives the pressure back', async () => {
    const { enrolments, first } = await enter(ONE_MAIL, 'ann', 'bob');
    rig.hands.answer = (to) => (to.enrolment === first ? { kind: 'refused', response: '550 no such user' } : undefined);
    expect(await rig.deliver(enrolments)).toEqual([{ kind: 'port', port: 'failed' }, DONE]);
    expect((await rig.touches()).map((t) => [t.state, t.response])).toEqual([
      ['refused', '550 no such user'],
      ['handed', '250 ok'],
    ]);
    expect((await rig.pressure()).map((p) => p.enrolment)).toEqual([enrolments[1]]);
    expect(await rig.deliver(enrolments)).toEqual([{ kind: 'port', port: 'failed' }, DONE]);
    expect(rig.hands.got).toHaveLength(2);
  });

  test('a deferral holds the touch without pressure until the time said, and it then leaves', async () => {
    const { first } = await enter(ONE_MAIL, 'ann');
    rig.hands.answer = () => ({ kind: 'deferred', response: '450 later', retryAfter: 90_000 });
    expect(await rig.deliver([first])).toEqual([{ kind: 'hold', until: START_TIME + 90_000 }]);
    expect(await rig.touches()).toMatchObject([
      { state: 'held', reason: 'deferred', held_until: new Date(START_TIME + 90_000), completed_at: null },
    ]);
    expect(await rig.pressure()).toEqual([]);
    rig.pass(90_000);
    rig.hands.answer = () => undefined;
    expect(await rig.deliver([first], { due: START_TIME + 90_000 })).toEqual([DONE]);
    expect(await rig.touches()).toMatchObject([{ state: 'handed', attempts: 2, due: new Date(START_TIME) }]);
    expect(await rig.pressure()).toHaveLength(1);
  });

  test('no answer leaves the touch unknown: it counts, a person is told, the member goes on', async () => {
    const { first } = await enter(ONE_MAIL, 'ann');
    rig.hands.answer = () => ({ kind: 'unknown', response: 'cut after DATA' });
    expect(await rig.deliver([first])).toEqual([DONE]);
    expect(await rig.touches()).toMatchObject([{ state: 'unknown' }]);
    expect(await rig.pressure()).toHaveLength(1);
    expect(await rig.attention()).toMatchObject([
      { enrolment: first, kind: 'unknown', detail: { response: 'cut after DATA' }, resolved_at: null },
    ]);
    rig.hands.answer = () => undefined;
    expect(await rig.deliver([first])).toEqual([DONE]);
    expect(rig.hands.got).toHaveLength(1);
  });
});

describe('content', () => {
  test('with a hole waits for a person, leaves once the value is there, and is asked for once', async () => {
    const { first } = await enter(ONE_MAIL, 'ann');
    rig.hands.render = () => ({ kind: 'missing', variables: ['profile.first_name'] });
    expect(await rig.deliver([first])).toEqual([{ kind: 'hold', until: START_TIME + HOUR }]);
    rig.pass(HOUR);
    expect(await rig.deliver([first])).toEqual([{ kind: 'hold', until: START_TIME + 2 * HOUR }]);
    expect(await rig.touches()).toMatchObject([
      { state: 'held', reason: 'missing_variable', response: 'profile.first_name' },
    ]);
    expect(await rig.attention()).toMatchObject([{ kind: 'missing_variable' }]);
    expect(await rig.pressure()).toEqual([]);
    rig.hands.render = () => undefined;
    expect(await rig.deliver([first])).toEqual([DONE]);
    expect(rig.hands.got).toHaveLength(1);
    expect(await rig.touches()).toMatchObject([{ state: 'handed' }]);
  });

  test('with a hole that nobody fills expires, and is never held past its validity', async () => {
    const { first } = await enter(line('Go', [email('a', { validUntil: { hours: 2 } })]), 'ann');
    rig.hands.render = () => ({ kind: 'missing', variables: ['profile.first_name'] });
    await rig.deliver([first]);
    rig.pass(1.5 * HOUR);
    expect(await rig.deliver([first])).toEqual([{ kind: 'hold', until: START_TIME + 2 * HOUR + 1 }]);
    rig.pass(HOUR / 2 + 1);
    rig.hands.render = () => undefined;
    expect(await rig.deliver([first])).toEqual([{ kind: 'port', port: 'expired' }]);
    expect(await rig.touches()).toMatchObject([{ state: 'expired', reason: 'expired' }]);
    expect(rig.hands.got).toEqual([]);
  });

  test('that cannot be rendered fails alone and takes no pressure', async () => {
    const { enrolments, first } = await enter(ONE_MAIL, 'ann', 'bob');
    rig.hands.render = (to) => (to.enrolment === first ? { kind: 'invalid', reason: 'no mailbox' } : undefined);
    expect(await rig.deliver(enrolments)).toEqual([{ kind: 'port', port: 'failed' }, DONE]);
    expect((await rig.touches()).map((t) => [t.state, t.reason, t.response])).toEqual([
      ['failed', 'invalid_content', 'no mailbox'],
      ['handed', null, '250 ok'],
    ]);
    expect((await rig.pressure()).map((p) => p.enrolment)).toEqual([enrolments[1]]);
  });
});

describe('a cap of one a day', () => {
  const carts = (onExcess: string, more = {}) =>
    line('Go', [email('a', { onExcess, ...more })], { entry: { key: 'cart', inside: 'beside' } });

  async function twoCarts(graph: unknown): Promise<number[]> {
    await rig.caps(ONE_A_DAY);
    const { version } = await rig.publish(graph);
    const a = await rig.enter(version, ['ann'], { properties: { cart: 'A' } });
    return [...a, ...(await rig.enter(version, ['ann'], { properties: { cart: 'B' } }))];
  }

  test('lets one of two touches in one burst through and postpones the other until the day is over', async () => {
    const enrolments = await twoCarts(carts('postpone'));
    const until = START_TIME + DAY;
    expect(await rig.deliver(enrolments)).toEqual([DONE, { kind: 'hold', until }]);
    expect((await rig.touches()).map((t) => [t.state, t.reason])).toEqual([
      ['handed', null],
      ['held', 'capped'],
    ]);
    rig.pass(DAY - 1);
    expect(await rig.deliver([enrolments[1]!], { due: until })).toEqual([{ kind: 'hold', until }]);
    rig.pass(1);
    expect(await rig.deliver([enrolments[1]!], { due: until })).toEqual([DONE]);
    expect(rig.hands.got.map((g) => g.enrolment)).toEqual(enrolments);
  });

  test('skips the second where the card says so, or where the wait would outlast it', async () => {
    expect(await rig.deliver(await twoCarts(carts('skip')))).toEqual([DONE, { kind: 'port', port: 'capped' }]);
    rig.pass(2 * DAY);
    const short = await twoCarts(carts('postpone', { validUntil: { hours: 23 } }));
    expect(await rig.deliver(short)).toEqual([DONE, { kind: 'port', port: 'capped' }]);
    expect(rig.hands.got).toHaveLength(2);
  });

  test('counts a touch of unknown fate, and not one that was refused', async () => {
    const enrolments = await twoCarts(carts('postpone'));
    rig.hands.answer = () => ({ kind: 'refused', response: '550' });
    await rig.deliver([enrolments[0]!]);
    rig.hands.answer = () => ({ kind: 'unknown', response: 'cut' });
    expect(await rig.deliver([enrolments[1]!])).toEqual([DONE]);
    const more = await twoCarts(carts('postpone'));
    expect((await rig.deliver(more)).map((o) => o.kind)).toEqual(['hold', 'hold']);
  });

  test('binds commercial and information contacts and leaves service ones alone', async () => {
    await rig.caps(ONE_A_DAY);
    const first = await enter(ONE_MAIL, 'ann');
    const owed = await enter(SERVICE, 'ann');
    const news = await enter(line('Go', [email('a', { class: 'information' })]), 'ann');
    expect(await rig.deliver([first.first])).toEqual([DONE]);
    expect(await rig.deliver([owed.first])).toEqual([DONE]);
    expect((await rig.deliver([news.first])).map((o) => o.kind)).toEqual(['hold']);
    // What is owed is exempt from this cap; it stands in the ledger all the same, for rules that count it.
    expect((await rig.pressure()).map((r) => r.class)).toEqual(['commercial', 'service']);
  });
});

describe('who is not to be contacted', () => {
  test('an opt-out of the channel or of the topic skips the touch; what is owed leaves all the same', async () => {
    const graph = line('Go', [email('a', { topics: ['tea'] })]);
    const { enrolments } = await enter(graph, 'ann', 'bob', 'cat');
    const customers = await Promise.all(enrolments.map(customerOf));
    await withdraw(customers[0]!, { channel: '*' });
    await withdraw(customers[1]!, { topic: 'tea' });
    await withdraw(customers[2]!, { topic: 'coffee' });
    const skip = { kind: 'port', port: 'no_consent' };
    expect(await rig.deliver(enrolments)).toEqual([skip, skip, DONE]);
    const owed = await enter(SERVICE, 'ann');
    expect(await rig.deliver([owed.first])).toEqual([DONE]);
  });

  test('the chain’s control group hears nothing commercial, the others do', async () => {
    const users = Array.from({ length: 40 }, (_, i) => `u${i}`);
    const { enrolments } = await enter(line('Go', [email('a')], { extra: { holdout: 50 } }), ...users);
    const rows = await rig.db.selectFrom('enrolments').select(['id', 'control']).orderBy('id').execute();
    const heldOut = rows.filter((r) => r.control === 'chain').map((r) => r.id);
    expect(heldOut.length).toBeGreaterThan(5);
    expect(heldOut.length).toBeLessThan(35);
    expect(await rig.deliver(enrolments)).toEqual(users.map(() => DONE));
    const touches = await rig.touches();
    expect(touches.filter((t) => t.state === 'control').map((t) => t.enrolment)).toEqual(heldOut);
    expect(rig.hands.got).toHaveLength(40 - heldOut.length);
    expect(await rig.pressure()).toHaveLength(40 - heldOut.length);
  });

  test('the company’s control group still gets what is owed', async () => {
    await sql`insert into settings (key, value, updated_at)
      values ('holdout', '{"percent": 100, "salt": "s"}', ${new Date(START_TIME)})`.execute(rig.db);
    const { first } = await enter(ONE_MAIL, 'ann');
    const owed = await enter(SERVICE, 'ann');
    await rig.deliver([first]);
    await rig.deliver([owed.first]);
    expect((await rig.touches()).map((t) => [t.state, t.reason])).toEqual([
      ['control', 'control_company'],
      ['handed', null],
    ]);
  });

  test('without the date a touch was to leave at there is nothing to send', async () => {
    const { first } = await enter(ONE_MAIL, 'ann');
    expect(await rig.deliver([first], { undated: true })).toEqual([{ kind: 'port', port: 'expired' }]);
    expect(await rig.touches()).toMatchObject([{ state: 'expired', reason: 'no_date' }]);
  });
});

describe('nobody is mailed by accident', () => {
  const own = { kind: 'own' as const };
  const gates = {
    'while SENDING is off': createGate({ mode: 'off', allow: [] }, own),
    'from a copy under another stamp, even live': createGate(
      { mode: 'live', allow: [] },
      { kind: 'foreign', stamp: 'x' },
    ),
    'outside the allow-list': createGate({ mode: 'allowlist', allow: ['@other.example', 'bob@test.example'] }, own),
  };

  for (const [when, gate] of Object.entries(gates)) {
    test(`${when}: the touch ends as off, takes no pressure, and the chain goes on`, async () => {
      const commercial = await enter(ONE_MAIL, 'ann');
      const owed = await enter(SERVICE, 'ann');
      expect(await rig.deliver([commercial.first], { deps: { gate } })).toEqual([DONE]);
      expect(await rig.deliver([owed.first], { deps: { gate } })).toEqual([DONE]);
      expect((await rig.touches()).map((t) => [t.state, t.reason])).toEqual([
        ['off', 'sending_off'],
        ['off', 'sending_off'],
      ]);
      expect(rig.hands.got).toEqual([]);
      expect(await rig.pressure()).toEqual([]);
    });
  }

  test('on the allow-list it leaves', async () => {
    const { enrolments } = await enter(ONE_MAIL, 'ann', 'bob');
    const gate = gates['outside the allow-list'];
    await rig.deliver(enrolments, { deps: { gate } });
    expect((await rig.touches()).map((t) => t.state)).toEqual(['off', 'handed']);
    expect(rig.hands.got.map((g) => g.address)).toEqual(['bob@test.example']);
  });

  test('what was booked before sending was switched off does not leave after it', async () => {
    for (const graph of [ONE_MAIL, SERVICE]) {
      const { first } = await enter(graph, 'ann');
      await expect(rig.deliver([first], { signal: AbortSignal.abort() })).rejects.toThrow();
      expect((await rig.touches()).at(-1)).toMatchObject({ state: 'reserved' });
      const deps = { gate: gates['from a copy under another stamp, even live'] };
      expect(await rig.deliver([first], { deps })).toEqual([DONE]);
      expect((await rig.touches()).at(-1)).toMatchObject({ state: 'off', reason: 'sending_off' });
    }
    expect(rig.hands.got).toEqual([]);
    expect(await rig.pressure()).toEqual([]);
  });
});

describe('a stop', () => {
  for (const [scope, target] of [
    ['all', ''],
    ['channel', 'email'],
    ['chain', 'own'],
  ] as const) {
    test(`of ${scope} holds even what is owed; lifted, it leaves`, async () => {
      const { chain, first } = await enter(SERVICE, 'ann');
      const stop = await putStop(rig.db, START_TIME, {
        ...{ scope, target: target === 'own' ? String(chain) : target, reason: null, by: 'test' },
      });
      expect((await rig.deliver([first])).map((o) => o.kind)).toEqual(['hold']);
      expect(await rig.touches()).toMatchObject([{ state: 'held', reason: 'stopped' }]);
      expect(rig.hands.got).toEqual([]);
      await liftStop(rig.db, START_TIME, stop.id, 'test');
      expect(await rig.deliver([first])).toEqual([DONE]);
      expect(rig.hands.got).toHaveLength(1);
    });
  }

  test('of another chain or channel holds nothing', async () => {
    const { chain, first } = await enter(ONE_MAIL, 'ann');
    await putStop(rig.db, START_TIME, { scope: 'chain', target: String(chain + 1), reason: null, by: 'test' });
    await putStop(rig.db, START_TIME, { scope: 'channel', target: 'task', reason: null, by: 'test' });
    expect(await rig.deliver([first])).toEqual([DONE]);
  });
});

describe('a pause', () => {
  /** Touches fall due on the first, third and fifth day of a pause of six days. */
  async function pauseAndResume(decision: ResumeDecision, graph = ONE_MAIL) {
    const { chain, enrolments } = await enter(graph, 'ann', 'bob', 'cat');
    const dues = [1, 3, 5].map((day) => START_TIME + day * DAY);
    await pauseChain(rig.db, START_TIME, chain, 'test');
    for (const [i, enrolment] of enrolments.entries()) {
      rig.pass(dues[i]! - rig.clock.now());
      expect((await rig.deliver([enrolment], { due: dues[i]! })).map((o) => o.kind)).toEqual(['hold']);
    }
    expect((await rig.touches()).map((t) => [t.state, t.reason])).toEqual(enrolments.map(() => ['held', 'paused']));
    rig.pass(START_TIME + 6 * DAY - rig.clock.now());
    await rig.db.transaction().execute((trx) => resumeChain(trx, rig.clock.now(), chain, { decision, by: 'test' }));
    return { chain, enrolments, dues, resumed: rig.clock.now() };
  }

  test('resumed with "skip those older than" lets the young go and expires the old', async () => {
    const { enrolments } = await pauseAndResume({ kind: 'skip', olderThanDays: 3 });
    const expired = { kind: 'port', port: 'expired' };
    expect(await rig.deliver(enrolments)).toEqual([expired, DONE, DONE]);
    expect((await rig.touches())[0]).toMatchObject({ state: 'expired', reason: 'overdue_skipped' });
  });

  test('resumed with "send over h hours" gives each its slot within them, and each leaves at its slot', async () => {
    const { enrolments, resumed } = await pauseAndResume({ kind: 'send', overHours: 12 });
    const outcomes = await rig.deliver(enrolments);
    const slots = outcomes.map((o) => (o.kind === 'hold' ? o.until : Number.NaN));
    expect(new Set(slots).size).toBe(3);
    for (const slot of slots) {
      expect(slot).toBeGreaterThan(resumed);
      expect(slot).toBeLessThanOrEqual(resumed + 12 * HOUR);
    }
    expect(rig.hands.got).toEqual([]);
    const [, latest] = [Math.min(...slots), Math.max(...slots)];
    rig.pass(Math.ceil(latest) - rig.clock.now() - 1);
    expect((await rig.deliver(enrolments)).filter((o) => o.kind === 'hold')).toHaveLength(1);
    rig.pass(1);
    expect(await rig.deliver(enrolments)).toEqual([DONE, DONE, DONE]);
    expect(rig.hands.got).toHaveLength(3);
  });

  test('resumed with "send over h hours" also sends what had ceased to be of use in the pause', async () => {
    const brief = line('Go', [email('a', { validUntil: { hours: 24 } })]);
    const { enrolments, resumed } = await pauseAndResume({ kind: 'send', overHours: 1 }, brief);
    expect((await rig.deliver(enrolments)).map(({ kind }) => kind)).toEqual(['hold', 'hold', 'hold']);
    rig.pass(HOUR);
    expect(await rig.deliver(enrolments)).toEqual([DONE, DONE, DONE]);
    expect(rig.hands.got).toHaveLength(3);
    expect(await rig.touches()).toMatchObject(
      enrolments.map(() => ({ state: 'handed', valid_until: new Date(resumed + HOUR + DAY) })),
    );
  });

  test('resumed with "shift" lets each leave as long after the resume as it fell due into the pause', async () => {
    const { enrolments } = await pauseAndResume({ kind: 'shift' });
    const until = [7, 9, 11].map((day) => ({ kind: 'hold', until: START_TIME + day * DAY }));
    expect(await rig.deliver(enrolments)).toEqual(until);
    rig.pass(DAY);
    expect(await rig.deliver(enrolments)).toEqual([DONE, until[1], until[2]]);
    rig.pass(4 * DAY);
    expect(await rig.deliver(enrolments)).toEqual([DONE, DONE, DONE]);
    expect(rig.hands.got).toHaveLength(3);
  });

  test('resumed with "shift" moves who entered during it only by what was left of it', async () => {
    const { chain, version } = await rig.publish(ONE_MAIL);
    const early = await rig.enter(version, ['ann']);
    await pauseChain(rig.db, START_TIME, chain, 'test');
    await rig.deliver(early);
    rig.pass(5 * DAY);
    const late = await rig.enter(version, ['bob']);
    await rig.deliver(late);
    rig.pass(DAY);
    await rig.db
      .transaction()
      .execute((trx) => resumeChain(trx, rig.clock.now(), chain, { decision: { kind: 'shift' }, by: 'test' }));
    const rows = await rig.db.selectFrom('enrolments').select('shift').orderBy('id').execute();
    expect(rows.map((r) => r.shift)).toEqual([6 * DAY, DAY]);
    expect(await rig.deliver([...early, ...late])).toEqual([DONE, DONE]);
  });

  test('decides nothing about what falls due after its resume', async () => {
    const { chain, version } = await rig.publish(ONE_MAIL);
    await pauseChain(rig.db, START_TIME, chain, 'test');
    rig.pass(DAY);
    await resumeChain(rig.db, rig.clock.now(), chain, { decision: { kind: 'send', overHours: 100 }, by: 'test' });
    const enrolments = await rig.enter(version, ['ann']);
    expect(await rig.deliver(enrolments)).toEqual([DONE]);
  });
});
