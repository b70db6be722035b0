/** What a condition may ask about, and how: fields from what was really seen, operators by type. Without React. */
import type { Operator } from '#core/condition.ts';
import type { Graph } from '#core/graph.ts';
import { AHEAD, HAPPENED } from '#editor/panels/query.ts';

export type AskedType = 'text' | 'number' | 'boolean' | 'date' | 'list' | 'choice' | 'any' | 'happened';
export type Group = 'happened' | 'event' | 'entry' | 'profile' | 'touch' | 'params';
/** `name` is the field as the condition keeps it; `short` is what stands behind its root. */
export type Asked = {
  name: string;
  group: Group;
  type: AskedType;
  short: string;
  values?: readonly string[] | undefined;
};
type Typed = { name: string; type: unknown };

export type Sources = {
  graph: Graph;
  attributes: readonly Typed[];
  /** Properties of the event the condition is asked of, where it is asked of one. */
  event: readonly Typed[] | null;
  /** Properties of the event that begins the chain; null where the condition stands at the trigger itself. */
  entry: readonly Typed[] | null;
  /** Whether the past may be asked for. */
  past: boolean;
};

export const STATES = ['handed', 'held', 'skipped', 'withdrawn', 'expired', 'refused', 'failed', 'unknown', 'control'];

export function askedFields({ graph, attributes, event, entry, past }: Sources): Asked[] {
  const under = (root: 'event' | 'entry' | 'profile', list: readonly Typed[]) =>
    list.map(
      ({ name, type }): Asked => ({ name: `${root}.${name}`, group: root, type: typeOf(name, type), short: name }),
    );
  const contacts = entry === null ? [] : graph.steps.filter((step) => step.type === 'contact');
  return [
    ...(past ? [{ name: HAPPENED, group: 'happened', type: 'happened', short: HAPPENED } as const] : []),
    ...under('event', event ?? []),
    ...under('entry', entry ?? []),
    ...under('profile', attributes),
    ...contacts.flatMap(({ id, data }): Asked[] => {
      const outcomes = (data.content as { outcomes?: unknown } | undefined)?.outcomes;
      return [
        { name: `touch.${id}.state`, group: 'touch', type: 'choice', short: id, values: STATES },
        ...(data.channel === 'task'
          ? [
              {
                name: `touch.${id}.outcome`,
                group: 'touch' as const,
                type: 'choice' as const,
                short: id,
                values: Array.isArray(outcomes) ? outcomes.map(String) : ['done'],
              },
            ]
          : []),
      ];
    }),
    ...Object.entries(graph.params).map(
      ([name, { type }]): Asked => ({
        name: `params.${name}`,
        group: 'params',
        type: type === 'days' || type === 'number' ? 'number' : type === 'boolean' || type === 'date' ? type : 'text',
        short: name,
      }),
    ),
  ];
}

/** What is not known yet can be typed: its root is the nearest at hand. */
export function fieldTyped(text: string, asksEvent: boolean): string {
  if (/^(profile|entry|event|touch|params)\./.test(text)) return text;
  return `${asksEvent ? 'event' : 'profile'}.${text}`;
}

/** Senders write dates as texts: only their name tells. */
function typeOf(name: string, type: unknown): AskedType {
  if (type === 'number' || type === 'boolean' || type === 'list') return type;
  if (type === 'array') return 'list';
  if (type === 'string')
    return /(_at|_on|date|day|birthday|expires|until|[a-z]At|[a-z]On)$/.test(name) ? 'date' : 'text';
  return 'any';
}

const THERE = ['exists', 'missing'] as const;
const TEXTS = ['eq', 'ne', 'in', 'not_in', 'contains', 'starts_with'] as const;
const ORDERS = ['gt', 'gte', 'lt', 'lte'] as const;
const DATES = ['before', 'after', 'within_days', AHEAD, 'older_than_days'] as const;

type Shown = Operator | typeof AHEAD | typeof HAPPENED;

const BY_TYPE: Record<AskedType, readonly Shown[]> = {
  text: [...TEXTS, ...THERE, ...ORDERS, ...DATES],
  number: ['eq', 'ne', ...ORDERS, 'in', 'not_in', ...THERE],
  boolean: ['eq', 'ne', ...THERE],
  date: [...DATES, ...THERE, 'eq', 'ne'],
  list: ['contains', ...THERE],
  choice: ['eq', 'ne', 'in', 'not_in', ...THERE],
  any: [...TEXTS, ...ORDERS, ...DATES, ...THERE],
  happened: [HAPPENED],
};

/** One that stands there already stays, whatever the type. */
export function operatorsOf(type: AskedType, standing?: string): readonly string[] {
  const usual: readonly string[] = BY_TYPE[type];
  return standing === undefined || usual.includes(standing) ? usual : [...usual, standing];
}

/** What a value becomes when she changes the operator in front of it. */
export function fitted(operator: string, value: unknown): unknown {
  if (operator === 'exists' || operator === 'missing') return undefined;
  if (operator === 'in' || operator === 'not_in') {
    return Array.isArray(value) ? value : value === undefined || value === '' ? [] : [value];
  }
  if (Array.isArray(value)) return value[0] ?? '';
  if (/days$/.test(operator)) return typeof value === 'number' ? Math.abs(value) : 7;
  return value ?? '';
}

export function firstValue(type: AskedType, operator: string): unknown {
  if (type === 'happened') return { event: '' };
  if (type === 'boolean') return true;
  return fitted(operator, type === 'number' && operator !== 'in' ? 0 : '');
}
