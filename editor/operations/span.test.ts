import { expect, test } from 'vitest';
import { spanOf } from '#editor/operations/span.ts';

test('how long is said in the largest unit that fits', () => {
  expect([spanOf(9), spanOf(90), spanOf(7_200), spanOf(200_000)]).toEqual([
    { unit: 'seconds', count: 9 },
    { unit: 'minutes', count: 2 },
    { unit: 'hours', count: 2 },
    { unit: 'days', count: 2 },
  ]);
});
