/** A what-if on rows that the engine has written: judged live, then replayed. */
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { runWhatIf } from '#api/whatif.ts';
import { DAY, HOUR } from '#core/clock.ts';
import type { RuleDocument } from '#core/policy/documents.ts';
import { email, line } from '#setup/testing/graphs.ts';
import { createRig, type Rig, START_TIME } from '#setup/testing/rig.ts';
import { recordContacts } from '#store/elsewhere.ts';
import { assignHouseholds } from '#store/households.ts';
import { writeHouseholdField } from '#store/settings.ts';
import { listChanges } from '#store/whatifs.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
});
beforeEach(() => rig.clear());
afterAll(() => rig.drop());

const WEEKLY: RuleDocument = { id: 'weekly', kind: 'cap', max: 1, days: 7 };
const LOOSE: RuleDocument = { id: 'loose', kind: 'cap', max: 9, days: 1 };

const whatIf = async (...rules: RuleDocument[]) => {
  const done = await runWhatIf(rig.db, rig.clock.now(), {
    ...{ rules, since: START_TIME - DAY, until: rig.clock.now() + 1, by: 'tests' },
  });
  if (!done) throw new Error('No what-if was at work.');
  return done;
};

/** Three mails that skip where a cap is full, each of its own chain, days apart; answers the first chain. */
async function history(users: string[], days: readonly number[]): Promise<number> {
  let first = 0;
  for (const [i, day] of days.entries()) {
    const { chain, version } = await rig.publish(line(`C${i}`, [email('a', { onExcess: 'skip' })]));
    first ||= chain;
    rig.pass(START_TIME + day * DAY - rig.clock.now());
    await rig.deliver(await rig.enter(version, users, { name: `C${i}` }));
  }
  return first;
}

test('replayed under the rules it was judged by, history is what it was', async () => {
  await rig.caps(WEEKLY);
  await history(['ann', 'bob'], [0, 3, 8]);
  rig.pass(DAY);
  expect((await rig.touches()).map((t) => t.state)).toEqual(expect.arrayContaining(['handed', 'skipped']));
  const { result } = await whatIf(WEEKLY);
  expect(result).toMatchObject({
    touches: 6,
    total: { recorded: 4, replayed: 4, gained: 0, lost: 0, moved: 0 },
    customers: { gaining: 0, losing: 0 },
  });
});

test('other rules gain and lose contacts, by channel, chain and week, with the customers', async () => {
  await rig.caps(WEEKLY);
  const chain = await history(['ann', 'bob'], [0, 3, 8]);
  rig.pass(DAY);
  const looser = await whatIf(LOOSE);
  expect(looser.result).toMatchObject({
    total: { recorded: 4, replayed: 6, gained: 2, lost: 0 },
    byChannel: [{ channel: 'email', recorded: 4, replayed: 6 }],
    // 24 November 2026 is a Tuesday.
    byWeek: [
      { week: '2026-11-23', recorded: 2, replayed: 4, gained: 2 },
      { week: '2026-11-30', recorded: 2, replayed: 2, gained: 0 },
    ],
    customers: { gaining: 2, losing: 0 },
  });
  expect(looser.result.byChain.map((c) => c.gained)).toEqual([0, 2, 0]);
  expect(await listChanges(rig.db, looser.id, { after: 0, limit: 10 })).toMatchObject([
    { gained: 1, lost: 0 },
    { gained: 1, lost: 0 },
  ]);
  const stricter = await whatIf({ id: 'month', kind: 'cap', max: 1, days: 30 });
  expect(stricter.result.total).toMatchObject({ recorded: 4, replayed: 2, lost: 2 });
  expect(stricter.result.byChain.find((c) => c.chain === chain)).toMatchObject({ lost: 0 });
});

test('what waited for a free slot is judged again from the day it was asked first', async () => {
  await rig.caps(WEEKLY);
  const { version } = await rig.publish(line('A', [email('a')]));
  await rig.deliver(await rig.enter(version, ['ann'], { name: 'A' }));
  const other = await rig.publish(line('B', [email('b')]));
  rig.pass(2 * DAY);
  const waiting = await rig.enter(other.version, ['ann'], { name: 'B' });
  expect(await rig.deliver(waiting)).toMatchObject([{ kind: 'hold' }]);
  const due = rig.clock.now();
  rig.pass(5 * DAY);
  await rig.deliver(waiting, { due });
  const [, late] = await rig.touches();
  expect(late).toMatchObject({ state: 'handed', first_at: new Date(due), held_by: 'capped' });
  rig.pass(DAY);
  expect((await whatIf(WEEKLY)).result.total).toMatchObject({ gained: 0, lost: 0, moved: 0 });
  expect((await whatIf(LOOSE)).result.total).toMatchObject({ recorded: 2, replayed: 2, moved: 1 });
});

test('households are replayed together, contacts made elsewhere count, test customers are left out', async () => {
  await writeHouseholdField(rig.db, START_TIME, 'home');
  const home = (user: string) => rig.call(user, { kind: 'identify', name: '', traits: { home: 'h1' } });
  await rig.take(home('ann'), home('bob'));
  await assignHouseholds(rig.db, null);
  await history(['ann', 'bob'], [0]);
  rig.pass(DAY);
  const shared: RuleDocument = { ...WEEKLY, kind: 'cap', max: 1, days: 7, per: 'household' };
  expect((await whatIf(shared)).result.total).toMatchObject({ recorded: 2, replayed: 1, lost: 1 });
  await sql`update customers set test = true where id = (select min(id) from customers)`.execute(rig.db);
  expect((await whatIf(shared)).result.total).toMatchObject({ recorded: 1, replayed: 1, lost: 0 });
  const [row] = (await sql<{ id: number }>`select max(id) as id from customers`.execute(rig.db)).rows;
  const call = { channel: 'call', class: 'commercial', brand: 'default', topics: [], offer: null, weight: 5 };
  const from = { source: 'shop', reference: 'r1', outcome: 'reached', at: START_TIME - HOUR };
  await recordContacts(rig.db, START_TIME, { contacts: [{ ...call, ...from, customer: row!.id }], by: 'tests' });
  expect((await whatIf(shared)).result).toMatchObject({
    total: { recorded: 2, replayed: 1, lost: 1 },
    byChannel: [
      { channel: 'call', recorded: 1, replayed: 1 },
      { channel: 'email', recorded: 1, replayed: 0 },
    ],
  });
});

test('one at a time', async () => {
  await rig.db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(7340117)`.execute(trx);
    expect(
      await runWhatIf(rig.db, rig.clock.now(), {
        rules: [WEEKLY],
        since: START_TIME,
        until: START_TIME + DAY,
        by: null,
      }),
    ).toBeNull();
  });
});
