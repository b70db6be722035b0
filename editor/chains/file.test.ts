import { expect, test } from 'vitest';
import { fileName, parsed } from '#editor/chains/file.ts';

test('a file is called as the chain, without what disks do not like', () => {
  expect(fileName('Après un achat : la chaîne classique')).toBe('apres-un-achat-la-chaine-classique.jalon.json');
  expect(fileName('…')).toBe('chain.jalon.json');
});

test('a text that is JSON is read', () => {
  expect(parsed('{"a": [1, "x", null, {"b": true}], "c": []}')).toEqual({
    value: { a: [1, 'x', null, { b: true }], c: [] },
  });
});

test.each([
  ['{\n  "a": 1,\n}', 3, 1],
  ['{"a": 1 "b": 2}', 1, 9],
  ['[1, 2', 1, 6],
  ['{"a": tru}', 1, 7],
  ['', 1, 1],
  ['{"a": "no end}', 1, 7],
  ['{} {}', 1, 4],
])('%j breaks at line %i, column %i', (text, line, column) => {
  expect(parsed(text)).toEqual({ broken: { line, column } });
});
