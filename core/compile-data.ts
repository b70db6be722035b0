/** A step's data, made ready: parameters put in place, then checked against its type. */
import { DateTime } from 'luxon';
import type { Graph, GraphStep } from '#core/graph.ts';
import { issuesOf } from '#core/issue.ts';
import type { Problem } from '#core/problem.ts';
import { stepTypeOf } from '#core/steps/index.ts';
import type { StepType } from '#core/steps/step.ts';
import { inWords, type Wording } from '#core/wording/index.ts';

/** A step whose data can be trusted. */
export type Node = { id: string; step: GraphStep; type: StepType; data: unknown };

export function paramProblems({ params }: Graph, words: Wording): Problem[] {
  return Object.entries(params).flatMap(([name, { type, value }]) => {
    const right = {
      days: Number.isInteger(value),
      number: typeof value === 'number',
      text: typeof value === 'string',
      offer: typeof value === 'string' && value !== '',
      boolean: typeof value === 'boolean',
      date: typeof value === 'string' && DateTime.fromISO(value).isValid,
    } as const;
    if (right[type]) return [];
    const message = words.param(name, words.paramKinds[type], JSON.stringify(value));
    return [{ code: 'bad_param', field: `params.${name}.value`, message }];
  });
}

export function readStep(step: GraphStep, params: Graph['params'], words: Wording): Node | Problem[] {
  const type = stepTypeOf(step.type);
  if (!type) return [problem(words, step, 'unknown_type', 'type', words.unknownType(step.type))];
  const resolved = putParams(step.data, params, []);
  const missing = resolved.unknown.map(({ field, name }) =>
    problem(words, step, 'unknown_param', field, words.field(field, words.unknownParam(name))),
  );
  if (missing.length > 0) return missing;
  const parsed = type.data.safeParse(resolved.value, inWords(words));
  const issues = parsed.success ? (type.check?.(parsed.data, words) ?? []) : issuesOf(parsed.error, [], words);
  if (!parsed.success || issues.length > 0) {
    return issues.map(({ code, field, message }) => problem(words, step, code, field, message));
  }
  return { id: step.id, step, type, data: parsed.data };
}

export function problem(
  words: Wording,
  step: GraphStep,
  code: string,
  field: string | undefined,
  message: string,
): Problem {
  const name = step.label ? `${step.label} (${step.id})` : step.id;
  return { code, step: step.id, ...(field === undefined ? {} : { field }), message: words.step(name, message) };
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
