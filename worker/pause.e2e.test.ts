/** Pauses and stops on the whole stack: what they hold at once, what goes on meanwhile, and what a resume decides. */
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ResumeDecision } from '#core/policy/rule.ts';
import { type Engine, startEngine, tally, until } from '#setup/testing/engine.ts';
import { email, line, pause } from '#setup/testing/graphs.ts';
import { account } from '#setup/testing/ledger.ts';
import { type FreshDatabase, freshDatabase } from '#setup/testing/postgres.ts';
import { temporalAddress } from '#setup/testing/temporal.ts';
import { liveMembers, pauseChain, resumeChain } from '#store/pauses.ts';
import { heldBy, liftStop, putStop } from '#store/stops.ts';

let database: FreshDatabase;
let engine: Engine;
beforeEach(async () => {
  database = await freshDatabase();
  engine = await startEngine({ databaseUrl: database.url, temporalAddress: temporalAddress() });
});
afterEach(async () => {
  await engine.stop();
  await database.drop();
});

const ALL = { after: 0, limit: 10_000 };
let entered = 0;

async function enter(n: number): Promise<void> {
  await engine.intake.take(
    Array.from({ length: n }, () => {
      entered += 1;
      return {
        ...{ kind: 'track' as const, source: 'test', messageId: `e${entered}`, userId: `u${entered}`, name: 'Go' },
        ...{ properties: {}, traits: { email: `u${entered}@test.example` }, occurredAt: engine.clock.now() },
        historical: false,
      };
    }),
  );
}

const asleep = (n: number) =>
  until(async () => {
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from enrolments where state = 'live' and phase = 1`.execute(engine.db);
    return rows[0]?.n === n;
  }, `${n} asleep`);
const held = (n: number) => until(async () => ((await account(engine)).states.held ?? 0) === n, `${n} held touches`);
const completed = (n: number) => until(async () => (await tally(engine.db)).completed === n, `${n} to be through`);

async function resume(chain: number, decision: ResumeDecision): Promise<void> {
  await engine.db.transaction().execute((trx) => resumeChain(trx, engine.clock.now(), chain, { decision, by: 'test' }));
  engine.signaller.wake(await liveMembers(engine.db, chain, ALL));
}

describe('a paused chain', () => {
  /** `n` customers had their first mail; the date of the second comes while the chain rests. */
  async function pauseAsleep(n: number, seconds: number): Promise<number> {
    const { chain } = await engine.publish(line('Go', [email('a'), pause('p', seconds), email('b')]));
    await engine.startWorker();
    await enter(n);
    await asleep(n);
    await pauseChain(engine.db, engine.clock.now(), chain, 'test');
    return chain;
  }

  test('sends nothing, lets its clocks run and takes events; resumed, it sends what fell due, once', async () => {
    const chain = await pauseAsleep(50, 2);
    await enter(20);
    await held(70);
    expect(engine.sink.count()).toBe(50);
    const { rows } = await sql`select step_id, reason, count(*)::int as n from touches where state = 'held'
      group by step_id, reason order by step_id`.execute(engine.db);
    expect(rows).toEqual([
      { step_id: 'a', reason: 'paused', n: 20 },
      { step_id: 'b', reason: 'paused', n: 50 },
    ]);
    await resume(chain, { kind: 'send', overHours: 0 });
    await completed(70);
    expect(await account(engine)).toEqual({ states: { handed: 140 }, taken: 140, twice: 0 });
  });

  test('resumed over some time sends the overdue spread over it', async () => {
    const chain = await pauseAsleep(40, 2);
    await held(40);
    await resume(chain, { kind: 'send', overHours: 4 / 3_600 });
    await completed(40);
    const { rows } = await sql<{ spread: number }>`
      select extract(epoch from max(handed_at) - min(handed_at))::float8 as spread
      from touches where step_id = 'b'`.execute(engine.db);
    // Forty slots over four seconds: that all fall into one of them does not happen by chance.
    expect(rows[0]?.spread).toBeGreaterThan(2);
    expect(await account(engine)).toEqual({ states: { handed: 80 }, taken: 80, twice: 0 });
  });

  test('resumed by skipping the overdue lets them go by, and serves who comes after', async () => {
    const chain = await pauseAsleep(30, 2);
    await held(30);
    await resume(chain, { kind: 'skip', olderThanDays: 0 });
    await completed(30);
    await enter(10);
    await completed(40);
    expect(await account(engine)).toEqual({ states: { handed: 50, expired: 30 }, taken: 50, twice: 0 });
  });

  test('resumed by shifting moves every date to come by the length of the pause', async () => {
    const chain = await pauseAsleep(20, 4);
    const before = await engine.db.selectFrom('enrolments').select(['id', 'due']).orderBy('id').execute();
    await until(async () => engine.clock.now() > +before[0]!.due - 2_500, 'a part of the wait to pass');
    await resume(chain, { kind: 'shift' });
    await completed(20);
    const { rows } = await sql<{ id: number; shift: number; handed: Date }>`
      select e.id, e.shift, t.handed_at as handed from enrolments e
      join touches t on t.month = e.month and t.enrolment = e.id and t.step_id = 'b' order by e.id`.execute(engine.db);
    expect(rows.map((r) => r.id)).toEqual(before.map((b) => b.id));
    for (const [i, { shift, handed }] of rows.entries()) {
      expect(shift).toBeGreaterThan(100);
      expect(+handed).toBeGreaterThanOrEqual(+before[i]!.due + shift);
    }
    expect(await account(engine)).toEqual({ states: { handed: 40 }, taken: 40, twice: 0 });
  });
});

test('one second after a stop is answered nothing arrives any more, in the middle of a burst; lifted, all goes on', async () => {
  await engine.publish(line('Go', [email('a')]));
  await engine.sink.faults({ slow: 15 });
  await engine.startWorker();
  await enter(1_000);
  await until(async () => engine.sink.count() >= 100, 'some mails to be out');
  const stop = await putStop(engine.db, engine.clock.now(), { scope: 'all', target: '', reason: null, by: 'test' });
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  const after = engine.sink.count();
  expect(after).toBeLessThan(900);
  await held(1_000 - after);
  await engine.sink.faults({});
  // Whoever looks at them now finds the stop still standing.
  engine.signaller.wake(await heldBy(engine.db, stop, ALL));
  await engine.signaller.flush();
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect(engine.sink.count()).toBe(after);
  await liftStop(engine.db, engine.clock.now(), stop.id, 'test');
  engine.signaller.wake(await heldBy(engine.db, stop, ALL));
  await completed(1_000);
  expect(await account(engine)).toEqual({ states: { handed: 1_000 }, taken: 1_000, twice: 0 });
});
