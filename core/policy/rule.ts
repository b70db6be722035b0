/** What a rule of the contact policy is asked, and what it answers. Rules are pure: facts in, verdict and reasons out. */

import type { ConsentSettings, Word } from '#core/consent.ts';
import type { Facts, Json } from '#core/facts.ts';
import type { Place } from '#core/place.ts';
import type { TouchClass, TouchSpec } from '#core/plan.ts';
import type { Capacity } from '#core/policy/capacity.ts';
import type { RuleDocument } from '#core/policy/documents.ts';
import type { OfferAnswer } from '#core/policy/offer.ts';
import type { Limits } from '#core/policy/own.ts';
import type { Drawn, PolicyTest } from '#core/policy/variant.ts';
import type { Relation } from '#core/relation.ts';

/** A contact already made or booked, as the pressure ledger has it. */
export type Contact = {
  /** Domain ms. */
  at: number;
  /** As the customer sees it: `email`, `letter`, `call`, `sms`, `task`. */
  channel: string;
  class: TouchClass;
  brand: string;
  topics: readonly string[];
  offer: string | null;
  weight: number;
};

/** `brand`, `channel` and `topic` may be `*`: all of them. */
export type Consent = Word;

/** The company's terms: the regime of each channel, the family of each topic that has one. */
export type ConsentTerms = Pick<ConsentSettings, 'regimes'> & { families: Readonly<Record<string, string>> };

/** How a person closed a contact; `at` in domain ms. */
export type Refusal = { channel: string; outcome: string; at: number };

/** Why nothing is handed over just now: a stop, or a pause and what its resume decided about the overdue. */
export type Halt =
  | { kind: 'stopped'; scope: 'all' | 'channel' | 'chain' }
  | { kind: 'paused' }
  | { kind: 'resumed'; pausedAt: number; at: number; decision: ResumeDecision };

export type ResumeDecision =
  | { kind: 'send'; overHours: number }
  | { kind: 'skip'; olderThanDays: number }
  | { kind: 'shift' };

/** A contact that is sure to come: its date is known, and no event or condition stands before it. */
export type Planned = Contact & { enrolment: number; chain: number; step: string };

/** What is read under the customer's lock, at the last moment. */
export type Standing = {
  consents: readonly Consent[];
  terms: ConsentTerms;
  relation: Relation;
  /** Why nothing is sent to the address; null: it may be used. */
  suppressed: string | null;
  answers: readonly OfferAnswer[];
  expiredOffers: ReadonlySet<string>;
  /** Those of this customer, booked in this very burst included. */
  contacts: readonly Contact[];
  /** Those of everybody of the household, the customer's own included; null: the customer has none. */
  household: readonly Contact[] | null;
  /** What is planned for this customer, this touch left out, by date. */
  ahead: readonly Planned[];
  /** When events that situations name last happened. */
  lastEvents: ReadonlyMap<string, number>;
  /** Kinds of the customer's open tasks. */
  pending: readonly string[];
  /** How calls were closed lately. */
  refusals: readonly Refusal[];
  /** What is used up of the capacities in this slot. */
  capacity: readonly Capacity[];
  /** What the customer allows; null: nothing was said. */
  limits: Limits | null;
  halt: Halt | null;
  address: string | null;
  test: boolean;
};

export type Candidate = {
  customer: number;
  enrolment: number;
  chain: number;
  touch: TouchSpec;
  /** The touch's channel as the customer sees it: a task is a letter, a call or an SMS. */
  channel: string;
  facts: Facts;
  place: Place;
  needsAddress: boolean;
  control: 'chain' | 'company' | null;
  due: number;
  /** The customer does not have the date this touch was to leave at. */
  undated: boolean;
  validUntil: number;
  /** Judged and held before: it did not arrive late, it was made to wait. */
  held: boolean;
  /** How much later than due is still on time: the length of a burst, ms. */
  grace: number;
  now: number;
};

/** The rules people edit; each kind is declared in its rule's file (`documents`). */
export type PolicyRules = { rules: RuleDocument[]; test?: PolicyTest };

export type Policy = { version: number } & PolicyRules & {
    /** The variant of a test these rules are. */
    drawn?: Drawn;
  };

export type Verdict =
  | { kind: 'send' }
  /** Not now: judged again at `until`. */
  | { kind: 'hold'; until: number; reason: string }
  /** Not at all: the touch ends in `state`, the member goes on by `port`. */
  | { kind: 'skip'; state: 'skipped' | 'expired' | 'control'; port: string; reason: string };

/** One rule's line in the decision record. */
export type Asked = {
  rule: string;
  verdict: 'pass' | 'hold' | 'skip' | 'exempt';
  inputs: Record<string, Json>;
  /** What would have turned the verdict. */
  flip?: Record<string, Json>;
};

export type Answer = { verdict: Verdict | null; asked: Asked };

/** How a reason is put into words. */
export type Words = {
  lang: 'en' | 'fr';
  /** Domain ms as people write it, in their zone. */
  date(at: number): string;
};

export interface Rule {
  name: string;
  /** `verdict: null` lets the next rule speak. Answers null where the rule does not apply at all. */
  ask(candidate: Candidate, standing: Standing, policy: Policy): Answer | null;
  /**
   * Reasons of its verdicts, where a what-if asks this rule again: it depends on the policy's documents and on contacts.
   * Absent: what it found stays as recorded.
   */
  replayed?: readonly string[];
  /** Why, where this rule decided: the rest of a sentence that begins with what became of the touch. */
  say(asked: Asked, words: Words): string;
}

export type DecisionRecord = { policy: number; at: number; asked: Asked[]; verdict: Verdict } & Partial<Drawn>;

/** Rules of one kind that are not switched off, in the order they were written. */
export function documentsOf<K extends RuleDocument['kind']>(
  rules: readonly RuleDocument[],
  kind: K,
): Extract<RuleDocument, { kind: K }>[] {
  return rules.filter((rule): rule is Extract<RuleDocument, { kind: K }> => rule.kind === kind && rule.off !== true);
}
