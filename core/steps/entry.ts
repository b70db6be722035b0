/** Entry: the event that sets the chain off, for whom, and how often. */
import { z } from 'zod';
import { conditionSchema } from '#core/condition.ts';
import { eventName, numberOrParam } from '#core/steps/fields.ts';
import { DONE, type StepType } from '#core/steps/step.ts';
import { en } from '#core/wording/en.ts';

const data = z.strictObject({
  /** Absent: entered by another chain or by hand. */
  event: eventName.exactOptional(),
  filter: conditionSchema.exactOptional(),
  /** Property of the event that names the run: cart, order, appointment. */
  key: z.string().min(1).max(200).exactOptional(),
  reentry: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('never') }),
      z.strictObject({ kind: z.literal('always') }),
      z.strictObject({ kind: z.literal('after'), days: numberOrParam(z.number().positive().max(3_660)) }),
    ])
    .default({ kind: 'always' }),
  inside: z.enum(['ignore', 'restart', 'beside']).default('ignore'),
  maxAgeDays: numberOrParam(z.number().positive().max(3_660)).default(3),
});

type Entry = z.output<typeof data>;

export const entry = {
  type: 'entry',
  label: { en: 'Trigger', fr: 'Déclencheur' },
  icon: 'play',
  family: 'entry',
  data,
  ports: () => [DONE],
  expand: () => [],
  entry: (rule) => rule,
  check: ({ event, filter, key }, words = en) =>
    event === undefined && (filter !== undefined || key !== undefined)
      ? [{ field: 'event', code: 'bad_data', message: words.entryNeedsEvent }]
      : [],
} satisfies StepType<Entry>;
