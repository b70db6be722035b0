/** Split: every customer is drawn one arm, once and for all. */
import { z } from 'zod';
import { numberOrParam } from '#core/steps/fields.ts';
import { port, type StepType } from '#core/steps/step.ts';
import { en } from '#core/wording/en.ts';

const data = z.strictObject({
  arms: z
    .array(
      z.strictObject({
        port: z.string().regex(/^[a-z][a-z0-9_]{0,31}$/, 'expected a short name in small letters'),
        label: z.string().max(100).exactOptional(),
        share: numberOrParam(z.number().min(0).max(100)),
      }),
    )
    .min(2)
    .max(20),
});

type Split = z.output<typeof data>;

export const split = {
  type: 'split',
  label: { en: 'Split', fr: 'Répartition' },
  icon: 'split',
  family: 'branch',
  data,
  ports: ({ arms }) => arms.map((arm) => port(arm.port, arm.label ?? arm.port, arm.label ?? arm.port)),
  expand: ({ arms }) => [
    { kind: 'ask', question: { kind: 'arm', arms: arms.map(({ port, share }) => ({ port, share })) } },
  ],
  check: ({ arms }, words = en) => {
    const problems = arms.flatMap(({ port }, i) => {
      const taken = arms.some((other, j) => j < i && other.port === port);
      const message = words.portTwice(port);
      return taken ? [{ field: `arms.${i}.port`, code: 'port_twice', message }] : [];
    });
    const sum = arms.reduce((total, arm) => total + arm.share, 0);
    if (Math.abs(sum - 100) < 1e-9) return problems;
    return [...problems, { field: 'arms', code: 'bad_shares', message: words.shares(sum) }];
  },
} satisfies StepType<Split>;
