/**
 * Conditions as data: a tree of `all` / `any` / `not` over tests.
 * Fields: `profile.<trait>`, `entry.<property>` (the event that enrolled), `event.<property>` (the event being matched),
 * `touch.<step>.state|outcome`, `params.<name>`. Deeper properties are dotted.
 */
import { z } from 'zod';
import { DAY } from '#core/clock.ts';
import { passes } from '#core/comparison.ts';
import type { Facts, Json, SeenEvent } from '#core/facts.ts';

const OPERATORS = [
  'eq',
  'ne',
  'lt',
  'lte',
  'gt',
  'gte',
  'in',
  'not_in',
  'contains',
  'starts_with',
  'exists',
  'missing',
  'before',
  'after',
  'within_days',
  'older_than_days',
] as const;

export type Operator = (typeof OPERATORS)[number];

export type Test = { field: string; op: Operator; value?: Json };

/**
 * The customer's event has been seen since the entry, or within the last `days`. `key`, the property that `sameKey`
 * compares, is the entry rule's: compile writes it in.
 */
export type Happened = {
  happened: { event: string; filter?: Condition; sameKey?: boolean; key?: string; days?: number };
};

export type Condition = { all: Condition[] } | { any: Condition[] } | { not: Condition } | Happened | Test;

const fieldSchema = z
  .string()
  .max(200)
  .regex(
    /^(profile|entry|event|touch|params)\.[^.]+(\.[^.]+)*$/,
    'expected profile.…, entry.…, event.…, touch.<step>.state, touch.<step>.outcome or params.…',
  );

const testSchema = z.strictObject({ field: fieldSchema, op: z.enum(OPERATORS), value: z.json().exactOptional() });

export const conditionSchema: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.strictObject({ all: z.array(conditionSchema).max(100) }),
    z.strictObject({ any: z.array(conditionSchema).max(100) }),
    z.strictObject({ not: conditionSchema }),
    z.strictObject({
      happened: z.strictObject({
        event: z.string().min(1).max(200),
        filter: conditionSchema.exactOptional(),
        sameKey: z.boolean().exactOptional(),
        days: z.number().positive().exactOptional(),
      }),
    }),
    testSchema,
  ]),
);

/**
 * Total: what is missing or cannot be compared is false, except for `missing`, `ne` and `not_in`. `event` is the one
 * being matched, if any; `now` defaults to its time, then to the entry's.
 */
export function evaluate(
  condition: Condition,
  facts: Facts,
  event: SeenEvent | null = null,
  now: number = event?.at ?? facts.entry.at,
): boolean {
  if ('all' in condition) return condition.all.every((c) => evaluate(c, facts, event, now));
  if ('any' in condition) return condition.any.some((c) => evaluate(c, facts, event, now));
  if ('not' in condition) return !evaluate(condition.not, facts, event, now);
  if ('happened' in condition) return happened(condition.happened, facts, now);
  return passes(condition, fieldValue(condition.field, facts, event), facts.zone, now);
}

/** Names of the events whose past the condition looks back for. */
export function eventsIn(condition: Condition): string[] {
  const names = leaves(condition).flatMap((leaf) =>
    'happened' in leaf ? [leaf.happened.event, ...(leaf.happened.filter ? eventsIn(leaf.happened.filter) : [])] : [],
  );
  return [...new Set(names)];
}

export function fieldsIn(condition: Condition): string[] {
  const fields = leaves(condition).flatMap((leaf) => {
    if ('field' in leaf) return [leaf.field];
    return leaf.happened.filter ? fieldsIn(leaf.happened.filter) : [];
  });
  return [...new Set(fields)];
}

/** The value, in a profile or an event, at a dotted path; a key that itself has dots is found too. */
export function valueAt(from: Json | undefined, path: string): Json | undefined {
  if (from === null || typeof from !== 'object') return undefined;
  if (Object.hasOwn(from, path)) return (from as Record<string, Json>)[path];
  const dot = path.indexOf('.');
  if (dot < 0) return undefined;
  const head = path.slice(0, dot);
  return Object.hasOwn(from, head) ? valueAt((from as Record<string, Json>)[head], path.slice(dot + 1)) : undefined;
}

/** What names the run an event speaks of: '' where nothing names it, undefined where the event does not say. */
export function keyIn(properties: Record<string, Json>, property: string | undefined): string | undefined {
  if (!property) return '';
  const value = valueAt(properties, property);
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function leaves(condition: Condition): (Happened | Test)[] {
  if ('all' in condition) return condition.all.flatMap(leaves);
  if ('any' in condition) return condition.any.flatMap(leaves);
  if ('not' in condition) return leaves(condition.not);
  return [condition];
}

function happened(asked: Happened['happened'], facts: Facts, now: number): boolean {
  return facts.seen.some((event) => {
    if (event.name !== asked.event) return false;
    if (asked.days !== undefined && event.at < now - asked.days * DAY) return false;
    if (asked.sameKey && keyIn(event.properties, asked.key) !== facts.entry.key) return false;
    return asked.filter === undefined || evaluate(asked.filter, facts, event, now);
  });
}

function fieldValue(field: string, facts: Facts, event: SeenEvent | null): Json | undefined {
  const dot = field.indexOf('.');
  const root = field.slice(0, dot);
  const path = field.slice(dot + 1);
  switch (root) {
    case 'profile':
      return valueAt(facts.traits, path);
    case 'entry':
      return valueAt(facts.entry.properties, path);
    case 'event':
      return event ? valueAt(event.properties, path) : undefined;
    case 'params':
      return valueAt(facts.params, path);
    case 'touch':
      return touchValue(facts, path);
    default:
      return undefined;
  }
}

/** Of the latest visit to the step. */
function touchValue(facts: Facts, path: string): Json | undefined {
  const [step, part] = path.split('.');
  const visits = facts.touches.filter((t) => t.step === step);
  const last = visits.reduce((a, b) => (b.visit > a.visit ? b : a), visits[0] as (typeof visits)[number]);
  if (!last) return undefined;
  if (part === 'state') return last.state;
  return part === 'outcome' ? (last.outcome ?? undefined) : undefined;
}
