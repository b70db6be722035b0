/** Goal or exit: an event that ends the enrolment from wherever it is. It stands beside the path, not on it. */
import { z } from 'zod';
import { matchSchema } from '#core/steps/fields.ts';
import type { StepType } from '#core/steps/step.ts';

const data = z.strictObject({
  on: z.array(matchSchema).min(1).max(20),
  kind: z.enum(['goal', 'exit']).default('goal'),
});

type Goal = z.output<typeof data>;

export const goal = {
  type: 'goal',
  label: { en: 'Goal or exit', fr: 'Objectif ou sortie' },
  icon: 'flag',
  family: 'goal',
  data,
  ports: () => [],
  expand: () => [],
  exit: ({ on, kind }) => ({ on, outcome: kind }),
} satisfies StepType<Goal>;
