import { expect, test } from 'vitest';
import { placeOf, type Traces } from '#core/place.ts';

const BRAND = { zone: 'Europe/Paris', country: 'FR' };
const at = (traces: Traces) => {
  const { zone, country, source } = placeOf(traces, BRAND);
  return [zone, country, source];
};

test('what the customer says comes first, then the postal address, the phone and at last the brand', () => {
  const phone = '+590 690 00 00 00';
  const postal = '1 rue de Paris\n97400 Saint-Denis';
  expect(at({ zone: 'Asia/Tokyo', country: 'JP', postal, phone })).toEqual(['Asia/Tokyo', 'JP', 'customer']);
  expect(at({ country: 'BE', postal, phone })).toEqual(['Europe/Brussels', 'BE', 'customer']);
  expect(at({ country: 'FR', postal, phone })).toEqual(['Indian/Reunion', 'FR', 'postal']);
  expect(at({ phone })).toEqual(['America/Guadeloupe', 'FR', 'phone']);
  expect(at({ country: 'FR' })).toEqual(['Europe/Paris', 'FR', 'brand']);
  expect(at({})).toEqual(['Europe/Paris', 'FR', 'brand']);
});

test('postcodes of overseas France tell the zone', () => {
  const zone = (postalCode: string) => placeOf({ postal: { postalCode, country: 'France' } }, BRAND).zone;
  expect(['75001', '97110', '97200', '97300', '97500', '97600'].map(zone)).toEqual([
    ...['Europe/Paris', 'America/Guadeloupe', 'America/Martinique', 'America/Cayenne', 'America/Miquelon'],
    'Indian/Mayotte',
  ]);
  expect(['98600', '98714', '98742', '98800', '97133', '97150'].map(zone)).toEqual([
    ...['Pacific/Wallis', 'Pacific/Tahiti', 'Pacific/Marquesas', 'Pacific/Noumea', 'America/St_Barthelemy'],
    'America/Marigot',
  ]);
});

test('numbers are told by how they begin, written from abroad or at home', () => {
  const of = (phone: string) => at({ phone }).slice(0, 1)[0];
  expect(of('06 81 00 00 00')).toBe('Europe/Paris');
  expect(of('06 87 00 00 00')).toBe('Europe/Paris');
  expect(of('+33 (0)6 92 00 00 00')).toBe('Indian/Reunion');
  expect(of('+262 692 00 00 00')).toBe('Indian/Reunion');
  expect(of('00262 639 00 00 00')).toBe('Indian/Mayotte');
  expect(of('+687 00 00 00')).toBe('Pacific/Noumea');
  expect(of('+44 20 0000 0000')).toBe('Europe/London');
});

test('a prefix of a country with several zones tells no zone', () => {
  for (const phone of ['+1 415 000 0000', '+7 900 000 00 00', '+61 400 000 000', '+34 600 000 000', '+689 40 00 00 00'])
    expect(placeOf({ phone }, BRAND).source, phone).toBe('brand');
  expect(placeOf({ phone: '+1 415 000 0000', zone: 'America/Los_Angeles' }, BRAND).source).toBe('customer');
});

test('Good Friday is a holiday in Alsace and Moselle alone', () => {
  expect(placeOf({ postal: '67000 Strasbourg' }, BRAND).holidays).toBe('FR-67');
  expect(placeOf({ postal: '13001 Marseille, France' }, BRAND).holidays).toBe('FR');
});

test('what cannot be read tells nothing', () => {
  for (const traces of [{ postal: 'somewhere' }, { postal: [] }, { phone: 'call me' }, { zone: 'Mars/Base' }])
    expect(placeOf(traces, BRAND).source).toBe('brand');
});
