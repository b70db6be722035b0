/** The pressure test at the last moment: customers of the two variants under the real locks, by the real deliver. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { DAY } from '#core/clock.ts';
import type { RuleDocument } from '#core/policy/documents.ts';
import { type PolicyTest, variantOf } from '#core/policy/variant.ts';
import { email, line } from '#setup/testing/graphs.ts';
import { createRig, type Rig, START_TIME } from '#setup/testing/rig.ts';
import { setPolicy } from '#store/policies.ts';
import { writeHouseholdField } from '#store/settings.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig({ chunk: 50 });
});
beforeEach(() => rig.clear());
afterAll(() => rig.drop());

const weekly = (max: number, more: Partial<Extract<RuleDocument, { kind: 'cap' }>> = {}): RuleDocument => ({
  ...{ id: 'weekly', kind: 'cap', max, days: 7 },
  ...more,
});
const TEST: PolicyTest = { id: 'two', percent: 50, salt: 'salt', rules: [weekly(2)] };
const run = (pressureTest: PolicyTest | null, rule = weekly(1)) =>
  setPolicy(rig.db, rig.clock.now(), { rules: { rules: [rule], ...(pressureTest ? { test: pressureTest } : {}) } });

const USERS = Array.from({ length: 40 }, (_, i) => `user${i}`);

const decisions = async () =>
  (await rig.touches()).map(({ customer, state, decision }) => {
    const { test: id, variant } = decision as { test?: string; variant?: 'a' | 'b' };
    return { customer, state, test: id, variant };
  });
const exposures = () => rig.db.selectFrom('policy_exposures').selectAll().orderBy('customer').execute();

/** One mail to each, each from another chain of its own. */
async function mail(users: readonly string[], traits?: Record<string, string>) {
  const { version } = await rig.publish(line('Go', [email('a', { onExcess: 'skip' })]));
  const enrolments = await rig.enter(version, users, traits ? { traits } : {});
  return {
    deliver: () => rig.deliver(enrolments),
    /** By as many workers as there are touches, at once. */
    scatter: () => Promise.all(enrolments.map((one) => rig.deliver([one]))),
  };
}

test('two variants get different caps in one burst, everybody the one their record names', async () => {
  await run(TEST);
  for (let round = 0; round < 3; round += 1) {
    await (await mail(USERS)).deliver();
    rig.pass(DAY);
  }
  const found = await decisions();
  const counted = new Map<number, { variant: string | undefined; handed: number }>();
  for (const { customer, state, variant } of found) {
    const known = counted.get(customer) ?? { variant, handed: 0 };
    expect(variant).toBe(known.variant);
    counted.set(customer, { variant, handed: known.handed + (state === 'handed' ? 1 : 0) });
  }
  expect(counted.size).toBe(USERS.length);
  for (const [customer, { variant, handed }] of counted) {
    expect(variant).toBe(variantOf(TEST, { customer, household: null }));
    expect(handed).toBe(variant === 'b' ? 2 : 1);
  }
  expect(new Set([...counted.values()].map(({ variant }) => variant))).toEqual(new Set(['a', 'b']));
});

test('who takes part is noted once, with the variant and moment of the first judgement', async () => {
  await run(TEST);
  const first = await mail(USERS.slice(0, 10));
  await first.deliver();
  rig.pass(DAY);
  await (await mail(USERS.slice(0, 12))).deliver();
  // Asked once more, as after a crash.
  await first.deliver();
  const rows = await exposures();
  expect(rows).toHaveLength(12);
  expect(rows.map((row) => +row.at).sort()).toEqual([
    ...Array.from({ length: 10 }, () => START_TIME),
    ...[START_TIME + DAY, START_TIME + DAY],
  ]);
  for (const { test: id, customer, variant } of rows)
    expect([id, variant]).toEqual(['two', variantOf(TEST, { customer, household: null })]);
});

test('a household is in one variant and under its cap, whoever judges whom of it, also where only variant b counts by household', async () => {
  await writeHouseholdField(rig.db, START_TIME, 'home');
  await run({ ...TEST, rules: [weekly(2, { per: 'household' })] });
  const homes = ['rue A', 'rue B', 'rue C', 'rue D', 'rue E', 'rue F'];
  await rig.take(
    ...homes.flatMap((home, h) =>
      [0, 1, 2].map((n) =>
        rig.call(`h${h}m${n}`, { name: 'Seen', traits: { home, email: `h${h}m${n}@test.example` } }),
      ),
    ),
  );
  await (
    await mail(
      homes.flatMap((_, h) => [0, 1, 2].map((n) => `h${h}m${n}`)),
      {},
    )
  ).scatter();
  const customers = await rig.db.selectFrom('customers').select(['id', 'household']).execute();
  const found = await decisions();
  for (const home of homes) {
    const people = customers.filter((c) => c.household === home).map((c) => c.id);
    const theirs = found.filter((d) => people.includes(d.customer));
    const variant = variantOf(TEST, { customer: 0, household: home });
    expect(theirs.map((d) => d.variant)).toEqual([variant, variant, variant]);
    // In b the household has two in all; in a each member has one of their own.
    expect(theirs.filter((d) => d.state === 'handed')).toHaveLength(variant === 'b' ? 2 : 3);
  }
  expect(new Set(found.map((d) => d.variant))).toEqual(new Set(['a', 'b']));
});

test('a test that is taken out, is over or has not begun draws nobody', async () => {
  await run({ ...TEST, from: START_TIME + 10 * DAY, until: START_TIME + 20 * DAY });
  await (await mail(USERS.slice(0, 4))).deliver();
  rig.pass(20 * DAY);
  await (await mail(USERS.slice(0, 4))).deliver();
  await run(null);
  rig.pass(10 * DAY);
  await (await mail(USERS.slice(0, 4))).deliver();
  expect((await decisions()).map((d) => [d.state, d.variant])).toEqual(
    Array.from({ length: 12 }, () => ['handed', undefined]),
  );
  expect(await exposures()).toEqual([]);
});
