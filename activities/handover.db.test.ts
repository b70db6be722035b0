import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Recipient } from '#activities/channels/adapter.ts';
import { email, line } from '#setup/testing/graphs.ts';
import { createRig, type Rig, START_TIME } from '#setup/testing/rig.ts';
import { until } from '#setup/testing/until.ts';
import { recordConsent } from '#store/consents.ts';
import { pauseChain } from '#store/pauses.ts';
import { putStop } from '#store/stops.ts';
import { giveUpExpired, type TouchKey } from '#store/touches.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig({ chunk: 1 });
});
beforeEach(() => rig.clear());
afterAll(() => rig.drop());

const ONE_MAIL = line('Go', [email('a', { topics: ['tea'] })]);
const SERVICE = line('Go', [email('a', { class: 'service' })]);
const DONE = { kind: 'port', port: 'done' };

async function enter(graph: unknown, ...users: string[]) {
  const { chain, version } = await rig.publish(graph);
  return { chain, enrolments: await rig.enter(version, users) };
}

const keyOf = ({ month, enrolment, step, visit }: TouchKey) => ({ month, enrolment, step, visit });
const states = async () => (await rig.touches()).map((t) => [t.state, t.reason]);

describe('between the booking of a touch and its turn', () => {
  /** Runs `meanwhile` while the first touch of the chunk of one is on the wire: the second is booked and not claimed. */
  async function forbidMeanwhile(graph: unknown, meanwhile: (second: Recipient, chain: number) => Promise<unknown>) {
    const { chain, enrolments } = await enter(graph, 'ann', 'bob');
    const { customer } = await rig.db
      .selectFrom('enrolments')
      .select('customer')
      .where('id', '=', enrolments[1]!)
      .executeTakeFirstOrThrow();
    rig.hands.answer = async () => {
      rig.hands.answer = () => undefined;
      await meanwhile({ customer } as Recipient, chain);
      return { kind: 'handed', response: '250', completed: true };
    };
    const outcomes = await rig.deliver(enrolments);
    expect(outcomes).toEqual([DONE, { kind: 'hold', until: START_TIME }]);
    expect(await states()).toEqual([
      ['handed', null],
      ['held', 'forbidden_since'],
    ]);
    expect(await rig.pressure()).toMatchObject([{ enrolment: enrolments[0] }]);
    return enrolments;
  }

  const withdrawal = (topic: string) => (second: Recipient) =>
    rig.db.transaction().execute((trx) =>
      recordConsent(trx, START_TIME, {
        ...{ customer: second.customer, brand: 'default', channel: 'email', topic, given: false, source: 'test' },
      }),
    );

  for (const topic of ['*', 'tea']) {
    test(`a withdrawal of ${topic === '*' ? 'the channel' : 'its topic'} keeps it back, and its record says so`, async () => {
      const enrolments = await forbidMeanwhile(ONE_MAIL, withdrawal(topic));
      expect(await rig.deliver(enrolments)).toEqual([DONE, { kind: 'port', port: 'no_consent' }]);
      expect((await states())[1]).toEqual(['skipped', 'no_consent']);
      expect(rig.hands.got).toHaveLength(1);
    });
  }

  test('a consent that is given, or withdrawn for another topic, keeps nothing back', async () => {
    const { enrolments } = await enter(ONE_MAIL, 'ann', 'bob');
    const { customer } = await rig.db
      .selectFrom('enrolments')
      .select('customer')
      .where('id', '=', enrolments[1]!)
      .executeTakeFirstOrThrow();
    rig.hands.answer = async () => {
      rig.hands.answer = () => undefined;
      await withdrawal('coffee')({ customer } as Recipient);
      return undefined as never;
    };
    expect(await rig.deliver(enrolments)).toEqual([DONE, DONE]);
  });

  test('a stop keeps even what is owed back', async () => {
    const enrolments = await forbidMeanwhile(SERVICE, () =>
      putStop(rig.db, START_TIME, { scope: 'all', target: '', reason: null, by: 'test' }),
    );
    expect((await rig.deliver(enrolments)).map((o) => o.kind)).toEqual(['port', 'hold']);
    expect((await states())[1]).toEqual(['held', 'stopped']);
    expect(rig.hands.got).toHaveLength(1);
  });

  test('a pause of the chain keeps it back', async () => {
    const enrolments = await forbidMeanwhile(ONE_MAIL, (_, chain) => pauseChain(rig.db, START_TIME, chain, 'test'));
    expect((await rig.deliver(enrolments)).map((o) => o.kind)).toEqual(['port', 'hold']);
    expect((await states())[1]).toEqual(['held', 'paused']);
    expect(rig.hands.got).toHaveLength(1);
  });
});

describe('nothing is claimed ahead', () => {
  test('while a chunk is on the wire no other touch is being handed over', async () => {
    const { enrolments } = await enter(ONE_MAIL, 'ann', 'bob', 'cat', 'dan', 'eve');
    const seen: unknown[] = [];
    rig.hands.answer = async () => {
      const { rows } = await sql`select state, count(*)::int as n from touches group by state order by state`.execute(
        rig.db,
      );
      seen.push(Object.fromEntries((rows as { state: string; n: number }[]).map((r) => [r.state, r.n])));
      return { kind: 'handed', response: '250', completed: true };
    };
    await rig.deliver(enrolments);
    expect(seen).toEqual([
      { handing: 1, reserved: 4 },
      { handed: 1, handing: 1, reserved: 3 },
      { handed: 2, handing: 1, reserved: 2 },
      { handed: 3, handing: 1, reserved: 1 },
      { handed: 4, handing: 1 },
    ]);
  });
});

describe('a process that died while it handed over', () => {
  /** The first was on the wire, the second still booked. */
  async function die(graph: unknown): Promise<number[]> {
    const { enrolments } = await enter(graph, 'ann', 'bob');
    rig.hands.answer = () => {
      throw Object.assign(new Error('died'), { code: 'ECONNRESET' });
    };
    await expect(rig.deliver(enrolments)).rejects.toThrow('died');
    rig.hands.answer = () => undefined;
    expect((await states()).map(([state]) => state)).toEqual(['handing', 'reserved']);
    return enrolments;
  }

  const expireLeases = () =>
    sql`update touches set lease_until = clock_timestamp() - interval '1 second' where state = 'handing'`.execute(
      rig.db,
    );

  test('what it still held a lease on is left alone; what it had only booked leaves without a new judgement', async () => {
    const enrolments = await die(ONE_MAIL);
    await rig.caps({ id: 'none', kind: 'cap', max: 0, days: 1 });
    const [first, second] = await rig.deliver(enrolments);
    expect(first).toEqual({ kind: 'hold', until: START_TIME + 5_000 });
    expect(second).toEqual(DONE);
    expect(rig.hands.got.map((g) => g.enrolment)).toEqual(enrolments);
    expect((await rig.touches()).map((t) => [t.state, t.attempts])).toEqual([
      ['handing', 1],
      ['handed', 1],
    ]);
  });

  test('a commercial touch past its lease is unknown: not repeated, counted, and a person is told once', async () => {
    const enrolments = await die(ONE_MAIL);
    await expireLeases();
    expect(await rig.deliver(enrolments)).toEqual([DONE, DONE]);
    expect(await rig.deliver(enrolments)).toEqual([DONE, DONE]);
    expect(await states()).toEqual([
      ['unknown', 'lease_expired'],
      ['handed', null],
    ]);
    expect(await rig.attention()).toMatchObject([{ enrolment: enrolments[0], kind: 'unknown' }]);
    expect(await rig.pressure()).toHaveLength(2);
    // Once by the process that died, and never again.
    expect(rig.hands.got.filter((g) => g.enrolment === enrolments[0])).toHaveLength(1);
  });

  test('a service touch past its lease is sent again as the same touch', async () => {
    const enrolments = await die(SERVICE);
    await expireLeases();
    expect(await rig.deliver(enrolments)).toEqual([DONE, DONE]);
    expect((await rig.touches()).map((t) => [t.state, t.attempts])).toEqual([
      ['handed', 2],
      ['handed', 1],
    ]);
    const again = rig.hands.got.filter((g) => g.enrolment === enrolments[0]).map(keyOf);
    expect(again).toHaveLength(2);
    expect(again[0]).toEqual(again[1]);
    expect(await rig.attention()).toEqual([]);
  });

  test('one that was only slow and settled after all is not reported as unknown', async () => {
    const { enrolments } = await enter(ONE_MAIL, 'ann');
    await rig.deliver(enrolments);
    const [touch] = await rig.touches();
    await giveUpExpired(rig.db, [keyOf(touch!)], START_TIME);
    expect(await rig.attention()).toEqual([]);
    expect(await states()).toEqual([['handed', null]]);
  });
});

describe('one touch in two hands (an activity given up for lost that lives on, and its retry)', () => {
  for (const [name, graph] of [
    ['commercial', ONE_MAIL],
    ['service', SERVICE],
  ] as const) {
    test(`a ${name} touch is handed over once and ends as handed`, async () => {
      const { enrolments } = await enter(graph, 'ann');
      // Booked by a burst that was asked to stop before its first claim.
      await expect(rig.deliver(enrolments, { signal: AbortSignal.abort() })).rejects.toThrow();
      let rendered = 0;
      rig.hands.render = () => {
        rendered += 1;
        return undefined;
      };
      // Both find the booking before either can claim it.
      const both = await rig.db.transaction().execute(async (trx) => {
        await sql`lock table touches in exclusive mode`.execute(trx);
        const started = [rig.deliver(enrolments), rig.deliver(enrolments)];
        await until(async () => rendered === 2, 'both to be about to claim');
        return started;
      });
      const outcomes = (await Promise.all(both)).flat();
      expect(outcomes).toContainEqual(DONE);
      expect(outcomes).toContainEqual({ kind: 'hold', until: START_TIME });
      expect(rig.hands.got).toHaveLength(1);
      expect(await rig.touches()).toMatchObject([{ state: 'handed', attempts: 1 }]);
      expect(await rig.pressure()).toHaveLength(1);
      rig.pass(60_000);
      expect(await rig.deliver(enrolments)).toEqual([DONE]);
      expect(rig.hands.got).toHaveLength(1);
    });
  }

  test('two whole bursts of the same members at once send each touch once', async () => {
    const users = Array.from({ length: 20 }, (_, i) => `u${i}`);
    const { enrolments } = await enter(ONE_MAIL, ...users);
    await Promise.all([rig.deliver(enrolments), rig.deliver(enrolments), rig.deliver([...enrolments].reverse())]);
    expect(rig.hands.got.map((g) => g.enrolment).sort((a, b) => a - b)).toEqual(enrolments);
    expect((await rig.touches()).map((t) => t.state)).toEqual(users.map(() => 'handed'));
    expect(await rig.pressure()).toHaveLength(20);
  });
});
