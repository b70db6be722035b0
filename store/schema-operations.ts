/** Tables by which a running instance is watched. */
import type { Generated, GeneratedAlways } from 'kysely';
import type { DefaultJson, JsonColumn, MaybeTime, Time } from '#store/columns.ts';

export type AttentionTable = {
  id: GeneratedAlways<number>;
  /** Of the touch it is about; none where it is about a whole chain. */
  month: string | null;
  enrolment: number | null;
  step: number | null;
  visit: number | null;
  chain: number | null;
  kind: string;
  detail: DefaultJson;
  at: Time;
  resolved_at: MaybeTime;
  resolved_by: string | null;
  resolution: string | null;
  seen_at: MaybeTime;
  seen_by: string | null;
};

export type GuardTripsTable = {
  id: GeneratedAlways<number>;
  chain: number;
  at: Time;
  measure: string;
  measured: number;
  allowed: number;
  contacts: number;
};

export type UndeliveredTable = {
  at: Time;
  month: string;
  enrolment: number;
  step: number;
  visit: number;
};

export type WorkersTable = {
  name: string;
  started_at: Generated<Date>;
  seen_at: Generated<Date>;
  state: JsonColumn;
};

export type PutAwayTable = {
  what: string;
  amount: number;
  by: string;
  at: Time;
};

export type OperationsTables = {
  attention: AttentionTable;
  guard_trips: GuardTripsTable;
  undelivered: UndeliveredTable;
  workers: WorkersTable;
  put_away: PutAwayTable;
};
