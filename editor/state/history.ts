/** Past, present and future of the document. The present is kept by the store; here are the two stacks beside it. */
import type { Graph } from '#core/graph.ts';

type Moment = { label: string; graph: Graph; blend?: string };
export type History = { past: readonly Moment[]; future: readonly Moment[] };

export const NO_HISTORY: History = { past: [], future: [] };
const KEPT = 200;

/** Changes one after the other with the same `blend` (typing into one field) are undone as one. */
export function remember(history: History, before: Graph, label: string, blend?: string): History {
  const last = history.past.at(-1);
  if (blend !== undefined && last?.blend === blend && history.future.length === 0) return history;
  const moment: Moment = { label, graph: before, ...(blend === undefined ? {} : { blend }) };
  return { past: [...history.past.slice(1 - KEPT), moment], future: [] };
}

export type Step = { history: History; graph: Graph; label: string };

export function undone({ past, future }: History, now: Graph): Step | null {
  const last = past.at(-1);
  if (!last) return null;
  return {
    graph: last.graph,
    label: last.label,
    history: { past: past.slice(0, -1), future: [{ label: last.label, graph: now }, ...future] },
  };
}

export function redone({ past, future }: History, now: Graph): Step | null {
  const [next, ...rest] = future;
  if (!next) return null;
  return {
    graph: next.graph,
    label: next.label,
    history: { past: [...past, { label: next.label, graph: now }], future: rest },
  };
}

/** Others changed the document under it: undoing must not take their changes back. */
export function rebased(history: History, move: (graph: Graph) => Graph): History {
  const moved = (moment: Moment): Moment => ({ ...moment, graph: move(moment.graph) });
  return { past: history.past.map(moved), future: history.future.map(moved) };
}
