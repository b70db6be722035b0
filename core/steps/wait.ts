/** Wait: for a duration, or until a date. */
import { z } from 'zod';
import { type Delay, delayFields, delayOf, ONE_DELAY, oneDelay } from '#core/steps/fields.ts';
import { DONE, type StepType } from '#core/steps/step.ts';

const data = z.strictObject(delayFields).refine(oneDelay, ONE_DELAY);

export const wait = {
  type: 'wait',
  label: { en: 'Wait', fr: 'Attente' },
  icon: 'clock',
  family: 'wait',
  data,
  ports: () => [DONE],
  expand: (delay) => [{ kind: 'sleep', when: delayOf(delay) }],
  dated: delayOf,
} satisfies StepType<Delay>;
