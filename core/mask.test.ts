import { expect, test } from 'vitest';
import { MASK, maskOf, usualSensitivity } from '#core/mask.ts';

test('what an attribute is called tells how delicate it is, in English and in French', () => {
  for (const path of ['firstName', 'last_name', 'prénom', 'adresse.rue', 'mobile-phone', 'birthday', 'hobby']) {
    expect(usualSensitivity(`profile.${path}`, 'string'), path).toBe('personal');
  }
  for (const path of ['product.name', 'productName', 'category', 'currency', 'country', 'plan']) {
    expect(usualSensitivity(`event.${path}`, 'string'), path).toBe('public');
  }
  for (const path of ['iban', 'health_notes', 'Maladie', 'religion']) {
    expect(usualSensitivity(`profile.${path}`, 'string'), path).toBe('sensitive');
  }
  expect(usualSensitivity('event.amount', 'number')).toBe('public');
  expect(usualSensitivity('profile.birthDate', 'string')).toBe('personal');
  expect(usualSensitivity('profile.age', 'number')).toBe('personal');
  expect(usualSensitivity('event.starts_at', 'string')).toBe('public');
});

const traits = {
  firstName: 'Ann',
  points: 120,
  empty: null,
  address: { street: '1 rue Haute', country: 'FR' },
  iban: 'FR76 3000',
  plan: 'ann@test.example',
  tags: ['vip', 'club'],
};

test('who sees no personal data is told that something is there, not what', () => {
  expect(maskOf('public', {}).traits(traits)).toEqual({
    ...{ firstName: MASK, points: 120, empty: null, address: { street: MASK, country: 'FR' } },
    ...{ iban: MASK, plan: MASK, tags: [MASK, MASK] },
  });
});

test('who sees personal data does not see what is sensitive; who answers for privacy sees all', () => {
  expect(maskOf('personal', {}).traits(traits)).toEqual({ ...traits, iban: MASK });
  expect(maskOf('sensitive', {}).traits(traits)).toEqual(traits);
});

test('what was said of an attribute holds for all beneath it, until something nearer was said', () => {
  const attributes = {
    'profile.address': { sensitivity: 'sensitive' },
    'profile.address.street': { sensitivity: 'public' },
    'profile.points': { sensitivity: 'personal' },
    'event.firstName': { sensitivity: 'public' },
  } as const;
  const mask = maskOf('public', attributes);
  expect(mask.traits(traits)).toMatchObject({ points: MASK, address: { street: '1 rue Haute', country: MASK } });
  // Attributes of customers and properties of events are named apart.
  expect(mask.traits({ firstName: 'Ann' })).toEqual({ firstName: MASK });
  expect(mask.properties({ firstName: 'Ann' })).toEqual({ firstName: 'Ann' });
  expect(maskOf('public', {}).traits({ constructor: 1, toString: 'x' })).toEqual({ constructor: 1, toString: MASK });
});

test('addresses and what a mail server says of them are hidden from who sees no personal data', () => {
  const mask = maskOf('public', {});
  expect(mask.personal('ann@test.example')).toBe(MASK);
  expect(mask.personal(null)).toBeNull();
  expect(mask.line('550 5.1.1 <ann@test.example>: unknown, call +33 6 12 34 56 78')).toBe(
    `550 5.1.1 <${MASK}>: unknown, call ${MASK}`,
  );
  expect(maskOf('personal', {}).line('550 <ann@test.example>')).toBe('550 <ann@test.example>');
});
