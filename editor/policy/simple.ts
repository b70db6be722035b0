/** A condition as a list of tests, which is what most are; what is more than that is shown as it is written. Pure. */
import type { Condition, Operator, Test } from '#core/condition.ts';
import type { Json } from '#core/facts.ts';

export type Simple = { join: 'all' | 'any'; tests: Test[] };

/** null: it holds more than a list of tests on the profile. */
export function simpleOf(condition: Condition | undefined): Simple | null {
  if (condition === undefined) return { join: 'all', tests: [] };
  if ('all' in condition) return listOf('all', condition.all);
  if ('any' in condition) return listOf('any', condition.any);
  return listOf('all', [condition]);
}

function listOf(join: Simple['join'], parts: readonly Condition[]): Simple | null {
  const tests = parts.filter((part): part is Test => 'field' in part && part.field.startsWith('profile.'));
  return tests.length === parts.length ? { join, tests } : null;
}

/** null: one of its tests is not finished; undefined: it asks for nothing. */
export function conditionOf({ join, tests }: Simple): Condition | undefined | null {
  if (tests.some((test) => !whole(test))) return null;
  if (tests.length === 0) return undefined;
  if (tests.length === 1) return tests[0]!;
  return join === 'all' ? { all: tests } : { any: tests };
}

const BARE: readonly Operator[] = ['exists', 'missing'];
const LISTS: readonly Operator[] = ['in', 'not_in'];
const NUMBERS: readonly Operator[] = ['lt', 'lte', 'gt', 'gte', 'within_days', 'older_than_days'];
const DATES: readonly Operator[] = ['before', 'after'];

function whole({ field, op, value }: Test): boolean {
  if (!/^profile\.[^.]/.test(field)) return false;
  return BARE.includes(op) || (value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0));
}

export type Asks = 'nothing' | 'list' | 'number' | 'date' | 'boolean' | 'text';

/** What an operator wants to be compared with; `type`: what the field has been seen to be. */
export function asksOf(op: Operator, type: string | undefined): Asks {
  if (BARE.includes(op)) return 'nothing';
  if (LISTS.includes(op)) return 'list';
  if (NUMBERS.includes(op)) return 'number';
  if (DATES.includes(op)) return 'date';
  if (type === 'boolean' || type === 'number') return type;
  return 'text';
}

/** As the condition keeps it; undefined: nothing was written yet. */
export function valueFrom(written: string, asks: Asks): Json | undefined {
  const text = written.trim();
  if (asks === 'nothing' || text === '') return undefined;
  if (asks === 'boolean') return text === 'true';
  if (asks === 'number') return Number.isFinite(Number(text)) ? Number(text) : undefined;
  if (asks === 'list')
    return text
      .split(/[,;]/)
      .map((one) => one.trim())
      .filter(Boolean)
      .map((one) => (/^-?\d+(\.\d+)?$/.test(one) ? Number(one) : one));
  return text;
}

export function writtenOf(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  return Array.isArray(value) ? value.join(', ') : String(value);
}
