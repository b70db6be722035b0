/** The tables as Kysely knows them: the sum of the migrations. Times are Date, ids numbers, a `date` its text. */
import type { Generated, GeneratedAlways } from 'kysely';
import type { DefaultJson, JsonColumn, MaybeJson, MaybeTime, Time } from '#store/columns.ts';
import type { ContentTables } from '#store/schema-contents.ts';
import type { OperationsTables } from '#store/schema-operations.ts';
import type { PeopleTables } from '#store/schema-people.ts';
import type {
  CapacityUseTable,
  ConsentRecordsTable,
  ConsentsTable,
  ContactsElsewhereTable,
  CustomerLimitsTable,
  HouseholdsTable,
  MailsOwedTable,
  OfferAnswersTable,
  PoliciesTable,
  PolicyExposuresTable,
  PressureTable,
  ProofCodesTable,
  PurchasesTable,
  ReservationsTable,
  SoftBouncesTable,
  SuppressionsTable,
} from '#store/schema-policy.ts';
import type { TaskTables } from '#store/schema-tasks.ts';

export type InstanceTable = {
  one: Generated<boolean>;
  stamp: string;
  clock: MaybeJson;
  created_at: Time;
};

export type SettingsTable = {
  key: string;
  value: JsonColumn;
  updated_at: Time;
};

export type BrandsTable = {
  id: string;
  name: string;
  sender: DefaultJson;
  names: DefaultJson;
};

export type TopicsTable = {
  id: string;
  brand: string;
  family: string | null;
  name: JsonColumn;
};

export type OffersTable = {
  id: string;
  brand: string;
  topic: string | null;
  name: JsonColumn;
  product: string | null;
  valid_from: MaybeTime;
  valid_until: MaybeTime;
  description: DefaultJson;
};

export type CustomersTable = {
  id: GeneratedAlways<number>;
  zone: string | null;
  country: string | null;
  locale: string | null;
  test: Generated<boolean>;
  traits: DefaultJson;
  /** Words of the name as they are looked for. */
  names: Generated<string | null>;
  created_at: Time;
  updated_at: Time;
  erased_at: MaybeTime;
  household: Generated<string | null>;
};

export type IdentitiesTable = {
  kind: string;
  value: string;
  customer: number;
};

export type AddressesTable = {
  customer: number;
  kind: string;
  value: string;
  set_at: Time;
};

export type EventsTable = {
  seq: GeneratedAlways<number>;
  received_at: Time;
  occurred_at: Time;
  customer: number;
  name: string;
  source: string;
  message_id: string;
  historical: Generated<boolean>;
  properties: JsonColumn;
};

export type EventDedupeTable = {
  source: string;
  message_id: string;
  received_at: Time;
};

export type EventNamesTable = {
  name: string;
  first_seen: Time;
  last_seen: Time;
  count: number;
  properties: DefaultJson;
};

export type ChainsTable = {
  id: GeneratedAlways<number>;
  name: string;
  state: Generated<string>;
  draft: JsonColumn;
  revision: Generated<number>;
  live_version: number | null;
  salt: Generated<string>;
  folder: string | null;
  tags: Generated<string[]>;
  owner: string | null;
  paused_at: MaybeTime;
  created_at: Time;
  updated_at: Time;
  /** The first p % of entrants; null: everybody. */
  gate: MaybeJson;
  /** Limits at which the sweep suspends it. */
  guard: MaybeJson;
};

export type VersionsTable = {
  id: GeneratedAlways<number>;
  chain: number;
  number: number;
  graph: JsonColumn;
  plan: JsonColumn;
  hash: string;
  note: string | null;
  published_by: string | null;
  published_at: Time;
  objective: MaybeJson;
  /** Number of the version that this one publishes again. */
  again: number | null;
};

export type PausesTable = {
  id: GeneratedAlways<number>;
  chain: number;
  paused_at: Time;
  paused_by: string | null;
  resumed_at: MaybeTime;
  resumed_by: string | null;
  decision: MaybeJson;
};

export type CohortsTable = {
  id: GeneratedAlways<number>;
  version: number;
  owner: string;
  opened_at: Time;
};

export type EnrolmentsTable = {
  id: GeneratedAlways<number>;
  customer: number;
  chain: number;
  version: number;
  cohort: number;
  month: string;
  key: Generated<string>;
  event: number | null;
  entered_at: Time;
  trigger_at: Time;
  entry: DefaultJson;
  control: string | null;
  state: Generated<string>;
  outcome: string | null;
  ended_at: MaybeTime;
  step: number;
  visit: Generated<number>;
  phase: Generated<number>;
  due: Time;
  rev: Generated<number>;
  heard: Generated<number>;
  shift: Generated<number>;
  due_shift: Generated<number>;
  arms: DefaultJson;
  path: Generated<number[]>;
  problem: MaybeJson;
};

export type WaitsTable = {
  enrolment: number;
  step: number;
  visit: number;
  events: string[];
  since: number;
  until: Time;
  resolved_by: number | null;
  resolved_at: MaybeTime;
};

export type EntryDecisionsTable = {
  event: number;
  received_at: Time;
  chain: number;
  decision: string;
  enrolment: number | null;
};

export type TouchesTable = {
  month: string;
  enrolment: number;
  step: number;
  visit: number;
  customer: number;
  chain: number;
  version: number;
  step_id: string;
  state: string;
  reason: string | null;
  brand: string;
  channel: string;
  class: string;
  topics: Generated<string[]>;
  offer: string | null;
  cost: Generated<number>;
  weight: Generated<number>;
  policy: number | null;
  decision: JsonColumn;
  due: Time;
  valid_until: MaybeTime;
  held_until: MaybeTime;
  judged_at: Time;
  handed_at: MaybeTime;
  lease_until: MaybeTime;
  worker: string | null;
  counts_as: Generated<string | null>;
  attempts: Generated<number>;
  response: string | null;
  completed_at: MaybeTime;
  outcome: string | null;
};

export type StopsTable = {
  id: GeneratedAlways<number>;
  scope: string;
  target: Generated<string>;
  reason: string | null;
  by: string | null;
  at: Time;
  lifted_at: MaybeTime;
  lifted_by: string | null;
};

export type ApiKeysTable = {
  id: GeneratedAlways<number>;
  name: string;
  hint: string;
  hash: Buffer;
  scopes: string[];
  origins: Generated<string[]>;
  created_at: Time;
  last_used_at: MaybeTime;
  expires_at: MaybeTime;
  revoked_at: MaybeTime;
  replaces: number | null;
};

export type IdempotencyTable = {
  caller: string;
  key: string;
  request: Buffer;
  status: number | null;
  response: MaybeJson;
  at: Time;
};

export type AuditTable = {
  id: GeneratedAlways<number>;
  at: Time;
  actor: string;
  action: string;
  subject: string;
  detail: DefaultJson;
};

export type PublishRequestsTable = {
  id: GeneratedAlways<number>;
  chain: number;
  revision: number;
  body: JsonColumn;
  requested_by: string;
  at: Time;
  answer: string | null;
  answered_by: string | null;
  answered_at: MaybeTime;
  reason: string | null;
  version: number | null;
};

export interface Database extends ContentTables, PeopleTables, OperationsTables, TaskTables {
  publish_requests: PublishRequestsTable;
  purchases: PurchasesTable;
  offer_answers: OfferAnswersTable;
  suppressions: SuppressionsTable;
  soft_bounces: SoftBouncesTable;
  instance: InstanceTable;
  settings: SettingsTable;
  brands: BrandsTable;
  topics: TopicsTable;
  offers: OffersTable;
  customers: CustomersTable;
  identities: IdentitiesTable;
  addresses: AddressesTable;
  events: EventsTable;
  event_dedupe: EventDedupeTable;
  event_names: EventNamesTable;
  chains: ChainsTable;
  versions: VersionsTable;
  pauses: PausesTable;
  cohorts: CohortsTable;
  enrolments: EnrolmentsTable;
  waits: WaitsTable;
  entry_decisions: EntryDecisionsTable;
  policies: PoliciesTable;
  households: HouseholdsTable;
  capacity_use: CapacityUseTable;
  touches: TouchesTable;
  pressure: PressureTable;
  consent_records: ConsentRecordsTable;
  consents: ConsentsTable;
  stops: StopsTable;
  api_keys: ApiKeysTable;
  idempotency: IdempotencyTable;
  audit: AuditTable;
  customer_limits: CustomerLimitsTable;
  contacts_elsewhere: ContactsElsewhereTable;
  reservations: ReservationsTable;
  policy_exposures: PolicyExposuresTable;
  proof_codes: ProofCodesTable;
  mails_owed: MailsOwedTable;
}
