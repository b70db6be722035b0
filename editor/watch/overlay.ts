/** What is laid over a drawing that is only looked at: marks, numbers and dates by step and by edge. */
import type { Graph, GraphEdge, GraphStep } from '#core/graph.ts';
import { placedNotes } from '#editor/state/document.ts';
import { portsOf } from '#editor/state/ports.ts';

export type Tone = 'added' | 'changed' | 'removed' | 'visited' | 'here' | 'dim';
export type Figure = {
  key: string;
  name: string;
  /** As it stands on the card, where there is little room. */
  short: string;
  value: string;
  how: string;
  href?: string | undefined;
};
export type StepMark = { tone?: Tone; said?: string; line?: string; figures?: Figure[] };
/** `aside`: the label is left out where there is no room for it. */
export type EdgeMark = { tone?: Tone; label?: string; how?: string; width?: number; aside?: boolean };
export type Overlay = { steps: ReadonlyMap<string, StepMark>; edges: ReadonlyMap<string, EdgeMark> };

/** Two drawings laid over each other may lead one port to two steps: the target belongs to the name. */
export const edgeName = ({ from, port, to }: GraphEdge): string => `${from} ${port} ${to}`;

/** Which ports of a step have an edge, in one word that is compared cheaply. */
export function wiredPorts(graph: Graph): Map<string, string> {
  const wired = new Map<string, string>();
  for (const { from, port } of graph.edges) wired.set(from, `${wired.get(from) ?? ''} ${port}`);
  return wired;
}

/** What an edge is called on the drawing; the one way out of a step needs no name. */
export function portLabel(step: GraphStep | undefined, port: string, language: 'en' | 'fr'): string {
  const ports = step ? portsOf(step) : [];
  const plain = ports[0]?.name === port && ports.every((p, i) => i === 0 || p.optional);
  return plain ? '' : ports.find((p) => p.name === port)?.label[language] || port;
}

/** What is told beneath a card needs room: whatever stands too close below moves down. */
export function spread(
  graph: Graph,
  places: ReadonlyMap<string, { x: number; y: number }>,
  { steps: marks }: Overlay,
): Map<string, { x: number; y: number }> {
  const wired = wiredPorts(graph);
  const placed: { x: number; top: number; bottom: number }[] = [];
  const spot = (step: GraphStep) => step.position ?? places.get(step.id) ?? { x: 0, y: 0 };
  const found = new Map<string, { x: number; y: number }>();
  for (const step of [...graph.steps].sort((a, b) => spot(a).y - spot(b).y || spot(a).x - spot(b).x)) {
    const mark = marks.get(step.id);
    const ports = portsOf(step).filter((p, i) => i === 0 || !p.optional || wired.get(step.id)?.includes(p.name)).length;
    const height = 90 + (ports > 1 ? 9 + ports * 20 : 0) + (mark?.figures?.length ? 46 : mark?.line ? 42 : 0);
    const { x, y } = spot(step);
    const above = placed.filter((p) => Math.abs(p.x - x) < 232 && p.bottom > y - 24 && p.top <= y);
    const top = above.reduce((low, p) => Math.max(low, p.bottom + 24), y);
    placed.push({ x, top, bottom: top + height });
    found.set(step.id, { x, y: top });
  }
  for (const { id, text, position } of placedNotes(graph)) {
    const { x, y } = position;
    const height = 20 + text.split('\n').reduce((sum, line) => sum + Math.ceil((line.length || 1) / 26) * 20, 0);
    const beside = placed.filter((p) => Math.abs(p.x - x) < 232).sort((a, b) => a.top - b.top);
    const top = beside.reduce((at, p) => (p.top < at + height && p.bottom + 12 > at ? p.bottom + 12 : at), y);
    placed.push({ x, top, bottom: top + height });
    found.set(id, { x, y: top });
  }
  return found;
}
