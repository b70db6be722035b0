/** One test of a condition: a value found against the value wanted. Senders' types are not to be trusted. */
import { DAY } from '#core/clock.ts';
import type { Test } from '#core/condition.ts';
import { instantOf } from '#core/date.ts';
import type { Json } from '#core/facts.ts';

/** Total: what cannot be compared does not pass. Dates without offset are read in `zone`. */
export function passes({ op, value: wanted }: Test, value: Json | undefined, zone: string, now: number): boolean {
  const there = value !== undefined && value !== null && value !== '';
  switch (op) {
    case 'exists':
      return there;
    case 'missing':
      return !there;
    case 'ne':
      return !same(value, wanted);
    case 'not_in':
      return !(Array.isArray(wanted) && wanted.some((w) => same(value, w)));
  }
  if (!there) return false;
  switch (op) {
    case 'eq':
      return same(value, wanted);
    case 'in':
      return Array.isArray(wanted) && wanted.some((w) => same(value, w));
    case 'contains':
      if (Array.isArray(value)) return value.some((v) => same(v, wanted));
      return (
        typeof value === 'string' && typeof wanted === 'string' && value.toLowerCase().includes(wanted.toLowerCase())
      );
    case 'starts_with':
      return (
        typeof value === 'string' && typeof wanted === 'string' && value.toLowerCase().startsWith(wanted.toLowerCase())
      );
    case 'lt':
    case 'lte':
    case 'gt':
    case 'gte':
      return ordered(op, value, wanted);
    case 'before':
    case 'after':
      return dated(op, value, wanted, zone);
    case 'within_days':
    case 'older_than_days':
      return aged(op, value, wanted, zone, now);
  }
}

/** Senders differ on "42" and 42: texts that are numbers equal them. Arrays and objects equal nothing. */
function same(a: Json | undefined, b: Json | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  if (a === b) return true;
  const x = numeric(a);
  return typeof a !== typeof b && x !== undefined && x === numeric(b);
}

/** A text that is a number counts as one. */
export function numeric(value: Json | undefined): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const n = Number(value);
  return Number.isFinite(n) ? n : undefined;
}

/** By number where both are numbers, else by text. */
function ordered(op: 'lt' | 'lte' | 'gt' | 'gte', value: Json, wanted: Json | undefined): boolean {
  const x = numeric(value);
  const y = numeric(wanted);
  if (x !== undefined && y !== undefined) return compare(op, x, y);
  return typeof value === 'string' && typeof wanted === 'string' && compare(op, value, wanted);
}

function compare<T extends number | string>(op: 'lt' | 'lte' | 'gt' | 'gte', a: T, b: T): boolean {
  switch (op) {
    case 'lt':
      return a < b;
    case 'lte':
      return a <= b;
    case 'gt':
      return a > b;
    case 'gte':
      return a >= b;
  }
}

function dated(op: 'before' | 'after', value: Json, wanted: Json | undefined, zone: string): boolean {
  const a = instantOf(value, zone);
  const b = instantOf(wanted, zone);
  if (a === undefined || b === undefined) return false;
  return op === 'before' ? a < b : a > b;
}

/** `within_days: n` = in the last n days; a negative n = in the next -n days. */
function aged(
  op: 'within_days' | 'older_than_days',
  value: Json,
  days: Json | undefined,
  zone: string,
  now: number,
): boolean {
  const at = instantOf(value, zone);
  const n = numeric(days);
  if (at === undefined || n === undefined) return false;
  if (op === 'older_than_days') return at < now - n * DAY;
  return n < 0 ? at >= now && at <= now - n * DAY : at <= now && at >= now - n * DAY;
}
