/** The contact policy on real rows: what rules look up, under the locks. */
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DAY } from '#core/clock.ts';
import type { RuleDocument } from '#core/policy/documents.ts';
import { email, line, pause, task } from '#setup/testing/graphs.ts';
import { createRig, type Rig, START_TIME } from '#setup/testing/rig.ts';
import { countRuleFailures } from '#store/alerts.ts';
import { recordConsent } from '#store/consents.ts';
import { factsOf, loadEnrolments } from '#store/enrolments.ts';
import { assignHouseholds } from '#store/households.ts';
import { writeHouseholdField } from '#store/settings.ts';
import { prune } from '#store/sweep.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
});
beforeEach(() => rig.clear());
afterAll(() => rig.drop());

const DONE = { kind: 'port', port: 'done' };
const WEEKLY: RuleDocument = { id: 'weekly', kind: 'cap', max: 1, days: 7 };

async function enter(graph: unknown, ...users: string[]) {
  const { version } = await rig.publish(graph);
  return { version, enrolments: await rig.enter(version, users) };
}

const decisions = async () =>
  (await rig.touches()).map((t) => t.decision as { asked: { rule: string; flip?: unknown }[] });

describe('look-ahead', () => {
  const heavyIn = (days: number) => line('Go', [pause('wait', days * 86_400), email('letter', { weight: 9 })]);

  test('a light mail waits behind the heavier one that another chain has planned, and its record names the rival', async () => {
    await rig.caps(WEEKLY);
    const heavy = await rig.publish(heavyIn(2));
    const [planned] = await rig.enter(heavy.version, ['ann']);
    // As its cohort would have written it on arrival: asleep until then.
    await sql`update enrolments set phase = 1, due = ${new Date(START_TIME + 2 * DAY)} where id = ${planned}`.execute(
      rig.db,
    );
    const light = await rig.publish(line('Light', [email('a')]));
    const [first] = await rig.enter(light.version, ['ann'], { name: 'Light' });
    expect(await rig.deliver([first!])).toEqual([{ kind: 'hold', until: START_TIME + 9 * DAY }]);
    expect((await decisions())[0]?.asked.at(-1)).toMatchObject({
      rule: 'pressure',
      flip: { rival: { chain: heavy.chain, step: 'letter' } },
    });
  });

  test('what follows in its own chain is no rival, nor is what an event decides about in another', async () => {
    await rig.caps(WEEKLY);
    const own = await enter(line('Go', [email('a'), pause('wait', 2 * 86_400), email('b', { weight: 9 })]), 'ann');
    expect(await rig.deliver(own.enrolments)).toEqual([DONE]);
    const unsure = line('Ask', [
      { id: 'buys', type: 'waitfor', data: { events: [{ event: 'Order Completed' }], for: { days: 2 } } },
      email('b', { weight: 9 }),
    ]);
    unsure.edges = unsure.edges.flatMap((edge) =>
      edge.from === 'buys' ? ['event1', 'timeout'].map((port) => ({ ...edge, port })) : [edge],
    );
    const asked = await rig.publish(unsure);
    await rig.enter(asked.version, ['bob'], { name: 'Ask' });
    const light = await rig.publish(line('Light', [email('a')]));
    const [first] = await rig.enter(light.version, ['bob'], { name: 'Light' });
    expect(await rig.deliver([first!])).toEqual([DONE]);
  });
});

describe('a household', () => {
  const HOUSE: RuleDocument = { id: 'house', kind: 'cap', max: 2, days: 7, per: 'household' };

  async function family(size: number): Promise<number[]> {
    await writeHouseholdField(rig.db, START_TIME, 'home');
    const users = Array.from({ length: size }, (_, i) => `member${i}`);
    const { version } = await rig.publish(line('Go', [email('a', { onExcess: 'skip' })]));
    await rig.take(
      ...users.map((user) =>
        rig.call(user, { kind: 'identify', traits: { home: 'rue A 1', email: `${user}@test.example` } }),
      ),
    );
    return rig.enter(version, users, { traits: {} });
  }

  test('in one burst is not contacted more often than its cap allows', async () => {
    await rig.caps(HOUSE);
    const outcomes = await rig.deliver(await family(5));
    expect(outcomes.filter((o) => o.kind === 'port' && o.port === 'done')).toHaveLength(2);
    expect(rig.hands.got).toHaveLength(2);
  });

  test('in bursts of several workers at once neither', async () => {
    await rig.caps(HOUSE);
    const members = await family(12);
    await Promise.all(members.map((member) => rig.deliver([member])));
    expect(rig.hands.got).toHaveLength(2);
  });

  test('falls apart when the settings name no field any more', async () => {
    await rig.caps(HOUSE);
    const members = await family(3);
    await writeHouseholdField(rig.db, START_TIME, null);
    await assignHouseholds(rig.db, null);
    expect(await rig.deliver(members)).toEqual([DONE, DONE, DONE]);
  });
});

describe('a situation', () => {
  const COMPLAINT: RuleDocument = {
    id: 'complaint',
    kind: 'situation',
    while: { opens: 'Complaint Opened', closes: 'Complaint Closed', days: 30 },
  };

  test('silences from the event that opens it to the one that closes it', async () => {
    await rig.caps(WEEKLY, COMPLAINT);
    const { enrolments } = await enter(line('Go', [email('a')]), 'ann');
    await rig.take(rig.call('ann', { name: 'Complaint Opened' }));
    rig.pass(60_000);
    expect((await rig.deliver(enrolments)).map((o) => o.kind)).toEqual(['hold']);
    await rig.take(rig.call('ann', { name: 'Complaint Closed' }));
    rig.pass(DAY);
    expect(await rig.deliver(enrolments)).toEqual([DONE]);
  });

  test('a call on the work list silences mails until it is closed', async () => {
    await rig.caps(WEEKLY, { id: 'call', kind: 'situation', while: { pending: 'call' } });
    const { enrolments } = await enter(line('Go', [email('a')]), 'ann');
    const { customer } = await rig.db.selectFrom('enrolments').select('customer').executeTakeFirstOrThrow();
    await sql`insert into tasks (month, enrolment, step, visit, customer, chain, kind, title, due, created_at)
      values ('2026-11-01', 999, 1, 1, ${customer}, 1, 'call', 'Call', now(), now())`.execute(rig.db);
    expect((await rig.deliver(enrolments)).map((o) => o.kind)).toEqual(['hold']);
    await sql`update tasks set state = 'done'`.execute(rig.db);
    rig.pass(DAY);
    expect(await rig.deliver(enrolments)).toEqual([DONE]);
  });
});

/** Calls are opt-in. */
async function agreeToCalls(): Promise<void> {
  const customers = await rig.db.selectFrom('customers').select('id').execute();
  await rig.db.transaction().execute(async (trx) => {
    for (const { id: customer } of customers)
      await recordConsent(trx, START_TIME, { customer, brand: '*', channel: 'call', given: true, source: 'test' });
  });
}

test('a task counts as what it is for the customer: a cap on calls counts calls, not letters', async () => {
  await rig.caps({ id: 'calls', kind: 'cap', max: 1, days: 30, channels: ['call'], classes: ['commercial'] });
  const tasks = { task: { ...rig.hands, channel: 'task' } };
  for (const [kind, outcome] of [
    ['call', 'port'],
    ['letter', 'port'],
    ['call', 'hold'],
  ] as const) {
    const { enrolments } = await enter(line('Go', [task('t', kind, { class: 'commercial' })]), 'ann');
    const last = enrolments.at(-1)!;
    await agreeToCalls();
    expect((await rig.deliver([last], { deps: { adapters: tasks } })).map((o) => o.kind)).toEqual([outcome]);
  }
  expect((await rig.pressure()).map((r) => r.channel)).toEqual(['call', 'letter']);
});

test('a rule that cannot be computed holds the touch and raises an alert, until it is mended', async () => {
  await rig.caps({ id: 'tier', kind: 'cap', max: { field: 'profile.per_week', default: 2 }, days: 7 });
  const { version } = await rig.publish(line('Go', [email('a')]));
  const enrolments = await rig.enter(version, ['ann'], { traits: { email: 'ann@test.example', per_week: -3 } });
  expect((await rig.deliver(enrolments)).map((o) => o.kind)).toEqual(['hold']);
  expect(await countRuleFailures(rig.db)).toBe(1);
  expect(rig.hands.got).toEqual([]);
  await rig.caps(WEEKLY);
  rig.pass(DAY);
  expect(await rig.deliver(enrolments)).toEqual([DONE]);
  expect(await countRuleFailures(rig.db)).toBe(0);
});

test('a new policy holds from the next judgement of everyone in flight', async () => {
  await rig.caps({ id: 'none', kind: 'cap', max: 0, days: 1 });
  const { enrolments } = await enter(line('Go', [email('a', { onExcess: 'postpone' })]), 'ann', 'bob');
  expect((await rig.deliver([enrolments[0]!])).map((o) => o.kind)).toEqual(['port']);
  await rig.caps(WEEKLY);
  expect(await rig.deliver([enrolments[1]!])).toEqual([DONE]);
  expect((await rig.touches()).map((t) => t.state)).toEqual(['skipped', 'handed']);
});

test('decision records older than their retention go, and the touches stay', async () => {
  await rig.caps(WEEKLY);
  const { enrolments } = await enter(line('Go', [email('a')]), 'ann');
  await rig.deliver(enrolments);
  const days = { events: 1_000, dedupe: 100, idempotency: 2 };
  await prune(rig.db, START_TIME + 60 * DAY, { ...days, decisions: 90 });
  expect((await rig.touches()).map((t) => Object.keys(t.decision as object).length > 0)).toEqual([true]);
  await prune(rig.db, START_TIME + 60 * DAY, { ...days, decisions: 31 });
  expect((await rig.touches()).map((t) => [t.state, t.decision])).toEqual([['handed', {}]]);
});

test('a call to somebody whose zone nobody knows goes on by no_address, asked twice too; a phone or postal address tells it', async () => {
  const open = { from: '00:00', to: '24:00' };
  await rig.caps(WEEKLY, { id: 'open', kind: 'hours', channels: ['call'], ...open });
  const deps = { adapters: { task: { ...rig.hands, channel: 'task' } } };
  const { version } = await rig.publish(line('Go', [task('t', 'call', { class: 'commercial' })]));
  const ann = await rig.enter(version, ['ann']);
  const bob = await rig.enter(version, ['bob'], { traits: { phone: '+262692000000' } });
  const eve = await rig.enter(version, ['eve'], { traits: { address: { postalCode: '98800', country: 'FR' } } });
  const all = [...ann, ...bob, ...eve];
  await agreeToCalls();
  const outcomes = [{ kind: 'port', port: 'no_address' }, DONE, DONE];
  expect(await rig.deliver(all, { deps })).toEqual(outcomes);
  expect(await rig.deliver(all, { deps })).toEqual(outcomes);
  expect((await decisions()).map(({ asked }) => asked.at(-1))).toMatchObject([
    { rule: 'hours', verdict: 'skip', inputs: { zone: null } },
    { rule: 'hours', verdict: 'pass', inputs: { zone: 'Indian/Reunion', source: 'phone' } },
    { rule: 'hours', verdict: 'pass', inputs: { zone: 'Pacific/Noumea', source: 'postal' } },
  ]);
});

test('the dates of a chain fall in the zone of the phone or postal address, where the customer names none', async () => {
  const { version } = await rig.publish(line('Go', [email('a')]));
  const ids = [
    ...(await rig.enter(version, ['reunion'], { traits: { phone: '+262692000000' } })),
    ...(await rig.enter(version, ['noumea'], { traits: { address: { postalCode: '98800', country: 'FR' } } })),
    ...(await rig.enter(version, ['tokyo'], { zone: 'Asia/Tokyo', traits: { phone: '+262692000000' } })),
    ...(await rig.enter(version, ['nowhere'])),
  ];
  const defaults = { zone: 'America/New_York', country: 'US', params: {} };
  const rows = await loadEnrolments(rig.db, ids);
  const of = new Map(rows.map((row) => [row.id, factsOf(row, defaults)]));
  expect(ids.map((id) => [of.get(id)?.zone, of.get(id)?.country])).toEqual([
    ['Indian/Reunion', 'FR'],
    ['Pacific/Noumea', 'FR'],
    ['Asia/Tokyo', 'JP'],
    ['America/New_York', 'US'],
  ]);
});
