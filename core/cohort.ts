/** The cohort workflow by name: what those who signal it must know. */
import type { ClockSetting } from '#core/clock.ts';
import type { MemberTuple } from '#core/member.ts';

export const COHORT_WORKFLOW = 'cohort';
/** Signal: look at these enrolments (ids); new here or known, each is asked for what it does now. */
export const LOOK = 'look';
/** Query: the members as tuples. */
export const MEMBERS = 'members';

export type CohortInput = {
  cohort: number;
  clock: ClockSetting;
  /** Carried over by continue-as-new. */
  members?: MemberTuple[];
  /** Unread when the last run ended. */
  unread?: number[];
};

/** The task queue names the installation: two may share a Temporal namespace, and both count their cohorts from 1. */
export function cohortWorkflowId(taskQueue: string, cohort: number): string {
  return `${taskQueue}/cohort/${cohort}`;
}
