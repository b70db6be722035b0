import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DAY } from '#core/clock.ts';
import type { Incoming } from '#core/event.ts';
import { email, line, pause } from '#setup/testing/graphs.ts';
import { createRig, type Rig, START_TIME } from '#setup/testing/rig.ts';
import { COHORT_SIZE } from '#store/cohorts.ts';
import { writeNames } from '#store/events.ts';
import { createIntake } from '#store/intake.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
});
beforeEach(() => rig.clear());
afterAll(async () => {
  await writeNames(rig.db);
  await rig.drop();
});

const entry = (rule: Record<string, unknown>) => line('Go', [email('a')], { entry: rule });
const events = () => rig.db.selectFrom('events').selectAll().orderBy('seq').execute();
const customers = () => rig.db.selectFrom('customers').selectAll().orderBy('id').execute();
const enrolments = () => rig.db.selectFrom('enrolments').selectAll().orderBy('id').execute();
const decisions = async () =>
  (await rig.db.selectFrom('entry_decisions').select('decision').orderBy('event').execute()).map((d) => d.decision);

/** Another process's intake. */
const another = () => createIntake({ db: rig.db, clock: rig.clock, signaller: rig.signaller });

describe('a call that comes twice', () => {
  test('is taken once, in one batch and in the next', async () => {
    const call = rig.call('ann', { messageId: 'once' });
    const [first, second] = await rig.take(call, { ...call, name: 'Otherwise' });
    expect([first?.kind, second?.kind]).toEqual(['taken', 'duplicate']);
    expect(await rig.take(call)).toEqual([{ kind: 'duplicate', customer: first?.customer, seq: null }]);
    expect((await events()).map((e) => e.name)).toEqual(['Go']);
  });

  test('is taken once by two processes at the same time, and enrols once', async () => {
    await rig.publish(entry({ inside: 'beside' }));
    const calls = Array.from({ length: 30 }, (_, i) => rig.call(`u${i % 3}`, { messageId: `m${i}` }));
    const intakes = [rig.intake, another(), another()];
    const all = await Promise.all(intakes.map((intake, i) => intake.take(i === 1 ? [...calls].reverse() : calls)));
    const taken = all.flatMap((t) => t.results).filter((r) => r.kind === 'taken');
    expect(taken).toHaveLength(30);
    expect(await events()).toHaveLength(30);
    expect(await enrolments()).toHaveLength(30);
  });

  test('under another source is another call', async () => {
    const call = rig.call('ann', { messageId: 'same' });
    const kinds = (await rig.take(call, { ...call, source: 'till' })).map((r) => r.kind);
    expect(kinds).toEqual(['taken', 'taken']);
  });

  test('changes no trait the second time', async () => {
    const call = rig.call('ann', { traits: { plan: 'old' } });
    await rig.take(call);
    await rig.take(rig.call('ann', { traits: { plan: 'new' } }));
    await rig.take(call);
    expect(await customers()).toMatchObject([{ traits: { plan: 'new' } }]);
  });
});

describe('who a call speaks of', () => {
  test('twenty first calls at once of one userId make one customer and leave no other behind', async () => {
    const intakes = [rig.intake, another(), another(), another()];
    const calls = Array.from({ length: 20 }, () => rig.call('ann'));
    const results = await Promise.all(calls.map((call, i) => intakes[i % 4]!.take([call])));
    expect(new Set(results.map((r) => r.results[0]?.customer)).size).toBe(1);
    expect(await customers()).toHaveLength(1);
    expect(await events()).toHaveLength(20);
  });

  test('crowds of new customers at once from several processes make each once, without a deadlock', async () => {
    const users = Array.from({ length: 60 }, (_, i) => `u${i}`);
    const turned = (by: number) => [...users.slice(by), ...users.slice(0, by)];
    const intakes = [rig.intake, another(), another(), another()];
    await Promise.all(
      intakes.map((intake, i) =>
        intake.take(turned(i * 17).map((user) => rig.call(user, { anonymousId: `browser of ${user}` }))),
      ),
    );
    expect(await customers()).toHaveLength(60);
    expect(await events()).toHaveLength(240);
  });

  test('a visitor who says his name keeps what he did before, and both names are his from then on', async () => {
    const visit = { ...rig.call('x', { anonymousId: 'browser', traits: {} }) };
    delete visit.userId;
    const [before] = await rig.take(visit);
    const [named] = await rig.take(rig.call('ann', { anonymousId: 'browser' }));
    const [after] = await rig.take(rig.call('ann'));
    const [again] = await rig.take({ ...visit, messageId: 'later' });
    expect(new Set([before, named, after, again].map((r) => r?.customer)).size).toBe(1);
    expect(await customers()).toHaveLength(1);
  });

  test('two who use one browser stay two', async () => {
    const [ann] = await rig.take(rig.call('ann', { anonymousId: 'browser' }));
    const [bob] = await rig.take(rig.call('bob', { anonymousId: 'browser' }));
    expect(bob?.customer).not.toBe(ann?.customer);
    const addresses = await rig.db.selectFrom('addresses').select(['customer', 'value']).orderBy('customer').execute();
    expect(addresses).toEqual([
      { customer: ann?.customer, value: 'ann@test.example' },
      { customer: bob?.customer, value: 'bob@test.example' },
    ]);
  });

  test('two who use one browser in one batch stay two', async () => {
    const [ann, bob] = await rig.take(
      rig.call('ann', { anonymousId: 'browser' }),
      rig.call('bob', { anonymousId: 'browser' }),
    );
    expect(bob?.customer).not.toBe(ann?.customer);
  });

  test('traits are merged, the later call wins, and e-mail and phone become addresses', async () => {
    await rig.take(
      rig.call('ann', { traits: { email: 'old@test.example', city: 'Lyon', age: 40 }, zone: 'Europe/Paris' }),
      rig.call('ann', { kind: 'identify', name: '', traits: { email: 'new@test.example', phone: '+33', age: 41 } }),
    );
    await rig.take(rig.call('ann', { kind: 'identify', name: '', traits: { pet: 'cat' }, locale: 'fr' }));
    expect(await customers()).toMatchObject([
      { traits: { city: 'Lyon', age: 41, pet: 'cat' }, zone: 'Europe/Paris', locale: 'fr' },
    ]);
    const addresses = await rig.db.selectFrom('addresses').select(['kind', 'value']).orderBy('kind').execute();
    expect(addresses).toEqual([
      { kind: 'email', value: 'new@test.example' },
      { kind: 'phone', value: '+33' },
    ]);
    // An identify is no event.
    expect((await events()).map((e) => e.name)).toEqual(['Go']);
  });
});

describe('an entry decision', () => {
  test('enters who comes, with the event’s time and properties, and its seat', async () => {
    const { chain, version } = await rig.publish(entry({}));
    const [result] = await rig.take(rig.call('ann', { properties: { amount: 12 }, occurredAt: START_TIME - 1_000 }));
    expect(await decisions()).toEqual(['entered']);
    const [row] = await enrolments();
    expect(row).toMatchObject({
      ...{ customer: result?.customer, chain, version, event: result?.seq, heard: result?.seq, month: '2026-11-01' },
      ...{ state: 'live', step: 0, entry: { amount: 12 }, key: '', control: null },
      ...{ entered_at: new Date(START_TIME), trigger_at: new Date(START_TIME - 1_000), due: new Date(START_TIME) },
    });
    expect(rig.wakes).toEqual([{ cohort: row?.cohort, enrolment: row?.id }]);
    const given = await rig.db.selectFrom('entry_decisions').selectAll().execute();
    expect(given).toMatchObject([{ event: result?.seq, chain, enrolment: row?.id }]);
  });

  const NO_ENTRY: [string, string, Record<string, unknown>, Partial<Incoming>][] = [
    [
      'filter',
      'whom the filter does not want',
      { filter: { field: 'event.amount', op: 'gt', value: 10 } },
      { properties: { amount: 9 } },
    ],
    ['filter', 'who names no cart where one is asked for', { key: 'cart' }, {}],
    ['too_old', 'what happened longer ago than the chain looks back', {}, { occurredAt: START_TIME - 3 * DAY - 1 }],
    ['historical', 'what is only to be remembered', {}, { historical: true }],
  ];
  for (const [decision, whom, rule, more] of NO_ENTRY) {
    test(`"${decision}" does not enter ${whom}`, async () => {
      await rig.publish(entry(rule));
      await rig.take(rig.call('ann', more));
      expect(await decisions()).toEqual([decision]);
      expect(await enrolments()).toEqual([]);
      expect(rig.wakes).toEqual([]);
    });
  }

  test('"reentry" refuses who was inside before, for as long as the rule says', async () => {
    await rig.publish(entry({ reentry: { kind: 'after', days: 7 } }));
    await rig.take(rig.call('ann'));
    await sql`update enrolments set state = 'ended'`.execute(rig.db);
    rig.pass(7 * DAY - 1);
    await rig.take(rig.call('ann'));
    rig.pass(1);
    await rig.take(rig.call('ann'));
    expect(await decisions()).toEqual(['entered', 'reentry', 'entered']);
  });

  test('"control" is said of the held out, who are inside all the same', async () => {
    await sql`insert into settings (key, value, updated_at)
      values ('holdout', '{"percent": 100, "salt": "s"}', ${new Date(START_TIME)})`.execute(rig.db);
    await rig.publish(entry({}));
    await rig.take(rig.call('ann'));
    expect(await decisions()).toEqual(['control']);
    expect(await enrolments()).toMatchObject([{ control: 'company', state: 'live' }]);
  });

  test('is made for each chain that knows the event, and only for live ones', async () => {
    await rig.publish(entry({}));
    await rig.publish(entry({}));
    const { chain } = await rig.publish(entry({}));
    await rig.publish(line('Otherwise', [email('a')]));
    await sql`update chains set state = 'archived' where id = ${chain}`.execute(rig.db);
    await rig.take(rig.call('ann'));
    expect(await decisions()).toEqual(['entered', 'entered']);
  });
});

describe('an event of who is inside already', () => {
  for (const together of [true, false]) {
    const how = together ? 'in one batch' : 'one after the other';
    const go = async (...more: Partial<Incoming>[]) => {
      const calls = more.map((m) => rig.call('ann', m));
      if (together) await rig.take(...calls);
      else for (const call of calls) await rig.take(call);
    };
    const ends = async () => (await enrolments()).map((e) => [e.state, e.outcome]);

    test(`is ignored (${how})`, async () => {
      await rig.publish(entry({ inside: 'ignore' }));
      await go({}, {});
      expect(await decisions()).toEqual(['entered', 'already_inside']);
      expect(await ends()).toEqual([['live', null]]);
    });

    test(`starts the run over (${how})`, async () => {
      await rig.publish(entry({ inside: 'restart', reentry: { kind: 'never' } }));
      await go({}, {}, {});
      expect(await decisions()).toEqual(['entered', 'restarted', 'restarted']);
      expect(await ends()).toEqual([
        ['ended', 'restarted'],
        ['ended', 'restarted'],
        ['live', null],
      ]);
    });

    test(`runs beside it (${how})`, async () => {
      await rig.publish(entry({ inside: 'beside' }));
      await go({}, {});
      expect(await decisions()).toEqual(['entered', 'entered']);
      expect(await ends()).toEqual([
        ['live', null],
        ['live', null],
      ]);
    });

    test(`of another cart is another run, of the same cart is the same (${how})`, async () => {
      await rig.publish(entry({ key: 'cart', inside: 'ignore', reentry: { kind: 'never' } }));
      await go({ properties: { cart: 'A' } }, { properties: { cart: 'B' } }, { properties: { cart: 'A' } });
      expect(await decisions()).toEqual(['entered', 'entered', 'already_inside']);
      expect((await enrolments()).map((e) => e.key)).toEqual(['A', 'B']);
    });
  }

  test('wakes the run it ends, so that its cohort lets go of it', async () => {
    await rig.publish(entry({ inside: 'restart' }));
    await rig.take(rig.call('ann'));
    rig.wakes.splice(0);
    await rig.take(rig.call('ann'));
    expect(rig.wakes.map((w) => w.enrolment).sort()).toEqual((await enrolments()).map((e) => e.id));
  });
});

describe('a wake', () => {
  const goal = { id: 'goal', type: 'goal', data: { on: [{ event: 'Paid' }] } };

  test('goes to the live runs whose plan listens to the event, and to no other', async () => {
    const listening = await rig.publish(line('Go', [email('a'), pause('p', 60), goal], { name: 'Listens' }));
    await rig.publish(line('Go', [email('a')], { name: 'Deaf' }));
    await rig.take(rig.call('ann'), rig.call('bob'), rig.call('cat'));
    await sql`update enrolments set state = 'ended' where customer = (select max(id) from customers)`.execute(rig.db);
    rig.wakes.splice(0);
    await rig.take(rig.call('ann', { name: 'Paid' }), rig.call('cat', { name: 'Paid' }));
    await rig.take(rig.call('bob', { name: 'Seen' }), rig.call('bob', { name: 'Paid', historical: true }));
    const [ann] = (await enrolments()).filter((e) => e.version === listening.version);
    expect(rig.wakes).toMatchObject([{ cohort: ann?.cohort, enrolment: ann?.id }]);
  });

  test('is sent only for what was committed', async () => {
    await rig.publish(entry({}));
    await expect(rig.take(rig.call('ann', { properties: { bad: '\0' } }))).rejects.toThrow();
    expect(rig.wakes).toEqual([]);
    expect(await events()).toEqual([]);
  });
});

describe('calls that wait together', () => {
  test('one whose data Postgres cannot keep fails alone; the others are taken', async () => {
    await rig.publish(entry({}));
    const calls = Array.from({ length: 12 }, (_, i) => rig.call(`u${i}`, i === 7 ? { properties: { x: 'a\0b' } } : {}));
    const settled = await Promise.allSettled(calls.map((call) => rig.intake.take([call])));
    expect(settled.map((s) => s.status)).toEqual(calls.map((_, i) => (i === 7 ? 'rejected' : 'fulfilled')));
    expect(await events()).toHaveLength(11);
    expect(await enrolments()).toHaveLength(11);
    expect(await customers()).toHaveLength(11);
    // The intake goes on.
    expect(await rig.take(rig.call('u7'))).toMatchObject([{ kind: 'taken' }]);
  });

  test('many single calls cost a few transactions', async () => {
    const before = rig.database.connection.statements();
    await Promise.all(Array.from({ length: 400 }, (_, i) => rig.intake.take([rig.call(`u${i}`)])));
    expect(rig.database.connection.statements() - before).toBeLessThan(60);
    expect(await events()).toHaveLength(400);
  });
});

test('a cohort never gets more members than it has seats, whoever asks for them at the same time', async () => {
  const { version } = await rig.publish(entry({}));
  const taken = await Promise.all([300, 450, 1, 700].map((n) => rig.seats.take(version, n)));
  const members = new Map<number, number>();
  for (const cohort of taken.flat()) members.set(cohort, (members.get(cohort) ?? 0) + 1);
  expect([...members.values()].reduce((a, b) => a + b)).toBe(1_451);
  expect(Math.max(...members.values())).toBe(COHORT_SIZE);
  expect(members.size).toBe(3);
});

test('for one customer the order of arrival numbers is the order of commits, whatever runs at the same time', async () => {
  const burst = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(fc.array(burst, { minLength: 4, maxLength: 12 }), async (bursts) => {
      await rig.clear();
      await rig.take(...[0, 1, 2, 3, 4].map((i) => rig.call(`u${i}`)));
      const intakes = [rig.intake, another(), another()];
      // What each caller could see when its call was answered must be everything up to its own number.
      const gaps: unknown[] = [];
      const seen = await Promise.all(
        bursts.map(async (users, i) => {
          const { results } = await intakes[i % 3]!.take(users.map((u) => rig.call(`u${u}`)));
          const rows = await rig.db.selectFrom('events').select(['seq', 'customer']).execute();
          return { results, rows };
        }),
      );
      const all = await events();
      for (const { results, rows } of seen) {
        const visible = new Set(rows.map((r) => r.seq));
        for (const { customer, seq } of results) {
          gaps.push(...all.filter((e) => e.customer === customer && e.seq < seq! && !visible.has(e.seq)));
        }
        const mine = results.map((r) => r.seq!);
        expect(mine).toEqual([...mine].sort((a, b) => a - b));
      }
      expect(gaps).toEqual([]);
    }),
    { numRuns: 12, seed: 20261124 },
  );
});
