import { expect, test } from 'vitest';
import { outcomesOf, sharedOutcomes } from '#editor/tasks/outcome.ts';

test('letters of several chains are closed together only with what all of them know', () => {
  const one = { outcomes: ['sent', 'address_wrong'] };
  const other = { outcomes: ['no_mobile', 'address_wrong', 'sent'] };
  expect(sharedOutcomes([one, other])).toEqual(['sent', 'address_wrong']);
  expect(sharedOutcomes([one, { outcomes: null }])).toEqual([]);
  expect(sharedOutcomes([])).toEqual([]);
  expect(outcomesOf({ outcomes: null })).toEqual(['done', 'not_done']);
});
