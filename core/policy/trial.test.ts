import { expect, test } from 'vitest';
import { cap, FACTS, NOW } from '#core/policy/testing.ts';
import { fieldsNamed, tryRules } from '#core/policy/trial.ts';

const perWeek = cap(0, 7, { max: { field: 'profile.per_week', default: 2 } });

test('every field a rule names is found, with the way to it', () => {
  const vip = cap(1, 1, { who: { any: [{ field: 'profile.vip', op: 'eq', value: true }] } });
  expect(fieldsNamed([perWeek, vip])).toEqual([
    { path: '0.max.field', field: 'profile.per_week' },
    { path: '1.who.any.0.field', field: 'profile.vip' },
  ]);
});

test('customers for whom a number of a rule cannot be computed are shown', () => {
  const of = (customer: number, per_week: number) => ({ ...FACTS, customer, traits: { per_week } });
  expect(tryRules([cap(1, 1), perWeek], [of(1, 3), of(2, -1), of(3, -2)], NOW)).toEqual([
    { path: '1.max', why: expect.stringContaining('below 0'), customers: [2, 3] },
  ]);
});
