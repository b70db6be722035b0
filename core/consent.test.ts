import { describe, expect, test } from 'vitest';
import { DAY } from '#core/clock.ts';
import { expiryOf, lastWord, type Word } from '#core/consent.ts';
import { judge } from '#core/policy/index.ts';
import type { Consent } from '#core/policy/rule.ts';
import { candidate, cap, NOW, policy, standing, touch } from '#core/policy/testing.ts';
import { formerBefore, PROSPECT, relationOf } from '#core/relation.ts';

const word = (more: Partial<Word> = {}): Word & Consent => ({
  ...{ brand: 'default', channel: 'email', topic: '*', given: true, expiresAt: null, at: NOW - DAY },
  ...more,
});
const wine = { brand: 'default', channel: 'email', topic: 'wine' };

describe('the last word', () => {
  test('is the latest of those that speak of it, however wide', () => {
    const off = word({ brand: '*', channel: '*', given: false, at: NOW - 3 * DAY });
    expect(lastWord([off, word({ topic: 'wine' })], wine)?.given).toBe(true);
    expect(lastWord([off, word({ topic: 'wine' })], { ...wine, topic: 'cheese' })?.given).toBe(false);
    expect(lastWord([word({ at: NOW - 5 * DAY }), off], wine)?.given).toBe(false);
  });

  test('of two at one moment is the withdrawal', () => {
    expect(lastWord([word({ given: false }), word({ topic: 'wine' })], wine)?.given).toBe(false);
  });
});

test('a giving for calls lasts a year at most, and a leap day does not shorten it', () => {
  const at = Date.parse('2028-02-29T10:00:00Z');
  expect(expiryOf('call', at, null)).toBe(Date.parse('2029-02-28T10:00:00Z'));
  expect(expiryOf('call', at, at + 30 * DAY)).toBe(at + 30 * DAY);
  expect(expiryOf('call', at, at + 900 * DAY)).toBe(Date.parse('2029-02-28T10:00:00Z'));
  expect(expiryOf('email', at, null)).toBeNull();
});

test('who bought is a customer, who has not for long is a former one, who never did is a prospect', () => {
  expect(relationOf([], formerBefore(NOW, 24))).toEqual(PROSPECT);
  expect(relationOf([{ family: 'wine', at: NOW - 400 * DAY }], formerBefore(NOW, 24))).toEqual({
    kind: 'customer',
    families: ['wine'],
  });
  expect(relationOf([{ family: 'wine', at: NOW - 900 * DAY }], formerBefore(NOW, 24))).toEqual({
    kind: 'former',
    families: [],
  });
});

describe('a commercial contact', () => {
  const terms = (regime: 'opt_in' | 'soft_opt_in' | 'opt_out') => ({
    regimes: { email: regime },
    families: { wine: 'drinks' },
  });
  const about = candidate({ touch: { ...touch, topics: ['wine'] } });
  const sent = (more: Parameters<typeof standing>[0], one = about) =>
    judge(one, standing(more), policy(cap(9, 1))).verdict.kind === 'send';

  test('under opt-in needs a giving that stands', () => {
    expect(sent({ terms: terms('opt_in') })).toBe(false);
    expect(sent({ terms: terms('opt_in'), consents: [word()] })).toBe(true);
    expect(sent({ terms: terms('opt_in'), consents: [word({ expiresAt: NOW - 1 })] })).toBe(false);
    expect(sent({ terms: terms('opt_in'), consents: [word({ topic: 'cheese' })] })).toBe(false);
  });

  test('under soft opt-in reaches customers about the family they bought, until they object', () => {
    const bought = (family: string) => relationOf([{ family, at: NOW - 30 * DAY }], formerBefore(NOW, 24));
    expect(sent({ terms: terms('soft_opt_in') })).toBe(false);
    expect(sent({ terms: terms('soft_opt_in'), relation: bought('drinks') })).toBe(true);
    expect(sent({ terms: terms('soft_opt_in'), relation: bought('books') })).toBe(false);
    const objected = [word({ given: false })];
    expect(sent({ terms: terms('soft_opt_in'), relation: bought('drinks'), consents: objected })).toBe(false);
  });

  test('under opt-out reaches everybody until they object; information heeds objections whatever the regime', () => {
    expect(sent({ terms: terms('opt_out') })).toBe(true);
    const information = candidate({ touch: { ...touch, class: 'information' } });
    expect(sent({ terms: terms('opt_in') }, information)).toBe(true);
    expect(sent({ terms: terms('opt_in'), consents: [word({ given: false })] }, information)).toBe(false);
  });
});

describe('an offer', () => {
  const offered = candidate({ touch: { ...touch, offer: 'care' } });
  const verdict = (more: Parameters<typeof standing>[0], one = offered) =>
    judge(one, standing(more), policy(cap(9, 1))).verdict;

  test.each(['refused', 'accepted', 'owned'] as const)('that was %s is not made again on any channel', (answer) => {
    expect(verdict({ answers: [{ offer: 'care', answer, until: null }] })).toMatchObject({
      kind: 'skip',
      reason: `offer_${answer}`,
    });
  });

  test('refused until a date is made again after it, and another offer is not concerned', () => {
    expect(verdict({ answers: [{ offer: 'care', answer: 'refused', until: NOW - 1 }] })).toEqual({ kind: 'send' });
    expect(verdict({ answers: [{ offer: 'wine', answer: 'refused', until: null }] })).toEqual({ kind: 'send' });
  });

  test('that has run out is not made', () => {
    expect(verdict({ expiredOffers: new Set(['care']) })).toMatchObject({ kind: 'skip', port: 'expired' });
  });
});

test('a suppressed address gets nothing, but who complained or had everything erased is owed service', () => {
  const service = candidate({ touch: { ...touch, class: 'service' } });
  const verdict = (suppressed: string, one = candidate()) =>
    judge(one, standing({ suppressed }), policy(cap(9, 1))).verdict;
  expect(verdict('hard_bounce')).toMatchObject({ kind: 'skip', port: 'no_address', reason: 'suppressed' });
  expect(verdict('hard_bounce', service)).toMatchObject({ kind: 'skip' });
  for (const spared of ['complaint', 'erased']) {
    expect(verdict(spared)).toMatchObject({ kind: 'skip' });
    expect(verdict(spared, service)).toEqual({ kind: 'send' });
  }
});
