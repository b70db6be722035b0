import { expect, test } from 'vitest';
import { csvOf } from '#editor/results/csv.ts';

test('what a spreadsheet would take for a formula stays text', () => {
  expect(csvOf([['=1+1', 'a;b', 3]])).toBe('\uFEFF\'=1+1;"a;b";3\r\n');
});
