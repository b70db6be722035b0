import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { HOUR } from '#core/clock.ts';
import type { CapacityRule } from '#core/policy/capacity.ts';
import { email, line } from '#setup/testing/graphs.ts';
import { createRig, type Rig } from '#setup/testing/rig.ts';
import { setPolicy } from '#store/policies.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
});
beforeEach(() => rig.clear());
afterAll(() => rig.drop());

const users = (n: number) => Array.from({ length: n }, (_, i) => `u${i}`);

async function chain(name: string, of: readonly string[], data: Record<string, unknown> = {}) {
  const { version } = await rig.publish(line(name, [email('a', data)]));
  return rig.enter(version, of, { name });
}

async function limit(...rules: CapacityRule[]) {
  await setPolicy(rig.db, rig.clock.now(), { rules: { rules } });
}

const MAILS: CapacityRule = { id: 'mails', kind: 'capacity', channel: 'email', perHour: 25 };

test('however many bursts book at once, no hour ever exceeds its capacity, and none is wasted', async () => {
  await limit(MAILS);
  const chains = await Promise.all(['A', 'B', 'C', 'D'].map((name) => chain(name, users(20))));
  for (const hour of [1, 2, 3]) {
    await Promise.all(chains.map((enrolments) => rig.deliver(enrolments)));
    expect((await rig.touches()).filter((t) => t.state === 'handed')).toHaveLength(25 * hour);
    // The same burst once more, in the same hour: nobody else fits.
    await Promise.all(chains.map((enrolments) => rig.deliver(enrolments)));
    expect((await rig.touches()).filter((t) => t.state === 'handed')).toHaveLength(25 * hour);
    rig.pass(HOUR);
  }
  await Promise.all(chains.map((enrolments) => rig.deliver(enrolments)));
  expect((await rig.touches()).map((t) => t.state)).toEqual(Array(80).fill('handed'));
  const uses = await rig.db.selectFrom('capacity_use').select(['span', 'used']).orderBy('slot').execute();
  expect(uses).toEqual([25, 25, 25, 5].map((used) => ({ span: 'hour', used })));
});

test('the excess waits for the next hours, as many in each as fit', async () => {
  await limit(MAILS);
  const outcomes = await rig.deliver(await chain('A', users(60)));
  const waits = outcomes.flatMap((o) => (o.kind === 'hold' ? [Math.floor((o.until - rig.clock.now()) / HOUR)] : []));
  expect(waits.filter((h) => h === 1)).toHaveLength(25);
  expect(waits.filter((h) => h === 2)).toHaveLength(10);
});

test('a day is the company’s, not one of UTC', async () => {
  await limit({ id: 'mails', kind: 'capacity', channel: 'email', perDay: 1 });
  // 23:30 in Paris, then half past midnight.
  rig.pass(12.5 * HOUR);
  const [one, two] = await chain('A', users(2));
  await rig.deliver([one!]);
  const [waiting] = await rig.deliver([two!]);
  const midnight = Date.parse('2026-11-24T23:00:00Z');
  expect((waiting as { until: number }).until).toBeGreaterThanOrEqual(midnight);
  expect((waiting as { until: number }).until).toBeLessThan(midnight + HOUR);
  rig.pass(HOUR);
  expect(await rig.deliver([two!])).toEqual([{ kind: 'port', port: 'done' }]);
});

test('test customers use nothing up, and a rule about another channel is not asked', async () => {
  await limit({ ...MAILS, perHour: 1 }, { id: 'calls', kind: 'capacity', channel: 'call', perHour: 1 });
  const enrolments = await chain('A', users(3));
  await rig.db.updateTable('customers').set({ test: true }).execute();
  await rig.deliver(enrolments);
  expect((await rig.touches()).map((t) => t.state)).toEqual(['handed', 'handed', 'handed']);
  const uses = await rig.db.selectFrom('capacity_use').select(['rule', 'used']).execute();
  expect(uses).toEqual([{ rule: 'mails', used: 0 }]);
});
