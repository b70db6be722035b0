/** A number of a rule: a constant, or computed from the customer. What is missing takes the declared default. */
import { z } from 'zod';
import { type Condition, conditionSchema, evaluate, valueAt } from '#core/condition.ts';
import type { Facts } from '#core/facts.ts';

export type Amount =
  | number
  /** A field of the profile; `default` where it is missing or no number. */
  | { field: string; default: number }
  | { add: Amount[] }
  | { multiply: Amount[] }
  | { least: Amount[] }
  | { most: Amount[] }
  | { if: Condition; yes: Amount; no: Amount };

const list = z.lazy(() => z.array(amountSchema).min(1).max(10));

export const amountSchema: z.ZodType<Amount> = z.lazy(() =>
  z.union([
    z.number().min(0).max(1_000_000),
    z.strictObject({
      field: z.string().regex(/^profile\.[^.]+(\.[^.]+)*$/, 'expected profile.…'),
      default: z.number().min(0),
    }),
    z.strictObject({ add: list }),
    z.strictObject({ multiply: list }),
    z.strictObject({ least: list }),
    z.strictObject({ most: list }),
    z.strictObject({ if: conditionSchema, yes: amountSchema, no: amountSchema }),
  ]),
);

/** Never below 0 and never NaN: what cannot be computed throws, and the touch is held. */
export function amountOf(amount: Amount, facts: Facts, now: number): number {
  const value = compute(amount, facts, now);
  if (!Number.isFinite(value)) throw new RangeError('a number of a rule is not finite');
  if (value < 0) throw new RangeError('a number of a rule is below 0');
  return value;
}

function compute(amount: Amount, facts: Facts, now: number): number {
  if (typeof amount === 'number') return amount;
  if ('field' in amount) {
    const value = valueAt(facts.traits, amount.field.slice('profile.'.length));
    return typeof value === 'number' ? value : amount.default;
  }
  const all = (list: Amount[]) => list.map((one) => compute(one, facts, now));
  if ('add' in amount) return all(amount.add).reduce((a, b) => a + b, 0);
  if ('multiply' in amount) return all(amount.multiply).reduce((a, b) => a * b, 1);
  if ('least' in amount) return Math.min(...all(amount.least));
  if ('most' in amount) return Math.max(...all(amount.most));
  return compute(evaluate(amount.if, facts, null, now) ? amount.yes : amount.no, facts, now);
}

/** Fields of the profile it asks for. */
export function fieldsOf(amount: Amount): string[] {
  if (typeof amount === 'number') return [];
  if ('field' in amount) return [amount.field];
  if ('if' in amount) return [...fieldsOf(amount.yes), ...fieldsOf(amount.no)];
  return Object.values(amount).flatMap((list) => (list as Amount[]).flatMap(fieldsOf));
}
