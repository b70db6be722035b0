/** Customers who wait in one version are moved to another: nobody is lost, nobody hears anything twice. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createAdvance } from '#activities/advance.ts';
import { createDeliver } from '#activities/deliver.ts';
import { DAY } from '#core/clock.ts';
import { compile } from '#core/compile.ts';
import { readGraph } from '#core/graph.ts';
import type { MemberTuple } from '#core/member.ts';
import type { Plan } from '#core/plan.ts';
import { email, line, type TestStep } from '#setup/testing/graphs.ts';
import { createRig, type Rig } from '#setup/testing/rig.ts';
import { insertVersion, plansOf } from '#store/chains.ts';
import { moveSlice, type Target, waitingOf } from '#store/moves.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
});
beforeEach(() => rig.clear());
afterAll(() => rig.drop());

const dated = (id: string, days: number) => email(id, { when: { anchor: { kind: 'trigger' }, days } });

async function newVersion(chain: number, steps: TestStep[]): Promise<number> {
  const read = readGraph(line('Go', steps));
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  const compiled = compile(read.graph);
  if ('problems' in compiled) throw new Error(JSON.stringify(compiled.problems));
  const { plan } = compiled;
  const version = await rig.db
    .transaction()
    .execute((trx) => insertVersion(trx, rig.clock.now(), { chain, graph: read.graph, plan, note: null, by: 'test' }));
  return version.id;
}

async function target(chain: number, to: number): Promise<Target> {
  const plans = await plansOf(rig.db, { chain });
  const plan = plans.get(to) as Plan;
  plans.delete(to);
  return { chain, to: { id: to, plan }, from: plans, now: rig.clock.now() };
}

function engine() {
  const { db, clock, plans, seats, signaller, hands } = rig;
  const deliver = createDeliver({
    ...{ db, clock, plans, adapters: { email: hands }, gate: () => true, worker: 'test' },
  });
  return createAdvance({
    ...{ db, clock, plans, seats, signaller, deliver, poisoned: (_, error) => Promise.reject(error) },
    company: { zone: 'Europe/Paris', country: 'FR' },
  });
}

async function membersOf(version?: number): Promise<MemberTuple[]> {
  const rows = await rig.db.selectFrom('enrolments').selectAll().where('state', '=', 'live').orderBy('id').execute();
  return rows
    .filter((r) => version === undefined || r.version === version)
    .map((r) => [r.id, r.customer, r.step, r.visit, r.phase, +r.due, r.rev]);
}

const advance = (members: MemberTuple[]) => engine()({ members } as never);

/** `user step` of everything that was handed over. */
async function handed(): Promise<string[]> {
  const rows = await rig.touches();
  return rows.filter((t) => t.state === 'handed').map((t) => `${t.enrolment} ${t.step_id}`);
}

async function runToEnd(): Promise<void> {
  for (let i = 0; i < 50; i += 1) {
    const members = await membersOf();
    if (members.length === 0) return;
    await advance(members);
    rig.pass(DAY);
  }
}

test('they wait on at their step, by the date of the new version, and hear everything once', async () => {
  const { chain, version } = await rig.publish(line('Go', [dated('a', 0), dated('b', 7), dated('c', 30)]));
  const ids = await rig.enter(version, ['ann', 'bob', 'eve']);
  await advance(await membersOf());
  const to = await newVersion(chain, [dated('a', 0), dated('new', 3), dated('b', 10), dated('c', 30)]);
  const asked = await target(chain, to);
  expect(await waitingOf(rig.db, asked)).toMatchObject([{ version, count: 3, busy: 0, twice: 0 }]);
  expect(await moveSlice(rig.db, asked, { after: 0, twice: false })).toMatchObject({ moved: 3, last: null });
  await runToEnd();
  expect((await handed()).sort()).toEqual(ids.flatMap((id) => ['a', 'b', 'c'].map((step) => `${id} ${step}`)).sort());
  const b = (await rig.touches()).filter((t) => t.step_id === 'b');
  const days = b.map((t) => Math.round((+t.due - Date.parse('2026-11-24T10:00:00Z')) / DAY));
  expect(days).toEqual([10, 10, 10]);
});

test('asked twice, it moves nobody twice', async () => {
  const { chain, version } = await rig.publish(line('Go', [dated('a', 0), dated('b', 7)]));
  await rig.enter(version, ['ann']);
  await advance(await membersOf());
  const asked = await target(chain, await newVersion(chain, [dated('a', 0), dated('b', 8)]));
  expect((await moveSlice(rig.db, asked, { after: 0, twice: false })).moved).toBe(1);
  expect((await moveSlice(rig.db, asked, { after: 0, twice: false })).moved).toBe(0);
});

test('a burst that still carries the old place neither sends nor writes', async () => {
  const { chain, version } = await rig.publish(line('Go', [dated('a', 0), dated('b', 7)]));
  const [id] = await rig.enter(version, ['ann']);
  await advance(await membersOf());
  const before = await membersOf();
  const asked = await target(chain, await newVersion(chain, [dated('x', 1), dated('a', 0), dated('b', 9)]));
  await moveSlice(rig.db, asked, { after: 0, twice: false });
  rig.pass(7 * DAY);
  // The cohort still has the member as it was: the row, which is further, goes on.
  await advance(before);
  expect(await handed()).toEqual([`${id} a`]);
  // And the touch of the old place is not booked any more.
  const outcomes = await rig.deliver([id!], { step: 'b' }).catch(() => []);
  expect(outcomes.length).toBeLessThanOrEqual(1);
  rig.pass(3 * DAY);
  await runToEnd();
  expect((await handed()).filter((t) => t === `${id} b`)).toHaveLength(1);
});

test('who would get a contact again stays, unless that is wanted', async () => {
  const { chain, version } = await rig.publish(line('Go', [dated('a', 0), dated('b', 7)]));
  const [id] = await rig.enter(version, ['ann']);
  await advance(await membersOf());
  const asked = await target(chain, await newVersion(chain, [dated('b', 7), dated('a', 9)]));
  expect(await waitingOf(rig.db, asked)).toMatchObject([{ count: 1, twice: 1 }]);
  expect((await moveSlice(rig.db, asked, { after: 0, twice: false })).moved).toBe(0);
  await runToEnd();
  expect((await handed()).sort()).toEqual([`${id} a`, `${id} b`]);
});

test('who waits at a step that is gone stays in the old version and comes to its end', async () => {
  const { chain, version } = await rig.publish(line('Go', [dated('a', 0), dated('b', 7), dated('c', 9)]));
  const [id] = await rig.enter(version, ['ann']);
  await advance(await membersOf());
  const asked = await target(chain, await newVersion(chain, [dated('a', 0), dated('c', 9)]));
  expect((await moveSlice(rig.db, asked, { after: 0, twice: false })).moved).toBe(0);
  await runToEnd();
  expect(await handed()).toEqual([`${id} a`, `${id} b`, `${id} c`]);
});

test('a contact on hold moves along with its own due date, and leaves once', async () => {
  await rig.caps({ id: 'one', kind: 'cap', max: 1, days: 3 });
  const { chain, version } = await rig.publish(line('Go', [dated('a', 0), dated('b', 1)]));
  const [id] = await rig.enter(version, ['ann']);
  await advance(await membersOf());
  rig.pass(1.1 * DAY);
  await advance(await membersOf());
  const held = (await rig.touches()).find((t) => t.state === 'held')!;
  const asked = await target(chain, await newVersion(chain, [dated('z', 0), dated('a', 0), dated('b', 1)]));
  expect((await moveSlice(rig.db, asked, { after: 0, twice: false })).moved).toBe(1);
  await runToEnd();
  const touches = (await rig.touches()).filter((t) => t.step_id === 'b');
  expect(touches).toMatchObject([{ state: 'handed', due: held.due, version: asked.to.id, enrolment: id }]);
});
