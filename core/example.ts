/** An event that sets a chain off, made up: what a developer is shown to send, and what a simulated customer does. */
import { DAY } from '#core/clock.ts';
import { type Condition, fieldsIn, type Test } from '#core/condition.ts';
import { decideEntry } from '#core/entry.ts';
import type { Json } from '#core/facts.ts';
import type { Plan } from '#core/plan.ts';

export type Example = {
  event: string;
  properties: Record<string, Json>;
  /** What the trigger and the dates of the chain ask of the profile. */
  traits: Record<string, Json>;
  /** Whether it would enrol a customer who has never been here. */
  enters: boolean;
};

/** `mark` makes the run's own key (order, cart …) one of its own. null: nothing but a person or another chain sets it off. */
export function exampleOf(plan: Plan, { now, mark }: { now: number; mark: string }): Example | null {
  const { event, filter, key } = plan.entry;
  if (event === undefined) return null;
  const properties: Record<string, Json> = {};
  const traits: Record<string, Json> = {};
  const put = (field: string, value: Json) => {
    const [root, ...path] = field.split('.');
    const into = root === 'profile' ? traits : root === 'entry' || root === 'event' ? properties : null;
    if (into) set(into, path, value);
  };
  for (const path of variablesOf(plan)) put(path, sampleOf(path, now));
  if (key !== undefined) put(`event.${key}`, mark);
  for (const { op } of plan.steps) {
    if (op.kind !== 'ask' || op.question.kind !== 'condition') continue;
    for (const field of fieldsIn(op.question.if).filter((f) => f.startsWith('entry.')))
      put(field, sampleOf(field, now));
  }
  // What the trigger wants goes before what is only asked on the way.
  if (filter) satisfy(filter, now, put);
  for (const { op } of plan.steps) {
    for (const when of op.kind === 'sleep' ? [op.when] : op.kind === 'listen' ? [op.until] : []) {
      const { anchor } = when;
      if (anchor.kind === 'event') put(`event.${anchor.property}`, dateFor(now));
      if (anchor.kind === 'profile') put(`profile.${anchor.trait}`, anchor.yearly ? birthday(now) : dateFor(now));
    }
  }
  const { decision } = decideEntry(plan.entry, {
    ...{ event: { seq: 1, name: event, at: now, properties }, customer: 1, traits, params: plan.params, now },
    ...{ zone: 'UTC', country: '', locale: 'en', historical: false, chain: 'live', inside: [], lastEnteredAt: null },
  });
  return { event, properties, traits, enters: decision === 'entered' };
}

/** `entry.…` that contents name. */
function variablesOf(plan: Plan): string[] {
  const text = JSON.stringify(plan.steps.flatMap(({ op }) => (op.kind === 'touch' ? [op.touch.content] : [])));
  const tags = text.match(/\{[{%][\s\S]*?[%}]\}/g) ?? [];
  return [...new Set(tags.flatMap((tag) => [...tag.matchAll(/\bentry(?:\.[A-Za-z_]\w*)+/g)].map(([path]) => path)))];
}

/** Far enough that whatever the chain does before it is still to come. */
function dateFor(now: number): string {
  return new Date(now + 90 * DAY).toISOString().slice(0, 10);
}

function birthday(now: number): string {
  return `1980-${new Date(now + 30 * DAY).toISOString().slice(5, 10)}`;
}

/** By what the name says. */
function sampleOf(path: string, now: number): Json {
  const name = path.split('.').at(-1)!;
  if (/url|link|href/i.test(name)) return 'https://www.example.com';
  if (/currency/i.test(name)) return 'EUR';
  if (/(^|_)(at|on|date)$|(At|On|Date)$/.test(name)) return dateFor(now);
  if (/total|price|amount|value|revenue/i.test(name)) return 49.9;
  if (/count|quantity|number|score|points/i.test(name)) return 1;
  if (/phone|mobile/i.test(name)) return '+33199000000';
  if (/(^|_)id$|Id$/.test(name)) return `${name.replace(/_?id$/i, '') || 'id'}-1`;
  return 'Test';
}

type Put = (field: string, value: Json) => void;

/** Puts in what makes the condition true where one value can; what cannot be made true is found out afterwards. */
function satisfy(condition: Condition, now: number, put: Put): void {
  if ('all' in condition) for (const part of condition.all) satisfy(part, now, put);
  else if ('any' in condition && condition.any[0]) satisfy(condition.any[0], now, put);
  else if ('field' in condition) {
    const value = valueFor(condition, now);
    if (value !== undefined) put(condition.field, value);
  }
}

function valueFor({ field, op, value }: Test, now: number): Json | undefined {
  switch (op) {
    case 'eq':
    case 'lte':
    case 'gte':
    case 'starts_with':
    case 'contains':
      return value;
    case 'in':
      return Array.isArray(value) ? value[0] : value;
    case 'gt':
      return Number(value) + 1;
    case 'lt':
      return Number(value) - 1;
    case 'exists':
      return sampleOf(field, now);
    case 'within_days':
      return new Date(now).toISOString();
    case 'older_than_days':
      return new Date(now - (Number(value) + 1) * DAY).toISOString();
    case 'before':
      return shifted(value, -DAY);
    case 'after':
      return shifted(value, DAY);
    default:
      return undefined;
  }
}

function shifted(value: Json | undefined, by: number): Json | undefined {
  const at = Date.parse(String(value));
  return Number.isNaN(at) ? undefined : new Date(at + by).toISOString();
}

function set(into: Record<string, Json>, [head, ...rest]: readonly string[], value: Json): void {
  if (head === undefined) return;
  if (rest.length === 0) {
    into[head] = value;
    return;
  }
  const inner = into[head];
  const object = typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? inner : {};
  into[head] = object;
  set(object, rest, value);
}
