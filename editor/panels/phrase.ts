/** A condition in words, without React: what `say` finds under the words of conditions, put together. */
import type { Condition, Test } from '#core/condition.ts';
import { isParam, readable } from '#editor/panels/query.ts';

export type Say = (key: string, values?: Record<string, string | number>) => string;
export type Names = {
  lang: 'en' | 'fr';
  /** What steps, chains and templates are called, where that is known. */
  step(id: string): string;
  chain(id: unknown): string;
  template(id: string): string;
  /** The event that sets the chain off. */
  trigger: string | undefined;
};

export function phraseOf(value: unknown, say: Say, names: Names): string {
  const condition = readable(value);
  return condition ? said(condition, say, names) : say('odd');
}

export function fieldPhrase(field: string, say: Say, names: Names): string {
  const dot = field.indexOf('.');
  const root = field.slice(0, dot);
  const name = field.slice(dot + 1);
  if (root === 'touch') {
    const last = name.lastIndexOf('.');
    const part = name.slice(last + 1) === 'outcome' ? 'outcome' : 'state';
    return say(`roots.${part}`, { name: names.step(name.slice(0, last < 0 ? undefined : last)) });
  }
  if (dot < 0 || !['profile', 'entry', 'event', 'params'].includes(root)) return field || say('something');
  return say(`roots.${root}`, { name });
}

function said(condition: Condition, say: Say, names: Names): string {
  if ('all' in condition) return joined(condition.all, 'and', say, names) || say('always');
  if ('any' in condition) return joined(condition.any, 'or', say, names) || say('never');
  if ('not' in condition) {
    if ('happened' in condition.not) return happened(condition.not.happened, 'happenedNot', say, names);
    return say('not', { inner: said(condition.not, say, names) });
  }
  if ('happened' in condition) return happened(condition.happened, 'happened', say, names);
  return test(condition, say, names);
}

function joined(conditions: readonly Condition[], by: 'and' | 'or', say: Say, names: Names): string {
  const several = (c: Condition) =>
    conditions.length > 1 && (('all' in c && c.all.length > 1) || ('any' in c && c.any.length > 1));
  return conditions.map((c) => (several(c) ? `(${said(c, say, names)})` : said(c, say, names))).join(` ${say(by)} `);
}

function test({ field, op, value }: Test, say: Say, names: Names): string {
  const ahead = op === 'within_days' && typeof value === 'number' && value < 0;
  const values = { field: fieldPhrase(field, say, names), value: valuePhrase(ahead ? -value : value, say) };
  if (op === 'eq' && typeof value === 'boolean') return say(value ? 'tests.yes' : 'tests.no', values);
  return say(`tests.${ahead ? 'within_next_days' : op}`, values);
}

function valuePhrase(value: unknown, say: Say): string {
  if (value === undefined || value === '') return '…';
  if (isParam(value)) return say('param', { name: value.param });
  if (Array.isArray(value)) return value.map((one) => valuePhrase(one, say)).join(', ') || '…';
  if (typeof value === 'boolean') return say(value ? 'yes' : 'no');
  return typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value);
}

type Asked = { event: unknown; days?: unknown; sameKey?: boolean; filter?: Condition };

function happened(asked: Asked, key: string, say: Say, names: Names): string {
  const event = valuePhrase(asked.event, say);
  const since = asked.days === undefined ? say('sinceEntry') : say('inDays', { days: valuePhrase(asked.days, say) });
  const filter = asked.filter ? say('onlyIf', { inner: said(asked.filter, say, names) }) : '';
  return `${say(key, { event, since })}${asked.sameKey ? say('sameKey') : ''}${filter}`;
}
