/** End: the customer has been through the chain. */
import { z } from 'zod';
import type { StepType } from '#core/steps/step.ts';

export const end = {
  type: 'end',
  label: { en: 'End', fr: 'Fin' },
  icon: 'stop',
  family: 'flow',
  data: z.strictObject({}),
  ports: () => [],
  expand: () => [{ kind: 'end' }],
} satisfies StepType<object>;
