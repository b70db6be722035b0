import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY, HOUR } from '#core/clock.ts';
import { addUp, noDifference } from '#core/policy/difference.ts';
import type { RuleDocument } from '#core/policy/documents.ts';
import { type Known, type Recorded, replay } from '#core/policy/replay.ts';
import { candidate, cap, FACTS, NOW, policy, touch } from '#core/policy/testing.ts';
import { wantsOf } from '#core/policy/wants.ts';

const known: Known = {
  ...{ facts: FACTS, place: candidate().place, limits: null },
  ...{ events: new Map(), tasks: [] },
};

const START = NOW - 60 * DAY;

/** A commercial e-mail that left so many days after the start. */
function sent(day: number, more: Partial<Recorded> = {}): Recorded {
  const at = START + day * DAY;
  return {
    ...{ customer: 1, enrolment: 1, chain: 1, touch, channel: 'email', first: at, last: at, due: at },
    ...{ validUntil: at + 20 * DAY, contacted: true, again: 'always', ...more },
  };
}
const skipping = { touch: { ...touch, onExcess: 'skip' as const } };
/** Not sent on that day, for a cap was full. */
const capped = (day: number, more: Partial<Recorded> = {}) => sent(day, { contacted: false, ...skipping, ...more });

function days(
  rules: RuleDocument[],
  group: Recorded[],
  more: { since?: number; shared?: boolean; known?: Known } = {},
) {
  const found = replay(group, () => more.known ?? known, policy(...rules), {
    since: START + (more.since ?? -100) * DAY,
    days: wantsOf(rules).days,
    shared: more.shared ?? false,
  });
  return found.map(({ of, at }) => [
    Math.round((of.last - START) / DAY),
    at === null ? null : Math.round(((at - START) / DAY) * 10) / 10,
  ]);
}

describe('history under other rules', () => {
  test('a stricter cap loses what came too soon, and what it lost counts no more for what came later', () => {
    const history = [sent(0, skipping), sent(3, skipping), sent(8, skipping)];
    expect(days([cap(1, 7)], history)).toEqual([
      [0, 0],
      [3, null],
      [8, 8],
    ]);
  });

  test('where the chain postpones, a contact moves to the first free moment within its validity', () => {
    expect(days([cap(1, 7)], [sent(0), sent(3)])).toEqual([
      [0, 0],
      [3, 7],
    ]);
    expect(days([cap(1, 7)], [sent(0), sent(3, { validUntil: START + 5 * DAY })])).toEqual([
      [0, 0],
      [3, null],
    ]);
  });

  test('what waits takes its place among what comes meanwhile', () => {
    const history = [sent(0), sent(3), sent(7.5, skipping)];
    expect(days([cap(1, 7)], history)).toEqual([
      [0, 0],
      [3, 7],
      [8, null],
    ]);
  });

  test('a looser cap gains what the old one held back, from the day it was asked first', () => {
    expect(days([cap(5, 7)], [sent(0), capped(2)])).toEqual([
      [0, 0],
      [2, 2],
    ]);
    // It had waited from day 2 to day 7.
    expect(days([cap(5, 7)], [sent(0), sent(7, { first: START + 2 * DAY })])).toEqual([
      [0, 0],
      [7, 2],
    ]);
  });

  test('what another rule found stays: a refusal stays one, and a wait that ended in one may have been spared', () => {
    const refused = { contacted: false, first: START + 2 * DAY };
    expect(days([cap(5, 7)], [sent(0), sent(6, { ...refused, again: 'never' })])[1]).toEqual([6, null]);
    expect(days([cap(5, 7)], [sent(0), sent(6, { ...refused, again: 'until_last' })])[0]).toEqual([0, 0]);
    expect(days([cap(5, 7)], [sent(0), sent(6, { ...refused, again: 'until_last' })])[1]).toEqual([6, 2]);
    // Still held when the consent was withdrawn.
    expect(days([cap(1, 7)], [sent(0), sent(6, { ...refused, again: 'until_last' })])[1]).toEqual([6, null]);
  });

  test('before the months that were asked for, all is as recorded, and counts', () => {
    expect(days([cap(1, 7)], [sent(0, skipping), sent(3, skipping), sent(8, skipping)], { since: 5 })).toEqual([
      [8, null],
    ]);
  });

  test('contacts made elsewhere are never judged and always count; service contacts are exempt', () => {
    const elsewhere = sent(1, { again: 'never', enrolment: 0, chain: 0 });
    const service = sent(2, { touch: { ...touch, class: 'service' } });
    expect(days([cap(1, 7)], [elsewhere, service, sent(3, skipping)])).toEqual([
      [1, 1],
      [2, 2],
      [3, null],
    ]);
  });

  test('a household’s contacts count together where a rule says so', () => {
    const two = [sent(0, skipping), sent(1, { ...skipping, customer: 2 })];
    expect(days([cap(1, 7, { per: 'household' })], two, { shared: true })[1]).toEqual([1, null]);
    expect(days([cap(1, 7)], two)[1]).toEqual([1, 1]);
  });

  test('situations are looked up as they were that day', () => {
    const rule: RuleDocument = {
      ...{ id: 'complaint', kind: 'situation' },
      while: { opens: 'Complaint', closes: 'Settled', days: 30 },
    };
    const events = new Map([
      ['Complaint', [START + 2 * DAY]],
      ['Settled', [START + 5 * DAY]],
    ]);
    const history = [sent(1, skipping), sent(3, skipping), sent(6, skipping)];
    expect(days([cap(9, 1), rule], history, { known: { ...known, events } })).toEqual([
      [1, 1],
      [3, null],
      [6, 6],
    ]);
    const tasks = [{ kind: 'call', from: START + 2 * DAY, to: START + 5 * DAY }];
    const pending: RuleDocument = { id: 'call', kind: 'situation', while: { pending: 'call' } };
    expect(days([cap(9, 1), pending], history, { known: { ...known, tasks } })).toEqual([
      [1, 1],
      [3, null],
      [6, 6],
    ]);
  });

  test('a pause the customer asks for today did not hold last month', () => {
    const limits = { perWeek: null, pausedUntil: NOW + 30 * DAY, at: NOW - DAY };
    expect(days([cap(9, 1)], [sent(0)], { known: { ...known, limits } })).toEqual([[0, 0]]);
  });

  const rules = fc.array(
    fc.record({ max: fc.integer({ min: 1, max: 4 }), days: fc.integer({ min: 1, max: 20 }), every: fc.boolean() }),
    { minLength: 1, maxLength: 3 },
  );
  const asks = fc.array(
    fc.record({
      hour: fc.integer({ min: 0, max: 50 * 24 }),
      customer: fc.integer({ min: 1, max: 3 }),
      postpones: fc.boolean(),
      valid: fc.integer({ min: 1, max: 25 }),
      commercial: fc.boolean(),
    }),
    { maxLength: 40 },
  );

  test('no window of any rule is exceeded, and replaying the outcome under its own rules changes nothing', () => {
    fc.assert(
      fc.property(rules, rules, asks, fc.boolean(), (some, others, wanted, shared) => {
        const documents = some.map(({ max, days, every }, i) =>
          cap(max, days, { id: `c${i}`, every, ...(shared ? { per: 'household' as const } : {}) }),
        );
        const history = wanted.map(({ hour, customer, postpones, valid, commercial }, i): Recorded => {
          const at = START + hour * HOUR;
          const spec = {
            ...touch,
            class: commercial ? ('commercial' as const) : ('information' as const),
            onExcess: postpones ? ('postpone' as const) : ('skip' as const),
          };
          return sent(0, {
            customer,
            enrolment: i,
            touch: spec,
            first: at,
            last: at,
            due: at,
            validUntil: at + valid * DAY,
          });
        });
        const how = (of: RuleDocument[]) => ({ since: 0, days: wantsOf(of).days, shared });
        const once = replay(history, () => known, policy(...documents), how(documents));
        expect(once).toHaveLength(history.length);
        for (const { max, days } of some) {
          for (const customer of shared ? [0] : [1, 2, 3]) {
            const times = once.flatMap(({ of, at }) =>
              at !== null && (shared || of.customer === customer) ? [at] : [],
            );
            for (const at of times)
              expect(times.filter((t) => t > at - days * DAY && t <= at).length).toBeLessThanOrEqual(max);
          }
        }
        const recorded = once.map(({ of, at }): Recorded => ({ ...of, contacted: at !== null, last: at ?? of.last }));
        const again = replay(recorded, () => known, policy(...documents), how(documents));
        const same = noDifference();
        expect(addUp(same, again, () => 'week')).toEqual([]);
        expect(same.total).toMatchObject({ gained: 0, lost: 0, moved: 0 });
        // Under other rules the books balance.
        const free = others.map(({ max, days }, i) => cap(max, days, { id: `o${i}` }));
        const other = noDifference();
        const changes = addUp(
          other,
          replay(recorded, () => known, policy(...free), how(free)),
          () => 'week',
        );
        const { total } = other;
        expect(total.recorded + total.gained - total.lost).toBe(total.replayed);
        expect(changes.reduce((sum, c) => sum + c.gained, 0)).toBe(total.gained);
        expect(changes.reduce((sum, c) => sum + c.lost, 0)).toBe(total.lost);
        expect(other.byWeek.get('week') ?? total).toEqual(total);
      }),
    );
  });
});
