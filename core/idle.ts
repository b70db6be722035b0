/** Tests of a step's conditions that say nothing, or not what they seem to: compared with nothing, or letter by letter. */
import { numeric } from '#core/comparison.ts';
import type { Json } from '#core/facts.ts';

export type Idle = { field: string; flaw: 'empty' | 'text'; value: string };

const ORDERS = new Set(['lt', 'lte', 'gt', 'gte']);
/** Ask whether there is a value at all. */
const ALONE = new Set(['exists', 'missing']);

/** `field`: of the step's data, where the condition stands. */
export function idleTests(data: unknown): Idle[] {
  if (typeof data !== 'object' || data === null) return [];
  return Object.entries(data).flatMap(([field, value]) => within(value).map((found) => ({ field, ...found })));
}

function within(value: unknown): Omit<Idle, 'field'>[] {
  if (typeof value !== 'object' || value === null) return [];
  const { field, op, value: wanted } = value as Record<string, unknown>;
  if (typeof field === 'string' && typeof op === 'string') {
    const flaw = flawOf(op, wanted as Json | undefined);
    return flaw ? [{ flaw, value: String(wanted ?? '') }] : [];
  }
  return Object.values(value).flatMap(within);
}

/** Dates are ordered by their text: 2026-11-24 comes before 2026-12-01. */
function flawOf(op: string, wanted: Json | undefined): Idle['flaw'] | null {
  if (ALONE.has(op)) return null;
  if (wanted === undefined || wanted === null || wanted === '') return 'empty';
  if (Array.isArray(wanted)) return wanted.length === 0 ? 'empty' : null;
  const text = ORDERS.has(op) && typeof wanted === 'string' && numeric(wanted) === undefined;
  return text && !/^\d{4}-\d\d/.test(wanted) ? 'text' : null;
}
