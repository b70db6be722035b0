import fc from 'fast-check';
import { expect, test } from 'vitest';
import { amountOf } from '#editor/panels/amount.ts';

test.each([
  ['100 €', 'fr', 100],
  ['100,50', 'fr', 100.5],
  ['1 000', 'fr', 1000],
  ['1\u202f234,5 €', 'fr', 1234.5],
  ['1.234,56', 'fr', 1234.56],
  ['1,234.56', 'en', 1234.56],
  ['$1,000', 'en', 1000],
  ['1,000', 'fr', 1],
  ['1,000,000', 'en', 1_000_000],
  ['1.000', 'en', 1],
  ['-5', 'en', -5],
  ['−5', 'fr', -5],
  ['.5', 'en', 0.5],
  ['20 %', 'fr', 20],
  ['120 EUR', 'en', 120],
] as const)('%s, read in %s, is %d', (text, language, expected) => {
  expect(amountOf(text, language)).toBe(expected);
});

test.each(['', 'abc', '2026-11-24', '10:00', '1..2', '+33 6', 'vip', 'A12', '12 rue'])('%s is no number', (text) => {
  expect(amountOf(text, 'fr')).toBeUndefined();
});

test('what Intl writes is read back, in both languages', () => {
  const written = fc.integer({ min: -1e9, max: 1e9 }).map((n) => n / 100);
  fc.assert(
    fc.property(written, fc.constantFrom('en' as const, 'fr' as const), (n, language) => {
      const digits = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
      expect(amountOf(new Intl.NumberFormat(language, digits).format(n), language)).toBeCloseTo(n, 5);
    }),
  );
});
