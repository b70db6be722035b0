import { expect, test } from 'vitest';
import { createLimiter } from '#api/rate.ts';

test('a burst is let through, then requests wait for the bucket to fill', () => {
  let time = 0;
  const limiter = createLimiter({ perSecond: 2, burst: 3 }, () => time);
  expect([1, 2, 3].map(() => limiter.take('a'))).toEqual([0, 0, 0]);
  expect(limiter.take('a')).toBe(1);
  time += 500;
  expect(limiter.take('a')).toBe(0);
  expect(limiter.take('a')).toBe(1);
});

test('one sender does not use up what is another’s', () => {
  const limiter = createLimiter({ perSecond: 1, burst: 1 }, () => 0);
  expect(limiter.take('a')).toBe(0);
  expect(limiter.take('a')).toBe(1);
  expect(limiter.take('b')).toBe(0);
});

test('a slow bucket says how long to wait', () => {
  const limiter = createLimiter({ perSecond: 0.1, burst: 1 }, () => 0);
  limiter.take('a');
  expect(limiter.take('a')).toBe(10);
});
