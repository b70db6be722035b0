/** The tables of the contact policy: rules, the pressure ledger, consent, suppression, what customers say of themselves. */
import type { Generated, GeneratedAlways } from 'kysely';
import type { DefaultJson, JsonColumn, MaybeJson, MaybeTime, Time } from '#store/columns.ts';

export type HouseholdsTable = { key: string };

export type PoliciesTable = {
  version: GeneratedAlways<number>;
  rules: JsonColumn;
  note: string | null;
  by: string | null;
  at: Time;
};

export type PressureTable = {
  at: Time;
  customer: number;
  brand: string;
  channel: string;
  class: string;
  topics: Generated<string[]>;
  offer: string | null;
  weight: number;
  month: string | null;
  enrolment: number | null;
  step: number | null;
  visit: number | null;
  elsewhere: string | null;
  until: Generated<Date | null>;
};

export type ConsentRecordsTable = {
  id: GeneratedAlways<number>;
  customer: number;
  brand: string;
  channel: string;
  topic: Generated<string>;
  given: boolean;
  source: string;
  wording: string | null;
  wording_version: string | null;
  ip: string | null;
  expires_at: MaybeTime;
  proof: MaybeJson;
  at: Time;
  reference: Generated<string | null>;
  pending: Generated<boolean>;
  recorded_at: Generated<Date | null>;
};

export type ConsentsTable = {
  customer: number;
  brand: string;
  channel: string;
  topic: Generated<string>;
  given: boolean;
  expires_at: MaybeTime;
  record: number;
  at: Time;
  expiry_told_at: Generated<Date | null>;
  expiring_told_at: Generated<Date | null>;
};

export type CustomerLimitsTable = {
  customer: number;
  per_week: number | null;
  paused_until: MaybeTime;
  at: Time;
};

export type PurchasesTable = { customer: number; family: Generated<string>; at: Time };

export type OfferAnswersTable = {
  customer: number;
  offer: string;
  answer: string;
  until: MaybeTime;
  source: string;
  at: Time;
};

export type SuppressionsTable = {
  id: GeneratedAlways<number>;
  kind: string;
  hash: Buffer;
  hint: string;
  reason: string;
  also: Generated<string | null>;
  by: string | null;
  at: Time;
};

export type SoftBouncesTable = { hash: Buffer; errors: number; last_at: Time };

export type ContactsElsewhereTable = {
  id: GeneratedAlways<number>;
  source: string;
  reference: string;
  customer: number;
  channel: string;
  class: string;
  brand: string;
  topics: Generated<string[]>;
  offer: string | null;
  weight: number;
  outcome: string;
  at: Time;
  recorded_at: Time;
  recorded_by: string;
  cancelled_at: MaybeTime;
};

export type ReservationsTable = {
  id: GeneratedAlways<number>;
  customer: number;
  channel: string;
  class: string;
  brand: string;
  topics: Generated<string[]>;
  offer: string | null;
  weight: number;
  decision: JsonColumn;
  state: Generated<string>;
  at: Time;
  until: Time;
  by: string;
  settled_at: MaybeTime;
  contact: number | null;
};
export type CapacityUseTable = { rule: string; span: string; slot: Time; used: Generated<number> };

export type PolicyExposuresTable = { test: string; customer: number; variant: string; at: Time };
export type ProofCodesTable = {
  id: GeneratedAlways<number>;
  customer: number;
  purpose: string;
  address: string | null;
  nonce: Buffer;
  hash: Buffer;
  tries: Generated<number>;
  asked_at: Time;
  expires_at: Time;
  used_at: MaybeTime;
};

export type MailsOwedTable = {
  id: GeneratedAlways<number>;
  customer: number | null;
  brand: string;
  kind: string;
  params: DefaultJson;
  created_at: Time;
  due: Time;
  expires_at: Time;
  attempts: Generated<number>;
  lease_until: MaybeTime;
  settled_at: MaybeTime;
  fate: string | null;
  response: string | null;
  proof: number | null;
};
