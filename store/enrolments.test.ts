import { expect, test } from 'vitest';
import { type EnrolmentRow, factsOf } from '#store/enrolments.ts';

const row = { customer: 1, zone: 'Europe/Paris', country: 'FR', traits: {}, key: '', entry: {} } as EnrolmentRow;
const localeOf = (locale: string | null, language?: string) => {
  const known = { ...row, locale, trigger_at: new Date(0), phone: null, postal: null, shift: 0 };
  return factsOf(known, { zone: 'UTC', country: 'FR', params: {}, language }).locale;
};

test('a customer is written to in their own language, else in that of the chain', () => {
  expect(localeOf('de-AT', 'fr')).toBe('de-AT');
  expect(localeOf(null, 'fr')).toBe('fr');
  expect(localeOf(null)).toBe('en');
});
