/** All step types: a new one is a file beside this one and a line here. */
import { condition } from '#core/steps/condition.ts';
import { contact } from '#core/steps/contact.ts';
import { end } from '#core/steps/end.ts';
import { enter } from '#core/steps/enter.ts';
import { entry } from '#core/steps/entry.ts';
import { goal } from '#core/steps/goal.ts';
import { leave } from '#core/steps/leave.ts';
import { split } from '#core/steps/split.ts';
import type { StepType } from '#core/steps/step.ts';
import { wait } from '#core/steps/wait.ts';
import { waitfor } from '#core/steps/waitfor.ts';

export const steps = {
  entry,
  contact,
  wait,
  waitfor,
  condition,
  split,
  goal,
  enter,
  leave,
  end,
} satisfies Record<string, StepType>;

export type StepTypeName = keyof typeof steps;

/** Its data is whatever its own schema made of it: parse with `data` before asking anything else. */
export function stepTypeOf(type: string): StepType | undefined {
  return Object.hasOwn(steps, type) ? (steps[type as StepTypeName] as StepType) : undefined;
}
