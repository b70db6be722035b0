/**
 * Fields that several step types share. A parameter may stand wherever a number or a text is expected: `compile` puts its
 * value in place before the data is checked. `meta.param` tells a form which parameters fit.
 */
import { z } from 'zod';
import { conditionSchema } from '#core/condition.ts';
import type { EventMatch } from '#core/plan.ts';
import { offsetFields, type When, whenSchema } from '#core/when.ts';

export function numberOrParam<S extends z.ZodType<number>>(schema: S): S {
  return schema.meta({ param: ['number', 'days'] });
}

export function textOrParam<S extends z.ZodType<string>>(schema: S): S {
  return schema.meta({ param: ['text', 'offer'] });
}

export const eventName = textOrParam(z.string().min(1).max(200));

const match = {
  event: eventName,
  filter: conditionSchema.exactOptional(),
  sameKey: z.boolean().exactOptional(),
};

export const matchSchema: z.ZodType<EventMatch> = z.strictObject(match);
export const portMatchSchema = z.strictObject({
  ...match,
  port: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,31}$/, 'expected a short name in small letters')
    .exactOptional(),
});

/** A delay is a duration from now, or a date. */
export const delayFields = {
  for: z.strictObject(offsetFields).exactOptional(),
  until: whenSchema.exactOptional(),
};

export type Delay = { for?: Omit<When, 'anchor'>; until?: When };

export function delayOf(delay: Delay): When {
  return delay.until ?? { anchor: { kind: 'arrival' }, ...delay.for };
}

export function oneDelay(delay: Delay): boolean {
  return (delay.for === undefined) !== (delay.until === undefined);
}

export const ONE_DELAY = 'expected either `for` (a duration) or `until` (a date)';
