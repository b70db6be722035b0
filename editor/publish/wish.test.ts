import { expect, test } from 'vitest';
import { asksOf, bodyOf, NO_WISH } from '#editor/publish/wish.ts';

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

test('what an author asks for is told whole to whoever approves it', () => {
  const wish = {
    objective: { event: 'Order Completed', windowDays: 30, target: 12.5 },
    ...{ holdout: 10, gate: { percent: 20 }, guard: { optOuts: 3.5, days: 7, atLeast: 200 } },
  };
  const told = asksOf(wish, 'fr').map((ask) => JSON.stringify(ask).replaceAll(/\s/g, '·'));
  expect(told).toEqual([
    '{"key":"objective","event":"Order·Completed","days":30}',
    '{"key":"target","percent":"12,5·%"}',
    '{"key":"holdout","percent":"10·%"}',
    '{"key":"gate","percent":"20·%"}',
    '{"key":"optOuts","limit":"3,5","days":7}',
  ]);
  expect(asksOf({ objective: null, holdout: 0, gate: null, guard: null }, 'en')).toEqual([]);
});
