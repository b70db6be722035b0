/** What a chain of the gallery asks before it is one's own: its parameters, as text in fields and as values in the graph. */
import type { Graph } from '#core/graph.ts';

type Param = Graph['params'][string];
export type Asked = { name: string; label: string; type: Param['type']; text: string };

/** The sender is the house's own name, where it has one. */
export function questionsOf({ params }: Graph, company: string): Asked[] {
  return Object.entries(params).map(([name, { type, label, value }]) => ({
    ...{ name, type, label: label ?? name },
    text: name === 'sender' && company !== '' ? company : String(value),
  }));
}

export function wrong({ type, text }: Asked): boolean {
  switch (type) {
    case 'days':
      return !/^-?\d+$/.test(text.trim());
    case 'number':
      return text.trim() === '' || !Number.isFinite(Number(text));
    case 'date':
      return !/^\d{4}-\d{2}-\d{2}/.test(text);
    case 'offer':
      return text.trim() === '';
    default:
      return false;
  }
}

export function filled(graph: Graph, asked: readonly Asked[]): Graph {
  const params = Object.fromEntries(
    asked.map(({ name, type, text }) => {
      const value =
        type === 'days' || type === 'number' ? Number(text) : type === 'boolean' ? text === 'true' : text.trim();
      return [name, { ...graph.params[name]!, value }];
    }),
  );
  return { ...graph, params: { ...graph.params, ...params } };
}
