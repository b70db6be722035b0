/** What a rule of the contact policy is asked, and what it answers. Rules are pure: facts in, verdict and reasons out. */
import type { Json } from '#core/facts.ts';
import type { TouchClass, TouchSpec } from '#core/plan.ts';

/** A contact already made or booked, as the pressure ledger has it. */
export type Contact = { at: number; channel: string; class: TouchClass };

export type Consent = { channel: string; topic: string; given: boolean; expiresAt: number | null };

/** Why nothing is handed over just now: a stop, or a pause and what its resume decided about the overdue. */
export type Halt =
  | { kind: 'stopped'; scope: 'all' | 'channel' | 'chain' }
  | { kind: 'paused' }
  | { kind: 'resumed'; pausedAt: number; at: number; decision: ResumeDecision };

export type ResumeDecision =
  | { kind: 'send'; overHours: number }
  | { kind: 'skip'; olderThanDays: number }
  | { kind: 'shift' };

/** What is read under the customer's lock, at the last moment. */
export type Standing = {
  consents: readonly Consent[];
  /** Those of this customer, booked in this very burst included. */
  contacts: readonly Contact[];
  halt: Halt | null;
  address: string | null;
  test: boolean;
};

export type Candidate = {
  customer: number;
  enrolment: number;
  chain: number;
  touch: TouchSpec;
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

export type CapRule = {
  id: string;
  kind: 'cap';
  /** Contacts at most in any rolling window of `days`; 0 lets nothing through. */
  max: number;
  days: number;
  /** Channels it judges and counts; absent: all. */
  channels?: string[];
  /** Classes it judges and counts; absent: information and commercial. Service never. */
  classes?: TouchClass[];
};

export type PolicyRules = { rules: CapRule[] };

export type Policy = { version: number } & PolicyRules;

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

export interface Rule {
  name: string;
  /** `verdict: null` lets the next rule speak. Answers null where the rule does not apply at all. */
  ask(candidate: Candidate, standing: Standing, policy: Policy): Answer | null;
}

export type DecisionRecord = { policy: number; at: number; asked: Asked[]; verdict: Verdict };
