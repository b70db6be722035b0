import { expect, test } from 'vitest';
import { languageFor, wordsFor } from '#core/language.ts';

test('a customer reads the own language, else its plain form, else a regional one, else none', () => {
  expect(languageFor('fr-CA', ['en', 'fr', 'fr-CA'])).toBe('fr-CA');
  expect(languageFor('fr_BE', ['en', 'fr'])).toBe('fr');
  expect(languageFor('fr', ['en', 'fr-CA'])).toBe('fr-CA');
  expect(languageFor('de', ['en', 'fr'])).toBeNull();
  expect(languageFor('', ['en'])).toBeNull();
});

test('words in no language of the customer are said in the first', () => {
  expect(wordsFor({ en: 'Ten', fr: 'Dix' }, 'fr-FR')).toBe('Dix');
  expect(wordsFor({ en: 'Ten', fr: 'Dix' }, 'de')).toBe('Ten');
  expect(wordsFor({}, 'de')).toBeUndefined();
});
