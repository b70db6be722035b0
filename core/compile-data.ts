/** A step's data, made ready: parameters put in place, then checked against its type. */
import { DateTime } from 'luxon';
import type { Graph, GraphStep } from '#core/graph.ts';
import { issuesOf } from '#core/issue.ts';
import type { Problem } from '#core/problem.ts';
import { stepTypeOf } from '#core/steps/index.ts';
import type { StepType } from '#core/steps/step.ts';

/** A step whose data can be trusted. */
export type Node = { id: string; step: GraphStep; type: StepType; data: unknown };

export function paramProblems({ params }: Graph): Problem[] {
  return Object.entries(params).flatMap(([name, { type, value }]) => {
    const expected = {
      days: [Number.isInteger(value), 'a whole number of days'],
      number: [typeof value === 'number', 'a number'],
      text: [typeof value === 'string', 'a text'],
      offer: [typeof value === 'string' && value !== '', 'the id of an offer'],
      boolean: [typeof value === 'boolean', 'true or false'],
      date: [typeof value === 'string' && DateTime.fromISO(value).isValid, 'a date as YYYY-MM-DD'],
    } as const;
    const [right, wanted] = expected[type];
    if (right) return [];
    const message = `Parameter ${name}: expected ${wanted}, got ${JSON.stringify(value)}.`;
    return [{ code: 'bad_param', field: `params.${name}.value`, message }];
  });
}

export function readStep(step: GraphStep, params: Graph['params']): Node | Problem[] {
  const type = stepTypeOf(step.type);
  if (!type) return [problem(step, 'unknown_type', 'type', `there is no step type ${step.type}.`)];
  const resolved = putParams(step.data, params, []);
  const missing = resolved.unknown.map(({ field, name }) =>
    problem(step, 'unknown_param', field, `${field}: the chain has no parameter ${name}; declare it or name another.`),
  );
  if (missing.length > 0) return missing;
  const parsed = type.data.safeParse(resolved.value);
  const issues = parsed.success ? (type.check?.(parsed.data) ?? []) : issuesOf(parsed.error);
  if (!parsed.success || issues.length > 0) {
    return issues.map(({ code, field, message }) => problem(step, code, field, message));
  }
  return { id: step.id, step, type, data: parsed.data };
}

export function problem(step: GraphStep, code: string, field: string | undefined, message: string): Problem {
  const name = step.label ? `${step.label} (${step.id})` : step.id;
  return { code, step: step.id, ...(field === undefined ? {} : { field }), message: `Step ${name}: ${message}` };
}

/** Every object below `value`, with its dotted path. */
export function* objectsIn(value: unknown, path = ''): Generator<{ path: string; object: Record<string, unknown> }> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield { path, object: value as Record<string, unknown> };
  for (const [key, inner] of Object.entries(value)) yield* objectsIn(inner, path ? `${path}.${key}` : key);
}

export function* textsIn(value: unknown, path = ''): Generator<{ path: string; text: string }> {
  if (typeof value === 'string') yield { path, text: value };
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) yield* textsIn(inner, path ? `${path}.${key}` : key);
}

type Resolved = { value: unknown; unknown: { field: string; name: string }[] };

function putParams(value: unknown, params: Graph['params'], path: readonly string[]): Resolved {
  if (typeof value !== 'object' || value === null) return { value, unknown: [] };
  const entries = Object.entries(value);
  const [only] = entries;
  if (!Array.isArray(value) && entries.length === 1 && only?.[0] === 'param' && typeof only[1] === 'string') {
    const name = only[1];
    if (Object.hasOwn(params, name)) return { value: params[name]?.value, unknown: [] };
    return { value: undefined, unknown: [{ field: path.join('.'), name }] };
  }
  const done = entries.map(([key, inner]) => [key, putParams(inner, params, [...path, key])] as const);
  const unknown = done.flatMap(([, inner]) => inner.unknown);
  const whole = Array.isArray(value)
    ? done.map(([, inner]) => inner.value)
    : Object.fromEntries(done.map(([key, inner]) => [key, inner.value]));
  return { value: whole, unknown };
}
