import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createSweep, type SweepFinds } from '#activities/sweep.ts';
import { DAY, HOUR } from '#core/clock.ts';
import { email, line, pause, task } from '#setup/testing/graphs.ts';
import { createRig, type Rig } from '#setup/testing/rig.ts';
import { withSweepLock } from '#store/sweep.ts';

let rig: Rig;
let sweep: () => Promise<boolean>;
const finds: SweepFinds[] = [];
beforeAll(async () => {
  rig = await createRig();
});
beforeEach(async () => {
  await rig.clear();
  finds.splice(0);
  sweep = newSweep();
});
afterAll(() => rig.drop());

const newSweep = () =>
  createSweep({
    ...{
      db: rig.db,
      clock: rig.clock,
      plans: rig.plans,
      signaller: rig.signaller,
      eventRetentionDays: 30,
      decisionRetentionDays: 400,
    },
    found: (counts) => void finds.push(counts),
  });
const woken = () => rig.wakes.splice(0).map((w) => w.enrolment);
const found = () => finds.splice(0).at(-1);

const goal = { id: 'goal', type: 'goal', data: { on: [{ event: 'Paid' }] } };
const LISTENS = line('Go', [email('a'), pause('p', 86_400), goal]);

/** Asleep for a day, so that nobody is overdue. */
async function asleep(version: number, ...users: string[]): Promise<number[]> {
  const enrolments = await rig.enter(version, users);
  await sql`update enrolments set phase = 1, due = ${new Date(rig.clock.now() + DAY)}`.execute(rig.db);
  rig.wakes.splice(0);
  return enrolments;
}

describe('the sweep', () => {
  test('asks for members whose moment passed longer ago than a burst may last, and says how late the latest is', async () => {
    const { version } = await rig.publish(line('Go', [email('a')]));
    const [late, , gone] = await rig.enter(version, ['late', 'young', 'gone']);
    const [, young] = await rig.enter(version, ['x', 'fresh']);
    await sql`update enrolments set due = due + interval '15 seconds' where id = ${young}`.execute(rig.db);
    await sql`update enrolments set due = due + interval '1 hour' where id not in (${late}, ${young}, ${gone})`.execute(
      rig.db,
    );
    await sql`update enrolments set state = 'ended' where id = ${gone}`.execute(rig.db);
    rig.wakes.splice(0);
    rig.pass(20_000);
    await sweep();
    expect(woken()).toEqual([]);
    rig.pass(1);
    await sweep();
    expect(woken()).toEqual([late]);
    expect(found()).toMatchObject({ overdue: 1, oldestOverdueMs: 20_001 });
  });

  test('asks for who never heard an event that he listens to: committed, and the signal lost', async () => {
    const { version } = await rig.publish(LISTENS);
    const [ann] = await asleep(version, 'ann', 'bob');
    await rig.take(rig.call('ann', { name: 'Paid' }), rig.call('bob', { name: 'Seen' }));
    rig.wakes.splice(0);
    // The first sweep only notes how far events have come: a wake that is on its way is left its time.
    await sweep();
    expect(woken()).toEqual([]);
    await sweep();
    expect(woken()).toEqual([ann]);
    expect(found()).toMatchObject({ unheard: 1, overdue: 0 });
    await sweep();
    expect(woken()).toEqual([]);
  });

  test('leaves alone who has heard, who has ended, and what is only to be remembered', async () => {
    const { version } = await rig.publish(LISTENS);
    const [, bob] = await asleep(version, 'ann', 'bob', 'cat');
    const [paid] = await rig.take(
      rig.call('ann', { name: 'Paid' }),
      rig.call('bob', { name: 'Paid' }),
      rig.call('cat', { name: 'Paid', historical: true }),
    );
    await sql`update enrolments set heard = ${paid?.seq} where customer = ${paid?.customer}`.execute(rig.db);
    await sql`update enrolments set state = 'ended' where id = ${bob}`.execute(rig.db);
    rig.wakes.splice(0);
    await sweep();
    await sweep();
    expect(woken()).toEqual([]);
    expect(found()).toMatchObject({ unheard: 0 });
  });

  test('misses no event between two sweeps, whoever sweeps', async () => {
    const { version } = await rig.publish(LISTENS);
    const [ann, bob] = await asleep(version, 'ann', 'bob');
    await sweep();
    await rig.take(rig.call('ann', { name: 'Paid' }));
    await sweep();
    await rig.take(rig.call('bob', { name: 'Paid' }));
    rig.wakes.splice(0);
    const seen: number[] = [];
    for (let i = 0; i < 3; i += 1) {
      await newSweep()();
      seen.push(...woken());
    }
    expect(seen).toEqual([ann, bob]);
  });

  test('closes tasks nobody made in time, and wakes who waits for them', async () => {
    const { version } = await rig.publish(line('Go', [task('call', 'call')]));
    const enrolments = await asleep(version, 'ann', 'bob', 'cat');
    const at = rig.clock.now();
    for (const [i, state] of (['open', 'open', 'done'] as const).entries()) {
      const { customer, chain } = await rig.db
        .selectFrom('enrolments')
        .select(['customer', 'chain'])
        .where('id', '=', enrolments[i]!)
        .executeTakeFirstOrThrow();
      const key = { month: '2026-11-01', enrolment: enrolments[i]!, step: 1, visit: 1, customer, chain };
      await rig.db
        .insertInto('touches')
        .values({
          ...{ ...key, version, step_id: 'call', state: 'handed', brand: 'default', channel: 'task' },
          ...{ class: 'commercial', decision: '{}', due: new Date(at), judged_at: new Date(at) },
        })
        .execute();
      await rig.db
        .insertInto('tasks')
        .values({
          ...{ ...key, kind: 'call', title: 'Call', state, due: new Date(at), created_at: new Date(at) },
          valid_until: new Date(at + (i === 1 ? 2 : 1) * HOUR),
        })
        .execute();
    }
    for (const enrolment of enrolments.slice(0, 2)) {
      const pressing = { at: new Date(at), customer: 1, brand: 'default', channel: 'call', class: 'commercial' };
      await rig.db
        .insertInto('pressure')
        .values({ ...pressing, topics: [], weight: 0, month: '2026-11-01', enrolment, step: 1, visit: 1 })
        .execute();
    }
    await sql`update pressure p set customer = e.customer from enrolments e where e.id = p.enrolment`.execute(rig.db);
    rig.pass(HOUR);
    await sweep();
    expect(woken()).toEqual([]);
    rig.pass(1);
    await sweep();
    expect(woken()).toEqual([enrolments[0]]);
    expect(found()).toMatchObject({ expiredTasks: 1 });
    const tasks = await rig.db.selectFrom('tasks').select('state').orderBy('enrolment').execute();
    expect(tasks.map((t) => t.state)).toEqual(['expired', 'open', 'done']);
    expect((await rig.touches()).map((t) => [t.state, t.reason, t.outcome, t.completed_at])).toEqual([
      ['expired', 'not_done', 'expired', new Date(rig.clock.now())],
      ['handed', null, null, null],
      ['handed', null, null, null],
    ]);
    // Nobody was called: the customer may be, by another.
    expect((await rig.pressure()).map(({ enrolment }) => enrolment)).toEqual([enrolments[1]]);
  });

  test('counts the touches of unknown fate that nobody has looked at', async () => {
    const at = new Date(rig.clock.now());
    for (const [enrolment, kind, resolved_at] of [
      [1, 'unknown', null],
      [2, 'unknown', at],
      [3, 'poison', null],
    ] as const) {
      await rig.db
        .insertInto('attention')
        .values({ month: '2026-11-01', enrolment, step: 1, visit: 1, kind, at, resolved_at })
        .execute();
    }
    await sweep();
    expect(found()).toMatchObject({ unknown: 1 });
  });

  test('keeps the months ahead in being as time goes by', async () => {
    rig.pass(200 * DAY);
    await sweep();
    const { rows } = await sql<{ t: string | null }>`select to_regclass('touches_2027_09')::text as t`.execute(rig.db);
    expect(rows).toEqual([{ t: 'touches_2027_09' }]);
  });

  test('of a second process does nothing while one is at it, and runs when it is done', async () => {
    const { version } = await rig.publish(line('Go', [email('a')]));
    await rig.enter(version, ['ann']);
    rig.pass(HOUR);
    rig.wakes.splice(0);
    const ran: boolean[] = [];
    expect(
      await withSweepLock(rig.db, async () => {
        ran.push(...(await Promise.all([sweep(), newSweep()()])));
      }),
    ).toBe(true);
    expect(ran).toEqual([false, false]);
    expect(woken()).toEqual([]);
    expect(await sweep()).toBe(true);
    expect(woken()).toHaveLength(1);
  });

  test('that breaks lets go of its lock', async () => {
    const broken = withSweepLock(rig.db, () => Promise.reject(new Error('broken')));
    await expect(broken).rejects.toThrow('broken');
    expect(await sweep()).toBe(true);
  });
});
