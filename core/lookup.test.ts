import { expect, test } from 'vitest';
import { lookupOf, nameOf } from '#core/lookup.ts';

test('an address, a number, an id and a name are told apart by how they are written', () => {
  expect(lookupOf(' Zoe.Martin@Shop.example ', '33')).toEqual({
    ...{ email: 'zoe.martin@shop.example', phones: [], user: 'Zoe.Martin@Shop.example', words: [] },
  });
  expect(lookupOf('06 39 98 12', '33')).toEqual({
    ...{ email: null, phones: ['06399812', '+06399812', '+336399812'], user: null, words: [] },
  });
  expect(lookupOf('0033639', '33')?.phones).toEqual(['0033639', '+33639']);
  expect(lookupOf('+33 6 39', null)?.phones).toEqual(['+33639']);
  expect(lookupOf('Élise da-Silva', '33')).toEqual({
    ...{ email: null, phones: [], user: null, words: ['elise', 'da', 'silva'] },
  });
  expect(lookupOf('zoe', '33')).toEqual({ email: 'zoe', phones: [], user: 'zoe', words: ['zoe'] });
});

test('too little to look for is nothing to look for', () => {
  expect(lookupOf('', '33')).toBeNull();
  expect(lookupOf('a', '33')).toBeNull();
  expect(lookupOf('a b', '33')).toBeNull();
  expect(lookupOf('12', '33')).toEqual({ email: '12', phones: [], user: '12', words: ['12'] });
});

test('somebody is called by first and last name, however the profile spells its fields', () => {
  expect(nameOf({ firstName: 'Zoé', last_name: 'Martin', name: 'Z.' })).toBe('Zoé Martin');
  expect(nameOf({ name: 'Ann' })).toBe('Ann');
  expect(nameOf({ firstName: ' ', city: 'Lyon' })).toBeNull();
});
