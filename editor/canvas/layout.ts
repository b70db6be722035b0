/** Tidies the drawing: the path from left to right, branches below each other, goals beneath. Loaded when asked for. */
import dagre from '@dagrejs/dagre';
import type { Graph } from '#core/graph.ts';
import { CARD, inReadingOrder } from '#editor/canvas/card.ts';
import type { Place } from '#editor/state/document.ts';
import { takesEdges } from '#editor/state/ports.ts';

export function layoutOf(graph: Graph): Map<string, Place> {
  const drawing = new dagre.graphlib.Graph({ multigraph: true });
  drawing.setGraph({ rankdir: 'LR', nodesep: 48, ranksep: 56 });
  drawing.setDefaultEdgeLabel(() => ({}));
  const aside = graph.steps.filter((s) => s.type !== 'entry' && !takesEdges(s));
  const beside = new Set(aside.map((s) => s.id));
  for (const { id } of inReadingOrder(graph)) if (!beside.has(id)) drawing.setNode(id, { ...CARD });
  for (const { from, port, to } of graph.edges) {
    const weight = port === 'done' || port === 'yes' ? 4 : 1;
    if (drawing.hasNode(from) && drawing.hasNode(to)) drawing.setEdge(from, to, { weight }, port);
  }
  dagre.layout(drawing);
  const places = new Map<string, Place>();
  for (const id of drawing.nodes()) {
    const { x, y } = drawing.node(id) as Place;
    places.set(id, { x: Math.round(x - CARD.width / 2), y: Math.round(y - CARD.height / 2) });
  }
  const low = Math.max(-90, ...[...places.values()].map((p) => p.y)) + 170;
  aside.forEach(({ id }, i) => {
    places.set(id, { x: i * (CARD.width + 56), y: low });
  });
  return places;
}
