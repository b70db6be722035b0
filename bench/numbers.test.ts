import { expect, test } from 'vitest';
import { covered, median, percentile } from '#bench/numbers.ts';

test('the time in which somebody was due counts overlapping touches once and the waits between them not at all', () => {
  expect(covered([])).toBe(0);
  expect(
    covered([
      { from: 0, to: 100 },
      { from: 50, to: 120 },
      { from: 60, to: 70 },
      { from: 1_000, to: 1_030 },
    ]),
  ).toBe(150);
});

test('the median of an even number lies between the two in the middle', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  expect(median([])).toBeNaN();
});

test('a percentile is one of the values: the smallest that so many do not exceed', () => {
  const values = Array.from({ length: 200 }, (_, i) => i + 1);
  expect(percentile(values, 50)).toBe(100);
  expect(percentile(values, 99)).toBe(198);
  expect(percentile([7], 99)).toBe(7);
});
