/** What tests of the policy start from: an e-mail that nothing forbids. */
import { DAY } from '#core/clock.ts';
import { DEFAULT_CONSENT } from '#core/consent.ts';
import type { Facts } from '#core/facts.ts';
import type { TouchSpec } from '#core/plan.ts';
import type { RuleDocument } from '#core/policy/documents.ts';
import type { CapRule } from '#core/policy/pressure.ts';
import type { Candidate, Contact, Policy, Standing } from '#core/policy/rule.ts';
import { PROSPECT } from '#core/relation.ts';

export const NOW = Date.UTC(2026, 10, 24, 10, 0);

export const touch: TouchSpec = {
  channel: 'email',
  content: {},
  class: 'commercial',
  topics: [],
  brand: 'default',
  weight: 5,
  onExcess: 'postpone',
};

export const FACTS: Facts = {
  customer: 1,
  zone: 'Europe/Paris',
  country: 'FR',
  locale: 'fr',
  traits: {},
  entry: { at: NOW - 20 * DAY, key: '', properties: {} },
  params: {},
  touches: [],
  seen: [],
};

export function candidate(more: Partial<Candidate> = {}): Candidate {
  return {
    customer: 1,
    enrolment: 1,
    chain: 1,
    touch,
    channel: more.touch?.channel ?? 'email',
    facts: FACTS,
    place: { zone: 'Europe/Paris', country: 'FR', holidays: 'FR', source: 'customer' },
    needsAddress: true,
    control: null,
    due: NOW,
    undated: false,
    validUntil: NOW + 30 * DAY,
    held: false,
    grace: 600_000,
    now: NOW,
    ...more,
  };
}

export function standing(more: Partial<Standing> = {}): Standing {
  return {
    consents: [],
    terms: { regimes: DEFAULT_CONSENT.regimes, families: {} },
    relation: PROSPECT,
    suppressed: null,
    answers: [],
    expiredOffers: new Set(),
    contacts: [],
    household: null,
    ahead: [],
    lastEvents: new Map(),
    pending: [],
    refusals: [],
    capacity: [],
    limits: null,
    halt: null,
    address: 'somebody',
    test: false,
    ...more,
  };
}

export function policy(...rules: RuleDocument[]): Policy {
  return { version: 1, rules };
}

export const cap = (max: number, days: number, more: Partial<CapRule> = {}): CapRule => ({
  id: `${max}_per_${days}`,
  kind: 'cap',
  max,
  days,
  ...more,
});
export const contact = (ago: number, more: Partial<Contact> = {}): Contact => ({
  at: NOW - ago,
  channel: 'email',
  class: 'commercial',
  ...{ brand: 'default', topics: [], offer: null, weight: 5 },
  ...more,
});
