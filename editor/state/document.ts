/** Changes of the drawn document, each a pure function of the graph before; what is not touched stays the same object. */
import type { Graph, GraphEdge, GraphStep } from '#core/graph.ts';
import { mainPort, mayConnect, portsOf, takesEdges } from '#editor/state/ports.ts';

export type Place = { x: number; y: number };
export type NewStep = { id: string; type: string; label?: string; data?: Record<string, unknown>; position?: Place };
/** Where a new step is put in: behind a port, before whatever that port led to. */
export type Behind = { from: string; port: string };
export type Head = Pick<
  Graph,
  'name' | 'description' | 'zone' | 'country' | 'language' | 'holdout' | 'brand' | 'weight' | 'class'
>;
export type Param = Graph['params'][string];
export type Note = NonNullable<Graph['notes']>[number];

const STEP_WIDTH = 280;

export function stepOf(graph: Graph, id: string): GraphStep | undefined {
  return graph.steps.find((s) => s.id === id);
}

export function edgeOf(graph: Graph, from: string, port: string): GraphEdge | undefined {
  return graph.edges.find((e) => e.from === from && e.port === port);
}

/** Short, and hardly ever the same in two windows at once. */
export function freshId(graph: Graph, stem: string, random: () => number = Math.random): string {
  const taken = new Set([...graph.steps.map((s) => s.id), ...(graph.notes ?? []).map((n) => n.id)]);
  for (;;) {
    const id = `${stem}-${Math.floor(random() * 36 ** 4)
      .toString(36)
      .padStart(4, '0')}`;
    if (!taken.has(id)) return id;
  }
}

export function addStep(graph: Graph, step: NewStep, behind?: Behind): Graph {
  const made: GraphStep = { ...step, data: step.data ?? {} };
  const bare: Graph = { ...graph, steps: [...graph.steps, made] };
  if (!behind || !takesEdges(made)) return bare;
  const next = edgeOf(graph, behind.from, behind.port)?.to;
  const main = mainPort(made);
  const joined = connect(bare, behind.from, behind.port, made.id);
  return next !== undefined && main !== undefined ? connect(joined, made.id, main, next) : joined;
}

/** A step that is there already is put on an edge. */
export function insertOnEdge(graph: Graph, id: string, { from, port }: Behind): Graph {
  const step = stepOf(graph, id);
  const next = edgeOf(graph, from, port)?.to;
  if (!step || from === id || next === id || !takesEdges(step)) return graph;
  const joined = connect(graph, from, port, id);
  const main = mainPort(step);
  return next !== undefined && main !== undefined && !edgeOf(graph, id, main)
    ? connect(joined, id, main, next)
    : joined;
}

/** A port leads to one step: what it led to before is let go. */
export function connect(graph: Graph, from: string, port: string, to: string): Graph {
  if (!mayConnect(graph, from, port, to)) return graph;
  const at = graph.edges.findIndex((e) => e.from === from && e.port === port);
  const edge = { from, port, to };
  if (at < 0) return { ...graph, edges: [...graph.edges, edge] };
  return { ...graph, edges: graph.edges.map((e, i) => (i === at ? edge : e)) };
}

export function disconnect(graph: Graph, edges: readonly Behind[]): Graph {
  const gone = new Set(edges.map((e) => `${e.from} ${e.port}`));
  return { ...graph, edges: graph.edges.filter((e) => !gone.has(`${e.from} ${e.port}`)) };
}

/** Notes are moved by the same call: they have ids too. */
export function moveSteps(graph: Graph, places: ReadonlyMap<string, Place>): Graph {
  const moved = <T extends { id?: string; position?: Place }>(item: T): T => {
    const place = item.id === undefined ? undefined : places.get(item.id);
    if (!place || (place.x === item.position?.x && place.y === item.position?.y)) return item;
    return { ...item, position: { x: Math.round(place.x), y: Math.round(place.y) } };
  };
  return {
    ...graph,
    steps: graph.steps.map(moved),
    ...(graph.notes ? { notes: graph.notes.map(moved) } : {}),
  };
}

/** `data` is laid over what is there; `undefined` takes a field or the label away. */
export function editStep(
  graph: Graph,
  id: string,
  patch: { data?: Record<string, unknown>; label?: string | undefined },
): Graph {
  const before = stepOf(graph, id);
  if (!before) return graph;
  const after: GraphStep = {
    ...before,
    data: patch.data ? (without({ ...before.data, ...patch.data }) as GraphStep['data']) : before.data,
  };
  if ('label' in patch) {
    if (patch.label) after.label = patch.label;
    else delete after.label;
  }
  const steps = graph.steps.map((s) => (s.id === id ? after : s));
  return { ...graph, steps, edges: followPorts(graph.edges, before, after) };
}

/** One value deep in a step's data: `['when', 'days']`. `undefined` takes it away. */
export function setField(graph: Graph, id: string, path: readonly (string | number)[], value: unknown): Graph {
  const step = stepOf(graph, id);
  const [first] = path;
  if (!step || first === undefined) return graph;
  const data = put(step.data, path, value) as Record<string, unknown>;
  return editStep(graph, id, { data: { [first]: data[first] } });
}

/** `undefined` takes a field away, or an item out of its list. */
export function put(into: unknown, [first, ...rest]: readonly (string | number)[], value: unknown): unknown {
  if (first === undefined) return value;
  if (Array.isArray(into)) {
    const at = Number(first);
    if (rest.length === 0 && value === undefined) return into.filter((_, i) => i !== at);
    const copy = [...into];
    copy[at] = put(copy[at], rest, value);
    return copy;
  }
  const record = (typeof into === 'object' && into !== null ? into : {}) as Record<string, unknown>;
  return without({ ...record, [first]: put(record[first], rest, value) });
}

/** A port that only changed its name keeps its edge; one that is gone loses it. */
function followPorts(edges: readonly GraphEdge[], before: GraphStep, after: GraphStep): GraphEdge[] {
  const old = portsOf(before).map((p) => p.name);
  const now = portsOf(after).map((p) => p.name);
  if (old.join() === now.join()) return edges as GraphEdge[];
  return edges.flatMap((edge) => {
    if (edge.from !== after.id || now.includes(edge.port) || !old.includes(edge.port)) return [edge];
    const renamed = old.length === now.length ? now[old.indexOf(edge.port)] : undefined;
    return renamed !== undefined && !old.includes(renamed) ? [{ ...edge, port: renamed }] : [];
  });
}

/** What led to a step that goes now leads to where its main port led: the path stays whole. */
export function removeSteps(graph: Graph, ids: ReadonlySet<string>): Graph {
  const onward = (id: string): string | undefined => {
    const seen = new Set<string>();
    let at: string | undefined = id;
    while (at !== undefined && ids.has(at) && !seen.has(at)) {
      seen.add(at);
      const step = stepOf(graph, at);
      const main: string | undefined = step && mainPort(step);
      at = main === undefined ? undefined : edgeOf(graph, at, main)?.to;
    }
    return at !== undefined && ids.has(at) ? undefined : at;
  };
  const edges = graph.edges.flatMap((edge) => {
    if (ids.has(edge.from)) return [];
    if (!ids.has(edge.to)) return [edge];
    const to = onward(edge.to);
    return to === undefined || to === edge.from ? [] : [{ ...edge, to }];
  });
  const notes = graph.notes?.filter((n) => n.id === undefined || !ids.has(n.id));
  return { ...graph, steps: graph.steps.filter((s) => !ids.has(s.id)), edges, ...(notes ? { notes } : {}) };
}

/** One place up or down the main path: what stood there changes places with it. */
export function moveOnPath(graph: Graph, id: string, by: -1 | 1): Graph {
  const step = stepOf(graph, id);
  const main = step && mainPort(step);
  if (!step || main === undefined) return graph;
  if (by === 1) {
    const next = edgeOf(graph, id, main)?.to;
    return next === undefined ? graph : moveOnPath(graph, next, -1);
  }
  const into = graph.edges.find((e) => e.to === id && mainPort(stepOf(graph, e.from)!) === e.port);
  const before = into && stepOf(graph, into.from);
  if (!before || !takesEdges(before) || !takesEdges(step)) return graph;
  const after = edgeOf(graph, id, main)?.to;
  const edges = graph.edges.flatMap((e) => {
    if (e === into) return after === undefined || after === before.id ? [] : [{ ...e, to: after }];
    if (e.from === id && e.port === main) return [];
    return e.to === before.id && e.from !== id ? [{ ...e, to: id }] : [e];
  });
  const places = new Map<string, Place>();
  if (before.position && step.position) places.set(id, before.position).set(before.id, step.position);
  return moveSteps({ ...graph, edges: [...edges, { from: id, port: main, to: before.id }] }, places);
}

/** `undefined` takes it away. */
export function setParam(graph: Graph, name: string, param: Param | undefined): Graph {
  const { [name]: _, ...others } = graph.params;
  if (param === undefined) return { ...graph, params: others };
  return { ...graph, params: { ...graph.params, [name]: param } };
}

export function setHead(graph: Graph, patch: { [K in keyof Head]?: Head[K] | undefined }): Graph {
  const laid = { ...graph, ...patch, name: patch.name?.trim() ? patch.name : graph.name };
  return without(laid) as Graph;
}

export function addNote(graph: Graph, note: Note & { id: string }): Graph {
  return { ...graph, notes: [...(graph.notes ?? []), note] };
}

export function editNote(graph: Graph, id: string, text: string): Graph {
  return { ...graph, notes: (graph.notes ?? []).map((n) => (n.id === id ? { ...n, text } : n)) };
}

/** Where a step lands that was put behind another. */
export function placeBehind(graph: Graph, from: string | undefined): Place {
  const before = from === undefined ? undefined : stepOf(graph, from)?.position;
  if (!before) return { x: 0, y: graph.steps.reduce((low, s) => Math.max(low, (s.position?.y ?? 0) + 150), 0) };
  let place = { x: before.x + STEP_WIDTH, y: before.y };
  const crowded = () =>
    graph.steps.some(
      ({ position: p }) => p && Math.abs(p.x - place.x) < STEP_WIDTH - 40 && Math.abs(p.y - place.y) < 110,
    );
  while (crowded()) place = { x: place.x, y: place.y + 150 };
  return place;
}

function without(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}

/** A note that the API made may have neither a name nor a place. */
export function placedNotes({ notes = [] }: Graph): (Note & { id: string; position: Place; named: boolean })[] {
  return notes.map((note, i) => ({
    ...note,
    id: note.id ?? `note ${i}`,
    position: note.position ?? { x: i * 240, y: -160 },
    named: note.id !== undefined,
  }));
}
