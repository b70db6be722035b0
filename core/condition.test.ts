import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY } from '#core/clock.ts';
import { type Condition, conditionSchema, evaluate, eventsIn, fieldsIn, valueAt } from '#core/condition.ts';
import type { Facts, SeenEvent } from '#core/facts.ts';

const NOW = Date.UTC(2026, 5, 15, 12);

function factsOf(over: Partial<Facts> = {}): Facts {
  return {
    customer: 1,
    zone: 'Europe/Paris',
    country: 'FR',
    locale: 'fr',
    traits: {
      firstName: 'Ada',
      age: 42,
      vip: true,
      score: '7',
      tags: ['Gold', 'north'],
      since: '2026-06-10',
      address: { city: 'Lyon' },
    },
    entry: { at: NOW - 5 * DAY, key: 'c1', properties: { cart_id: 'c1', total: 99.5 } },
    params: { min: 50 },
    touches: [
      { step: 'call', visit: 1, state: 'handed', outcome: 'refused', handedAt: 1, completedAt: 2 },
      { step: 'call', visit: 2, state: 'handed', outcome: 'interested', handedAt: 3, completedAt: 4 },
      { step: 'mail', visit: 1, state: 'skipped', outcome: null, handedAt: null, completedAt: null },
    ],
    seen: [],
    ...over,
  };
}

const holds = (condition: Condition, facts = factsOf(), event: SeenEvent | null = null) =>
  evaluate(condition, facts, event, NOW);

describe('a test of a field', () => {
  it.each<[Condition, boolean]>([
    [{ field: 'profile.firstName', op: 'eq', value: 'Ada' }, true],
    [{ field: 'profile.firstName', op: 'ne', value: 'Ada' }, false],
    [{ field: 'profile.age', op: 'eq', value: '42' }, true],
    [{ field: 'profile.score', op: 'gte', value: 7 }, true],
    [{ field: 'profile.score', op: 'gt', value: 7 }, false],
    [{ field: 'profile.age', op: 'lt', value: 100 }, true],
    [{ field: 'profile.age', op: 'lte', value: 41 }, false],
    [{ field: 'profile.firstName', op: 'lt', value: 'B' }, true],
    [{ field: 'profile.vip', op: 'eq', value: true }, true],
    [{ field: 'profile.vip', op: 'eq', value: 1 }, false],
    [{ field: 'profile.tags', op: 'contains', value: 'Gold' }, true],
    [{ field: 'profile.tags', op: 'contains', value: 'silver' }, false],
    [{ field: 'profile.firstName', op: 'contains', value: 'DA' }, true],
    [{ field: 'profile.firstName', op: 'starts_with', value: 'ad' }, true],
    [{ field: 'profile.address.city', op: 'in', value: ['Paris', 'Lyon'] }, true],
    [{ field: 'profile.address.city', op: 'not_in', value: ['Paris', 'Lyon'] }, false],
    [{ field: 'profile.address.street', op: 'exists' }, false],
    [{ field: 'profile.address.street', op: 'missing' }, true],
    [{ field: 'profile.since', op: 'before', value: '2026-06-11' }, true],
    [{ field: 'profile.since', op: 'after', value: '2026-06-11T00:00:00Z' }, false],
    [{ field: 'profile.since', op: 'within_days', value: 7 }, true],
    [{ field: 'profile.since', op: 'within_days', value: 3 }, false],
    [{ field: 'profile.since', op: 'older_than_days', value: 3 }, true],
    [{ field: 'entry.total', op: 'gt', value: 50 }, true],
    [{ field: 'params.min', op: 'eq', value: 50 }, true],
    [{ field: 'touch.call.outcome', op: 'eq', value: 'interested' }, true],
    [{ field: 'touch.mail.state', op: 'eq', value: 'skipped' }, true],
    [{ field: 'touch.mail.outcome', op: 'missing' }, true],
    [{ field: 'touch.none.state', op: 'missing' }, true],
    [{ field: 'event.total', op: 'eq', value: 1 }, false],
  ])('%j is %s', (condition, expected) => {
    expect(holds(condition)).toBe(expected);
  });

  it('on something missing is false, except for missing, ne and not_in', () => {
    const ops = [
      'eq',
      'lt',
      'lte',
      'gt',
      'gte',
      'in',
      'contains',
      'starts_with',
      'exists',
      'before',
      'after',
      'within_days',
      'older_than_days',
    ] as const;
    for (const op of ops) expect(holds({ field: 'profile.none', op, value: 1 })).toBe(false);
    for (const op of ['missing', 'ne', 'not_in'] as const)
      expect(holds({ field: 'profile.none', op, value: [1] })).toBe(true);
  });

  it('takes an empty text and null for missing', () => {
    const facts = factsOf({ traits: { a: '', b: null } });
    expect(holds({ field: 'profile.a', op: 'missing' }, facts)).toBe(true);
    expect(holds({ field: 'profile.b', op: 'exists' }, facts)).toBe(false);
  });

  it('within a negative number of days looks ahead', () => {
    const facts = factsOf({ traits: { expires: '2026-06-20' } });
    expect(holds({ field: 'profile.expires', op: 'within_days', value: -7 }, facts)).toBe(true);
    expect(holds({ field: 'profile.expires', op: 'within_days', value: -2 }, facts)).toBe(false);
    expect(holds({ field: 'profile.expires', op: 'within_days', value: 7 }, facts)).toBe(false);
  });

  it('reads the event being matched', () => {
    const event = { seq: 1, name: 'Survey Answered', at: NOW, properties: { score: 3 } };
    expect(holds({ field: 'event.score', op: 'lte', value: 6 }, factsOf(), event)).toBe(true);
  });

  it('does not reach into what an object inherits', () => {
    expect(holds({ field: 'profile.constructor', op: 'exists' })).toBe(false);
    expect(holds({ field: 'profile.__proto__', op: 'exists' })).toBe(false);
  });

  it('finds a key that itself has dots', () => {
    expect(valueAt({ 'a.b': 1 }, 'a.b')).toBe(1);
    expect(valueAt({ a: { 'b.c': 2 } }, 'a.b.c')).toBe(2);
  });
});

describe('all, any, not', () => {
  const yes: Condition = { field: 'profile.age', op: 'exists' };
  const no: Condition = { field: 'profile.none', op: 'exists' };
  it('combine as in logic', () => {
    expect(holds({ all: [yes, yes] })).toBe(true);
    expect(holds({ all: [yes, no] })).toBe(false);
    expect(holds({ any: [no, yes] })).toBe(true);
    expect(holds({ any: [no, no] })).toBe(false);
    expect(holds({ not: no })).toBe(true);
    expect(holds({ all: [] })).toBe(true);
    expect(holds({ any: [] })).toBe(false);
  });
});

describe('what happened since the entry', () => {
  const seen = (name: string, at: number, properties: SeenEvent['properties'] = {}): SeenEvent => ({
    seq: at,
    name,
    at,
    properties,
  });

  it('is true once the event was seen', () => {
    expect(holds({ happened: { event: 'Order Completed' } })).toBe(false);
    expect(
      holds({ happened: { event: 'Order Completed' } }, factsOf({ seen: [seen('Order Completed', NOW - 1)] })),
    ).toBe(true);
  });

  it('may have to be recent', () => {
    const facts = factsOf({ seen: [seen('Order Completed', NOW - 3 * DAY)] });
    expect(holds({ happened: { event: 'Order Completed', days: 2 } }, facts)).toBe(false);
    expect(holds({ happened: { event: 'Order Completed', days: 4 } }, facts)).toBe(true);
  });

  it('may have to carry the key of the entry', () => {
    const other = factsOf({ seen: [seen('Order Completed', NOW, { cart_id: 'c2' })] });
    const own = factsOf({ seen: [seen('Order Completed', NOW, { cart_id: 'c1' })] });
    const asked: Condition = { happened: { event: 'Order Completed', sameKey: true, key: 'cart_id' } };
    expect(holds(asked, other)).toBe(false);
    expect(holds(asked, own)).toBe(true);
    expect(holds(asked, factsOf({ seen: [seen('Order Completed', NOW)] }))).toBe(false);
  });

  it('may have to pass a filter that compares with the event', () => {
    const facts = factsOf({ seen: [seen('Order Completed', NOW, { total: 20 })] });
    const over = (value: number): Condition => ({
      happened: { event: 'Order Completed', filter: { field: 'event.total', op: 'gt', value } },
    });
    expect(holds(over(10), facts)).toBe(true);
    expect(holds(over(30), facts)).toBe(false);
  });
});

describe('a condition as data', () => {
  const condition: Condition = {
    all: [
      { field: 'profile.age', op: 'gt', value: 18 },
      {
        any: [
          { happened: { event: 'A', filter: { field: 'event.x', op: 'exists' } } },
          { not: { field: 'entry.y', op: 'missing' } },
        ],
      },
      { happened: { event: 'A' } },
      { happened: { event: 'B' } },
    ],
  };

  it('lists the events and fields it asks for', () => {
    expect(eventsIn(condition)).toEqual(['A', 'B']);
    expect(fieldsIn(condition)).toEqual(['profile.age', 'event.x', 'entry.y']);
  });

  it('passes its schema unchanged', () => {
    expect(conditionSchema.parse(condition)).toEqual(condition);
  });

  it.each([
    { field: 'age', op: 'eq', value: 1 },
    { field: 'profile.', op: 'exists' },
    { field: 'profile.age', op: 'like', value: 1 },
    { field: 'profile.age', op: 'eq', value: 1, extra: 1 },
    { all: [], any: [] },
    { happened: {} },
    {},
    null,
  ])('is refused where it is malformed: %j', (bad) => {
    expect(conditionSchema.safeParse(bad).success).toBe(false);
  });

  it('is total: whatever the facts hold, the answer is yes or no', () => {
    const operators = fc.constantFrom(
      'eq',
      'ne',
      'lt',
      'lte',
      'gt',
      'gte',
      'in',
      'not_in',
      'contains',
      'starts_with',
      'exists',
      'missing',
      'before',
      'after',
      'within_days',
      'older_than_days' as const,
    );
    const json = fc.jsonValue() as fc.Arbitrary<never>;
    fc.assert(
      fc.property(operators, json, json, fc.string(), (op, value, trait, zone) => {
        const facts = factsOf({ zone, traits: { a: trait } });
        const answer = holds({ field: 'profile.a', op: op as 'eq', value }, facts);
        expect(typeof answer).toBe('boolean');
      }),
      { numRuns: 1_000 },
    );
  });

  it('and its denial are never both true', () => {
    const json = fc.jsonValue() as fc.Arbitrary<never>;
    fc.assert(
      fc.property(json, json, (value, trait) => {
        const facts = factsOf({ traits: { a: trait } });
        const is = (op: 'eq' | 'ne' | 'exists' | 'missing') => holds({ field: 'profile.a', op, value }, facts);
        expect(is('eq') && is('ne')).toBe(false);
        expect(is('exists')).toBe(!is('missing'));
      }),
    );
  });
});
