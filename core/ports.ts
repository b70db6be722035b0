/** The interfaces between rooms, so that no room imports another's hands. */
import type { ClockSetting } from '#core/clock.ts';
import type { MemberTuple } from '#core/member.ts';

/** Tells cohort workflows that there is something to do. Rows first, signal after; a lost signal is found by the sweep. */
export interface Signaller {
  /**
   * Look at these enrolments: they entered, an event came, a task was closed, a pause ended, they were cancelled.
   * Idempotent; starts the cohort's workflow where it does not run.
   */
  wake(wakes: readonly { cohort: number; enrolment: number }[]): void;
  /** Resolves when all that was given so far has been signalled, or has failed to be. */
  flush(): Promise<void>;
  /** Signals that failed since the start: who must not lose one compares before and after a flush. */
  failures(): number;
}

export type BurstInput = { cohort: number; members: MemberTuple[] };

export type BurstResult = {
  /** Members as they are now; those who ended or are gone are missing. */
  members: MemberTuple[];
  /** The clock as it stands: the workflow computes its timers with it. */
  clock: ClockSetting;
};

/** What the cohort workflow may ask for. */
export interface CohortActivities {
  /** Drives members to their next wait: facts, judgements, hand-overs and the projection, all idempotent. */
  advance(input: BurstInput): Promise<BurstResult>;
}
