/** Leave another chain: what runs there for the customer ends; this one goes on. */
import { z } from 'zod';
import { DONE, type StepType } from '#core/steps/step.ts';

const data = z.strictObject({ chain: z.int().positive() });

export const leave = {
  type: 'leave',
  label: { en: 'Leave a chain', fr: 'Sortie d’une chaîne' },
  icon: 'log-out',
  family: 'flow',
  data,
  ports: () => [DONE],
  expand: ({ chain }) => [{ kind: 'act', act: { kind: 'leave', chain } }],
} satisfies StepType<{ chain: number }>;
