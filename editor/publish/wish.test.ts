import { expect, test } from 'vitest';
import { bodyOf, NO_WISH } from '#editor/publish/wish.ts';

test('an empty panel publishes without objective, gate or guard', () => {
  expect(bodyOf(NO_WISH)).toEqual({ objective: null, guard: null, holdout: 0, gate: null });
});

test('what is filled in is asked for as numbers', () => {
  const wish = {
    ...NO_WISH,
    note: ' first ',
    event: 'Bought',
    valueField: 'total',
    gate: 'part' as const,
    optOuts: '5',
  };
  expect(bodyOf(wish)).toEqual({
    ...{ note: 'first', objective: { event: 'Bought', valueField: 'total', windowDays: 30 }, holdout: 0 },
    ...{ gate: { percent: 10 }, guard: { optOuts: 5, days: 7, atLeast: 200 } },
  });
});
