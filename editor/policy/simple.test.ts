import { expect, test } from 'vitest';
import { asksOf, conditionOf, simpleOf, valueFrom, writtenOf } from '#editor/policy/simple.ts';

const vip = { field: 'profile.vip', op: 'eq', value: true } as const;
const rich = { field: 'profile.spent', op: 'gte', value: 100 } as const;

test('a condition that is a list of tests comes back as it was', () => {
  for (const condition of [vip, { all: [vip, rich] }, { any: [vip, rich] }])
    expect(conditionOf(simpleOf(condition)!)).toEqual(condition);
  expect(conditionOf(simpleOf(undefined)!)).toBeUndefined();
});

test('what is more than a list of tests on the profile is not taken apart', () => {
  expect(simpleOf({ not: vip })).toBeNull();
  expect(simpleOf({ all: [vip, { any: [rich] }] })).toBeNull();
  expect(simpleOf({ happened: { event: 'Order Completed' } })).toBeNull();
  expect(simpleOf({ field: 'entry.total', op: 'exists' })).toBeNull();
});

test('a test that is not finished makes no condition', () => {
  expect(conditionOf({ join: 'all', tests: [{ field: 'profile.', op: 'exists' }] })).toBeNull();
  expect(conditionOf({ join: 'all', tests: [{ field: 'profile.vip', op: 'eq' }] })).toBeNull();
  expect(conditionOf({ join: 'all', tests: [{ field: 'profile.vip', op: 'missing' }] })).toEqual({
    ...{ field: 'profile.vip', op: 'missing' },
  });
});

test('what is written becomes the value its operator wants', () => {
  expect(valueFrom('75, Lyon', asksOf('in', undefined))).toEqual([75, 'Lyon']);
  expect(valueFrom('30', asksOf('within_days', 'string'))).toBe(30);
  expect(valueFrom('true', asksOf('eq', 'boolean'))).toBe(true);
  expect(valueFrom('true', asksOf('eq', 'string'))).toBe('true');
  expect(valueFrom('many', asksOf('gt', undefined))).toBeUndefined();
  expect(writtenOf([75, 'Lyon'])).toBe('75, Lyon');
});
