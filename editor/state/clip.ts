/** Steps taken out of a chain to be put into it once more, or into another: text on the clipboard. */
import { z } from 'zod';
import { type Graph, type GraphStep, graphEdgeSchema, graphStepSchema, paramSchema } from '#core/graph.ts';
import { freshId, type Place } from '#editor/state/document.ts';

const clipSchema = z.strictObject({
  jalon: z.literal('steps'),
  steps: z.array(graphStepSchema).min(1).max(1_000),
  edges: z.array(graphEdgeSchema).max(5_000),
  /** The parameters that the steps name. */
  params: z.record(z.string(), paramSchema),
});

export type Clip = z.output<typeof clipSchema>;

export function copySteps(graph: Graph, ids: ReadonlySet<string>): Clip | null {
  const steps = graph.steps.filter((s) => ids.has(s.id));
  if (steps.length === 0) return null;
  const text = JSON.stringify(steps);
  const used = Object.entries(graph.params).filter(
    ([name]) => text.includes(`{"param":"${name}"}`) || text.includes(`params.${name}`),
  );
  return {
    jalon: 'steps',
    steps,
    edges: graph.edges.filter((e) => ids.has(e.from) && ids.has(e.to)),
    params: Object.fromEntries(used),
  };
}

/** What was copied elsewhere is not steps: null. */
export function readClip(text: string): Clip | null {
  if (!text.includes('"jalon"')) return null;
  try {
    return clipSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** Put in under new ids; a second trigger stays out, a parameter that is there keeps its value. */
export function pasteSteps(
  graph: Graph,
  clip: Clip,
  at?: Place,
  random: () => number = Math.random,
): { graph: Graph; ids: string[] } {
  const hasEntry = graph.steps.some((s) => s.type === 'entry');
  const taken = clip.steps.filter((s) => s.type !== 'entry' || !hasEntry);
  const names = new Map<string, string>();
  let probe = graph;
  for (const step of taken) {
    const id = freshId(probe, step.id.replace(/-[0-9a-z]{4}$/, ''), random);
    names.set(step.id, id);
    probe = { ...probe, steps: [...probe.steps, { ...step, id }] };
  }
  const corner = {
    x: Math.min(...taken.map((s) => s.position?.x ?? 0)),
    y: Math.min(...taken.map((s) => s.position?.y ?? 0)),
  };
  const to = at ?? { x: corner.x + 40, y: corner.y + 140 };
  const steps = taken.map(
    (step): GraphStep => ({
      ...step,
      id: names.get(step.id)!,
      data: renamed(step.data, names) as GraphStep['data'],
      position: { x: (step.position?.x ?? 0) - corner.x + to.x, y: (step.position?.y ?? 0) - corner.y + to.y },
    }),
  );
  const edges = clip.edges.flatMap((e) => {
    const [from, target] = [names.get(e.from), names.get(e.to)];
    return from !== undefined && target !== undefined ? [{ from, port: e.port, to: target }] : [];
  });
  return {
    graph: {
      ...graph,
      params: { ...clip.params, ...graph.params },
      steps: [...graph.steps, ...steps],
      edges: [...graph.edges, ...edges],
    },
    ids: steps.map((s) => s.id),
  };
}

/** Dates and conditions that name a step copied with them follow it. */
function renamed(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((v) => renamed(v, names));
  const record = Object.fromEntries(Object.entries(value).map(([k, v]) => [k, renamed(v, names)]));
  if (record.kind === 'step' && typeof record.step === 'string') record.step = names.get(record.step) ?? record.step;
  if (typeof record.field === 'string' && typeof record.op === 'string') {
    record.field = record.field.replace(/^touch\.([^.]+)/, (whole, id: string) =>
      names.has(id) ? `touch.${names.get(id)}` : whole,
    );
  }
  return record;
}
