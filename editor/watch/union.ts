/** Two drawings of one chain laid over each other: what is new, changed and gone, each marked. */
import { graphDifference, marksOf } from '#core/difference-graph.ts';
import type { Graph, GraphStep } from '#core/graph.ts';
import { type EdgeMark, edgeName, type Overlay, type StepMark, type Tone } from '#editor/watch/overlay.ts';

export type Changed = Record<'added' | 'changed' | 'removed', number>;
export type Union = { graph: Graph; overlay: Overlay; count: Changed };

export function unionOf(before: Graph | null, after: Graph, said: (tone: keyof Changed) => string): Union {
  const changes = graphDifference(before, after);
  const marks = marksOf(changes);
  const gone = (before?.steps ?? []).filter((s) => marks.get(s.id) === 'removed');
  const steps = [...after.steps];
  for (const step of gone) steps.push(step.position ? { ...step, position: free(step.position, steps) } : step);
  const lost = (before?.edges ?? []).filter((e) =>
    changes.some((c) => c.kind === 'unlinked' && c.from === e.from && c.port === e.port && c.to === e.to),
  );
  const edges = new Map<string, EdgeMark>(lost.map((e) => [edgeName(e), { tone: 'removed' }]));
  for (const c of changes) if (c.kind === 'linked') edges.set(edgeName(c), { tone: 'added' });
  const overlay: Overlay = {
    steps: new Map([...marks].map(([id, tone]): [string, StepMark] => [id, { tone, said: said(tone) }])),
    edges,
  };
  const count = (tone: Tone) => [...marks.values()].filter((m) => m === tone).length;
  return {
    graph: { ...after, steps, edges: [...after.edges, ...lost] },
    overlay,
    count: { added: count('added'), changed: count('changed'), removed: count('removed') },
  };
}

/** What is gone stands where it stood, or below whatever has taken its place. */
function free(place: { x: number; y: number }, steps: readonly GraphStep[]): { x: number; y: number } {
  const taken = ({ position: p }: GraphStep) => p && Math.abs(p.x - place.x) < 220 && Math.abs(p.y - place.y) < 90;
  return steps.some(taken) ? free({ x: place.x, y: place.y + 130 }, steps) : place;
}
