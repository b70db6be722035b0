/** Condition: yes or no, on the profile, the entry event, what happened since, and earlier contacts. */
import { z } from 'zod';
import { type Condition, conditionSchema } from '#core/condition.ts';
import { port, type StepType } from '#core/steps/step.ts';
import { en } from '#core/wording/en.ts';

const data = z.strictObject({ if: conditionSchema });

export const condition = {
  type: 'condition',
  label: { en: 'Condition', fr: 'Condition' },
  icon: 'help',
  family: 'branch',
  data,
  ports: () => [port('yes', 'Yes', 'Oui'), port('no', 'No', 'Non')],
  check: (asked, words = en) =>
    asksEvent(asked.if)
      ? [
          {
            field: 'if',
            code: 'bad_data',
            message: words.asksEvent,
          },
        ]
      : [],
  expand: (asked) => [{ kind: 'ask', question: { kind: 'condition', if: asked.if } }],
} satisfies StepType<{ if: Condition }>;

function asksEvent(asked: Condition): boolean {
  if ('all' in asked) return asked.all.some(asksEvent);
  if ('any' in asked) return asked.any.some(asksEvent);
  if ('not' in asked) return asksEvent(asked.not);
  return 'field' in asked && asked.field.startsWith('event.');
}
