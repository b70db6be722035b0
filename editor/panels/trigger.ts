/** What begins a chain, as its drawing says. */
import type { Graph } from '#core/graph.ts';
import { isParam } from '#editor/panels/query.ts';

/** The event that begins the chain, if one is named. */
export function triggerOf(graph: Graph): string | undefined {
  const event = graph.steps.find((step) => step.type === 'entry')?.data.event;
  if (isParam(event)) return String(graph.params[event.param]?.value ?? event.param);
  return typeof event === 'string' && event !== '' ? event : undefined;
}
