/** The contacts a member is sure to get next: those whose date is known, with no event, question or wait for one before them. */
import { dueAt, type Holidays } from '#core/calendar.ts';
import type { Facts } from '#core/facts.ts';
import { ARRIVED } from '#core/member.ts';
import type { Plan, TouchSpec } from '#core/plan.ts';

export type Place = { step: number; phase: number; due: number };

/** `step` is the graph's; `at` in domain ms. */
export type SureTouch = { step: string; at: number; touch: TouchSpec };

/** Best effort by design: goals and exits may still end the enrolment, and the projection lags by a burst. */
export function sureTouches(plan: Plan, from: Place, facts: Facts, until: number, holidays: Holidays): SureTouch[] {
  const found: SureTouch[] = [];
  let { step: index, due: at } = from;
  let waited = from.phase !== ARRIVED;
  // A loop comes back to where it was: one round is all that is looked at.
  for (let hops = 0; hops < plan.steps.length && at <= until; hops += 1) {
    const step = plan.steps[index];
    if (!step) break;
    const { op } = step;
    if (op.kind === 'sleep' && !waited) {
      const due = dueAt(op.when, facts, at, at, holidays);
      if (due.kind !== 'at') break;
      at = Math.max(at, due.at);
    } else if (op.kind === 'touch') {
      if (at <= until) found.push({ step: step.step, at, touch: op.touch });
    } else if (op.kind !== 'sleep' && op.kind !== 'act') {
      break;
    }
    waited = false;
    const next = step.next.done ?? Object.values(step.next)[0];
    if (next === undefined) break;
    index = next;
  }
  return found;
}
