import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { DAY } from '#core/clock.ts';
import { email, line } from '#setup/testing/graphs.ts';
import { createRig, type Rig, START_TIME } from '#setup/testing/rig.ts';
import { type Crossing, enterChains, leaveChains } from '#store/crossings.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
});
beforeEach(() => rig.clear());
afterAll(() => rig.drop());

/** Customers inside a first chain, on their way into a second that nothing else enters. */
async function atTheDoor(rule: Record<string, unknown>, ...users: string[]) {
  const from = await rig.publish(line('Go', [email('a')], { entry: { inside: 'beside' } }));
  const to = await rig.publish(line('Never', [email('a')], { entry: rule }));
  await rig.enter(from.version, users, { properties: { order: 'A1' } });
  const rows = await rig.db.selectFrom('enrolments').select(['id', 'customer']).orderBy('id').execute();
  const crossings = rows.map(
    (row): Crossing => ({
      customer: row.customer,
      from: { enrolment: row.id, step: 3, visit: 1 },
      chain: to.chain,
      entry: { order: 'A1' },
    }),
  );
  return { to, crossings };
}

const enter = (crossings: readonly Crossing[]) =>
  enterChains(rig.db, crossings, { plans: rig.plans, seats: rig.seats, now: rig.clock.now() });
const inside = (chain: number) =>
  rig.db.selectFrom('enrolments').selectAll().where('chain', '=', chain).orderBy('id').execute();

test('who crosses begins in the other chain with the entry of the first, deaf to what came before', async () => {
  const { to, crossings } = await atTheDoor({}, 'ann', 'bob');
  const [last] = await rig.take(rig.call('ann', { name: 'Seen' }));
  const wakes = await enter([crossings[0]!]);
  const [row] = await inside(to.chain);
  expect(row).toMatchObject({
    ...{ version: to.version, customer: crossings[0]?.customer, entry: { order: 'A1' }, state: 'live' },
    ...{ trigger_at: new Date(START_TIME), heard: last?.seq },
  });
  expect(wakes).toEqual([{ cohort: row?.cohort, enrolment: row?.id }]);
});

test('a retry of the same crossing enters nobody a second time, even where runs stand beside each other', async () => {
  const { to, crossings } = await atTheDoor({ inside: 'beside' }, 'ann', 'bob', 'cat');
  expect(await enter(crossings)).toHaveLength(3);
  expect(await enter(crossings)).toEqual([]);
  expect(await enter([...crossings].reverse())).toEqual([]);
  expect(await inside(to.chain)).toHaveLength(3);
});

test('the same crossing made twice at once enters once', async () => {
  const { to, crossings } = await atTheDoor({ inside: 'beside' }, 'ann', 'bob', 'cat');
  await Promise.all([enter(crossings), enter([...crossings].reverse()), enter(crossings)]);
  expect(await inside(to.chain)).toHaveLength(3);
});

test('another visit of the step, or another step, is another crossing', async () => {
  const { to, crossings } = await atTheDoor({ inside: 'beside' }, 'ann');
  const [first] = crossings;
  await enter([first!]);
  await enter([{ ...first!, from: { ...first!.from, visit: 2 } }]);
  await enter([{ ...first!, from: { ...first!.from, step: 4 } }]);
  expect(await inside(to.chain)).toHaveLength(3);
});

test('two runs of one customer that cross in one burst enter once where the other chain takes one at a time', async () => {
  const { to, crossings } = await atTheDoor({ inside: 'ignore' }, 'ann', 'ann');
  expect(await enter(crossings)).toHaveLength(1);
  expect(await inside(to.chain)).toHaveLength(1);
});

test('the other chain’s rule of re-entry holds', async () => {
  const { to, crossings } = await atTheDoor({ reentry: { kind: 'after', days: 7 } }, 'ann');
  const again = (visit: number) => [{ ...crossings[0]!, from: { ...crossings[0]!.from, visit } }];
  await enter(again(1));
  await sql`update enrolments set state = 'ended' where chain = ${to.chain}`.execute(rig.db);
  rig.pass(6 * DAY);
  expect(await enter(again(2))).toEqual([]);
  rig.pass(DAY);
  expect(await enter(again(3))).toHaveLength(1);
});

test('starting over ends the standing run and wakes both', async () => {
  const { to, crossings } = await atTheDoor({ inside: 'restart' }, 'ann', 'ann');
  await enter([crossings[0]!]);
  const wakes = await enter([crossings[1]!]);
  const rows = await inside(to.chain);
  expect(rows.map((r) => r.outcome)).toEqual(['restarted', null]);
  expect(wakes.map((w) => w.enrolment).sort((a, b) => a - b)).toEqual(rows.map((r) => r.id));
});

test('an archived chain lets nobody in', async () => {
  const { to, crossings } = await atTheDoor({}, 'ann');
  await sql`update chains set state = 'archived' where id = ${to.chain}`.execute(rig.db);
  expect(await enter(crossings)).toEqual([]);
});

test('who is taken out of a chain leaves all his runs there, keeps the others, and a retry changes nothing', async () => {
  const { to, crossings } = await atTheDoor({ inside: 'beside' }, 'ann', 'ann', 'bob');
  await enter(crossings);
  const anns = crossings.slice(0, 1);
  const gone = await leaveChains(rig.db, anns, rig.clock.now());
  expect(gone).toHaveLength(2);
  const before = await rig.db.selectFrom('enrolments').selectAll().orderBy('id').execute();
  expect(before.filter((r) => r.outcome === 'left').map((r) => r.id)).toEqual(
    gone.map((w) => w.enrolment).sort((a, b) => a - b),
  );
  expect(before.filter((r) => r.state === 'live')).toHaveLength(4);
  rig.pass(1_000);
  expect(await leaveChains(rig.db, anns, rig.clock.now())).toEqual([]);
  expect(await rig.db.selectFrom('enrolments').selectAll().orderBy('id').execute()).toEqual(before);
  expect((await inside(to.chain)).filter((r) => r.state === 'live')).toHaveLength(1);
});
