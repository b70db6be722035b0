/** The parameters of a chain: where each is used, renamed with all its uses, made of another type. Pure. */
import type { Graph, GraphStep } from '#core/graph.ts';
import type { Param } from '#editor/state/document.ts';

const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/;
const TAG = /\{[{%][\s\S]*?[%}]\}/g;

/** Steps that name it: in place of a value, in a condition, or in words. */
export function usesOf(graph: Graph, name: string): GraphStep[] {
  return graph.steps.filter((step) => renamed(step.data, name, `${name}·`) !== step.data);
}

export function mayBeCalled(graph: Graph, name: string, now?: string): boolean {
  return NAME.test(name) && (name === now || !Object.hasOwn(graph.params, name));
}

/** In its place among the others. */
export function renameParam(graph: Graph, from: string, to: string): Graph {
  if (from === to || !Object.hasOwn(graph.params, from) || !mayBeCalled(graph, to)) return graph;
  const params = Object.fromEntries(
    Object.entries(graph.params).map(([name, param]) => [name === from ? to : name, param]),
  );
  const steps = graph.steps.map((step) => {
    const data = renamed(step.data, from, to) as GraphStep['data'];
    return data === step.data ? step : { ...step, data };
  });
  return { ...graph, params, steps };
}

/** The first of X, Y, Z, X2… that is free. */
export function freeName(graph: Graph): string {
  for (let n = 1; ; n += 1) {
    const free = ['X', 'Y', 'Z']
      .map((letter) => (n === 1 ? letter : `${letter}${n}`))
      .find((x) => mayBeCalled(graph, x));
    if (free) return free;
  }
}

/** Keeps the value where it means the same in the new type. */
export function retyped(param: Param, type: Param['type']): Param {
  const { value } = param;
  const number = typeof value === 'boolean' ? Number.NaN : Number(value);
  const begins: Record<Param['type'], Param['value']> = {
    days: Number.isFinite(number) && value !== '' ? Math.round(number) : 30,
    number: Number.isFinite(number) && value !== '' ? number : 0,
    text: String(value),
    offer: String(value),
    date: typeof value === 'string' && /^\d{4}-\d{2}-\d{2}/.test(value) ? value : '',
    boolean: value === true || value === 'true',
  };
  return { ...param, type, value: begins[type] };
}

function renamed(value: unknown, from: string, to: string): unknown {
  if (typeof value === 'string') {
    const name = new RegExp(`\\bparams\\.${from}(?![A-Za-z0-9_])`, 'g');
    return value.replaceAll(TAG, (tag) => tag.replaceAll(name, `params.${to}`));
  }
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map((item) => renamed(item, from, to));
    return items.some((item, i) => item !== value[i]) ? items : value;
  }
  const record = value as Record<string, unknown>;
  const keys = Object.keys(record);
  if (keys.length === 1 && record.param === from) return { param: to };
  const asked = typeof record.field === 'string' && typeof record.op === 'string' ? record.field : undefined;
  const next = Object.fromEntries(
    keys.map((key) => {
      if (key === 'field' && asked !== undefined) {
        const mine = asked === `params.${from}` || asked.startsWith(`params.${from}.`);
        return [key, mine ? `params.${to}${asked.slice(`params.${from}`.length)}` : asked];
      }
      return [key, renamed(record[key], from, to)];
    }),
  );
  return keys.some((key) => next[key] !== record[key]) ? next : value;
}
