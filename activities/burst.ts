/** What is in hand while a burst is judged and handed over. */
import type { AnyAdapter } from '#activities/channels/index.ts';
import type { Clock } from '#core/clock.ts';
import type { Facts } from '#core/facts.ts';
import type { TouchAsk, TouchOutcome } from '#core/machine.ts';
import type { Db } from '#store/db.ts';
import type { EnrolmentRow } from '#store/enrolments.ts';
import type { Plans, Version } from '#store/plans.ts';
import type { TouchKey } from '#store/touches.ts';

export type DeliverDeps = {
  db: Db;
  clock: Clock;
  adapters: Record<string, AnyAdapter>;
  plans: Plans;
  /** Whether anything may leave for this address now: SENDING, the allow-list, the instance stamp. */
  gate(channel: string, address: string | null): boolean;
  /** Names this process in leases. */
  worker: string;
};

/** One burst's view: what was loaded of each member. */
export type Burst = {
  version: Version;
  rows: Map<number, EnrolmentRow>;
  facts: (enrolment: number) => Facts;
  /** Aborted where the burst is to stop between two chunks. */
  signal?: AbortSignal | undefined;
};

/** One touch on its way through a burst; `outcome` is null as long as it has still to leave. */
export type Item = TouchKey & {
  ask: TouchAsk;
  row: EnrolmentRow;
  outcome: TouchOutcome | null;
  due: number;
  validUntil: number;
  /** Hand-overs of this touch before this burst. */
  attempts: number;
};

/** Wall ms between two looks at a touch that waits for a person or for a lease. */
export const LOOK_AGAIN = 5_000;
