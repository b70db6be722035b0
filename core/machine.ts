/**
 * The enrolment's state machine, pure: which effect a member asks for at its step, and where an outcome leads.
 * `drive` runs it; nothing here knows whether the world is live or a forecast.
 */
import { ARRIVED, type Member } from '#core/member.ts';
import type { Act, Op, Plan, PlanStep, TouchSpec } from '#core/plan.ts';

export type TouchOutcome =
  /** Decided: goes on by this port. */
  | { kind: 'port'; port: string }
  /** Judged again at `until` (domain ms), or earlier when woken. */
  | { kind: 'hold'; until: number };

/** A member on its way through one burst. */
export type Walker = Member & {
  /** Arrival sequence up to which the customer's events have been considered. */
  heard: number;
  /** Ports drawn or chosen so far, by graph step id. */
  arms: Record<string, string>;
  /** Hops of this burst: plan step, index of the port among `next`'s keys (-1: none), domain ms. */
  hops: [step: number, port: number, at: number][];
  /** Waits of this burst that are over: plan step, visit, and the event (seq) that ended it; null: the time-out did. */
  heardOut: [step: number, visit: number, by: number | null][];
  /** Why it ended; null while it lives. */
  ended: string | null;
  /** Something changed since the last projection. */
  news: boolean;
};

/** A member at the start of a burst. */
export function setOut(member: Member, { heard, arms }: { heard: number; arms: Record<string, string> }): Walker {
  return { ...member, heard, arms, hops: [], heardOut: [], ended: null, news: false };
}

export type TouchAsk = {
  walker: Walker;
  step: number;
  touch: TouchSpec;
  /** The customer has no such date (no birthday in the profile): there is nothing to send. */
  undated: boolean;
};
export type ActAsk = { walker: Walker; step: number; act: Act };

export function stepOf(plan: Plan, walker: Member): PlanStep {
  const step = plan.steps[walker.step];
  if (!step) throw new Error(`Plan ${plan.hash}: no step ${walker.step}; it has ${plan.steps.length}.`);
  return step;
}

export function opOf(plan: Plan, walker: Member): Op {
  return stepOf(plan, walker).op;
}

/** Leaves the step by `port`; an unconnected port follows the main path, and where nothing follows the enrolment is complete. */
export function route(plan: Plan, walker: Walker, port: string, now: number): void {
  const { next } = stepOf(plan, walker);
  const taken = port in next ? port : mainPort(next);
  walker.hops.push([walker.step, taken === undefined ? -1 : Object.keys(next).indexOf(taken), now]);
  const target = taken === undefined ? undefined : next[taken];
  walker.rev += 1;
  walker.news = true;
  if (target === undefined) {
    walker.ended = 'completed';
    return;
  }
  // A way back is a new visit: touches are unique by (enrolment, step, visit).
  if (target <= walker.step) walker.visit += 1;
  walker.step = target;
  walker.phase = ARRIVED;
}

function mainPort(next: Record<string, number>): string | undefined {
  return 'done' in next ? 'done' : Object.keys(next)[0];
}

export function end(walker: Walker, outcome: string, now: number): void {
  walker.hops.push([walker.step, -1, now]);
  walker.rev += 1;
  walker.news = true;
  walker.ended = outcome;
}

/** Stays at its step in `phase` until `due`; answers whether that is news. */
export function stay(walker: Walker, phase: number, due: number): void {
  walker.phase = phase;
  walker.due = due;
  walker.rev += 1;
  walker.news = true;
}
