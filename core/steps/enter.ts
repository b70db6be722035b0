/** Enter another chain: the customer goes on here and begins there. */
import { z } from 'zod';
import { DONE, type StepType } from '#core/steps/step.ts';

const data = z.strictObject({ chain: z.int().positive() });

export const enter = {
  type: 'enter',
  label: { en: 'Enter a chain', fr: 'Entrée dans une chaîne' },
  icon: 'log-in',
  family: 'flow',
  data,
  ports: () => [DONE],
  expand: ({ chain }) => [{ kind: 'act', act: { kind: 'enter', chain } }],
} satisfies StepType<{ chain: number }>;
