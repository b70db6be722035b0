/** What a plan may ask about its members beyond their profile: loaded only where it does. */
import { type Condition, eventsIn, fieldsIn } from '#core/condition.ts';
import type { EventMatch, Plan } from '#core/plan.ts';
import type { When } from '#core/when.ts';

export type Needs = {
  /** Some date or condition asks about earlier touches. */
  touches: boolean;
  /** Names of events that conditions ask about. */
  events: string[];
};

export function needsOf(plan: Plan): Needs {
  const conditions: Condition[] = [];
  const dates: When[] = [];
  const match = (m: EventMatch) => m.filter && conditions.push(m.filter);
  for (const exit of plan.exits) exit.on.forEach(match);
  for (const { op } of plan.steps) {
    if (op.kind === 'ask' && op.question.kind === 'condition') conditions.push(op.question.if);
    if (op.kind === 'sleep') dates.push(op.when);
    if (op.kind === 'touch' && op.touch.validUntil) dates.push(op.touch.validUntil);
    if (op.kind === 'listen') {
      dates.push(op.until);
      for (const { match: m } of op.on) match(m);
    }
  }
  return {
    touches:
      dates.some((when) => when.anchor.kind === 'step') ||
      conditions.some((c) => fieldsIn(c).some((field) => field.startsWith('touch.'))),
    events: [...new Set(conditions.flatMap(eventsIn))],
  };
}
