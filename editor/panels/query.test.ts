import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Condition, conditionSchema, type Operator } from '#core/condition.ts';
import type { Json } from '#core/facts.ts';
import { conditionOf, NOTHING, queryOf, readable } from '#editor/panels/query.ts';

const operators: Operator[] = [
  ...(['eq', 'ne', 'lt', 'lte', 'gt', 'gte', 'in', 'not_in', 'contains', 'starts_with'] as const),
  ...(['exists', 'missing', 'before', 'after', 'within_days', 'older_than_days'] as const),
];
const field = fc.constantFrom('profile.city', 'entry.total', 'event.cart.total', 'touch.thanks.state', 'params.X');
const value = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => (Object.is(n, -0) ? 0 : n)),
  fc.boolean(),
  fc.constant(null),
  fc.array(fc.oneof(fc.string(), fc.integer())),
  fc.constant({ param: 'X' }),
) as fc.Arbitrary<Json>;
const plain = fc.record({ field, op: fc.constantFrom(...operators), value }, { requiredKeys: ['field', 'op'] });
const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    plain as fc.Arbitrary<Condition>,
    fc.array(tie('condition'), { maxLength: 3 }).map((all) => ({ all })),
    fc.array(tie('condition'), { maxLength: 3 }).map((any) => ({ any })),
    tie('condition').map((not) => ({ not })),
    fc.record({
      happened: fc.record(
        {
          event: fc.string({ minLength: 1 }),
          filter: tie('condition'),
          sameKey: fc.boolean(),
          days: fc.integer({ min: 1 }),
        },
        { requiredKeys: ['event'] },
      ),
    }) as fc.Arbitrary<Condition>,
  ),
}));

test('any condition goes into the builder and comes back as it was written', () => {
  fc.assert(
    fc.property(condition, (asked) => {
      expect(readable(asked)).toEqual(asked);
      expect(conditionOf(queryOf(asked))).toEqual(asked);
    }),
    { numRuns: 500 },
  );
});

test('whatever the API takes, the builder shows', () => {
  fc.assert(fc.property(condition, (asked) => !conditionSchema.safeParse(asked).success || readable(asked) !== null));
});

test('one test stays one test; a second makes a list of both', () => {
  const one: Condition = { field: 'profile.city', op: 'eq', value: 'Lyon' };
  const query = queryOf(one);
  expect(conditionOf(query)).toEqual(one);
  const two = { ...query, rules: [...query.rules, { field: 'entry.total', operator: 'gt', value: 50 }] };
  expect(conditionOf(two)).toEqual({ all: [one, { field: 'entry.total', op: 'gt', value: 50 }] });
  expect(conditionOf({ ...two, combinator: 'or', not: true })).toEqual({
    not: { any: [one, { field: 'entry.total', op: 'gt', value: 50 }] },
  });
});

test('nothing asked is nothing kept', () => {
  expect(conditionOf(queryOf(undefined))).toBeUndefined();
  expect(conditionOf({ ...NOTHING, rules: [] })).toBeUndefined();
  expect(conditionOf(queryOf({ all: [] }))).toEqual({ all: [] });
});

test('the next days are the days within, below nothing', () => {
  const soon: Condition = { field: 'profile.renewal', op: 'within_days', value: -14 };
  expect(queryOf(soon).rules[0]).toMatchObject({ operator: 'within_next_days', value: 14 });
  expect(conditionOf(queryOf(soon))).toEqual(soon);
});

test('what is no condition is left to be read as it is written', () => {
  for (const odd of [null, 'x', [], {}, { all: 'x' }, { field: 'profile.x', op: 'like' }, { all: [], any: [] }])
    expect(readable(odd)).toBeNull();
  expect(readable({ field: 'profile.x', op: 'eq', value: 1, note: 'kept' })).toBeNull();
  expect(readable({ happened: { event: 'A', key: 'order_id' } })).toBeNull();
  expect(readable({ happened: { event: { param: 'X' } } })).not.toBeNull();
});
