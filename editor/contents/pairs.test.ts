import { expect, test } from 'vitest';
import { pairsOf, recordOf } from '#editor/contents/pairs.ts';

test('attributes come back from the form as they were, of the types they had', () => {
  const traits = { firstName: 'Zoé', points: 12, vip: false, birthday: '1980-02-29', cart: [{ id: 1 }], code: '007' };
  const { pairs, rest } = pairsOf(traits);
  expect(pairs.map(({ type }) => type)).toEqual(['string', 'number', 'boolean', 'date', 'string']);
  expect(rest).toEqual({ cart: [{ id: 1 }] });
  expect(recordOf(pairs, rest)).toEqual(traits);
});

test('a line without name or value says nothing', () => {
  const line = { key: 'a', type: 'number' as const };
  expect(
    recordOf([
      { ...line, name: '', text: '3' },
      { ...line, name: 'x', text: '' },
    ]),
  ).toEqual({});
});
