/** How the steps of a graph hang together: what is wrong with its edges and its loops. */
import { type Node, problem } from '#core/compile-data.ts';
import type { Graph, GraphEdge, GraphStep } from '#core/graph.ts';
import type { Problem } from '#core/problem.ts';
import { stepTypeOf } from '#core/steps/index.ts';
import type { When } from '#core/when.ts';
import type { Wording } from '#core/wording/index.ts';

/** Steps by id, those with trusted data as nodes, and the edges that lead from a step to a step. */
export type Wiring = {
  graph: Graph;
  words: Wording;
  steps: Map<string, GraphStep>;
  nodes: Map<string, Node>;
  /** From step id, by port. */
  out: Map<string, Map<string, string>>;
};

export function wire(graph: Graph, nodes: readonly Node[], words: Wording): { wiring: Wiring; problems: Problem[] } {
  const problems: Problem[] = [];
  const steps = new Map<string, GraphStep>();
  for (const step of graph.steps) {
    if (steps.has(step.id)) problems.push(problem(words, step, 'duplicate_step', 'id', words.duplicateStep));
    else steps.set(step.id, step);
  }
  const wiring: Wiring = { graph, words, steps, nodes: new Map(nodes.map((n) => [n.id, n])), out: new Map() };
  for (const edge of graph.edges) {
    const wrong = edgeProblem(edge, wiring);
    if (wrong) problems.push(wrong);
    else targets(wiring, edge.from).set(edge.port, edge.to);
  }
  return { wiring, problems };
}

export function structureProblems(wiring: Wiring): Problem[] {
  return [...entryProblems(wiring), ...unconnected(wiring), ...unreachable(wiring), ...endless(wiring)];
}

export function entryOf(wiring: Wiring): GraphStep | undefined {
  return wiring.graph.steps.find((s) => s.type === 'entry');
}

/** Targets in the order of the ports, the main one first; those of unknown ports last. */
export function successors(wiring: Wiring, id: string): string[] {
  const out = targets(wiring, id);
  const node = wiring.nodes.get(id);
  if (!node) return [...out.values()];
  return node.type.ports(node.data).flatMap((port) => out.get(port.name) ?? []);
}

/** Steps from the entry on, each before those it leads to; a loop is cut where it leads back. */
export function inOrder(wiring: Wiring): string[] {
  const entry = entryOf(wiring);
  const done = new Set<string>();
  const order: string[] = [];
  const stack: { id: string; rest: string[] }[] = [];
  const enter = (id: string) => {
    done.add(id);
    stack.push({ id, rest: successors(wiring, id) });
  };
  if (entry) enter(entry.id);
  for (let top = stack.at(-1); top; top = stack.at(-1)) {
    // The main path is followed last, so that it comes first and in one piece.
    const next = top.rest.pop();
    if (next === undefined) {
      order.push(top.id);
      stack.pop();
    } else if (!done.has(next)) enter(next);
  }
  return order.reverse();
}

function targets(wiring: Wiring, id: string): Map<string, string> {
  let out = wiring.out.get(id);
  if (!out) {
    out = new Map();
    wiring.out.set(id, out);
  }
  return out;
}

function edgeProblem({ from, port, to }: GraphEdge, wiring: Wiring): Problem | undefined {
  const { words } = wiring;
  const source = wiring.steps.get(from);
  const target = wiring.steps.get(to);
  const field = `edges.${from}.${port}`;
  if (!source) return { code: 'edge_from_missing', field, message: words.edgeFromMissing(from) };
  if (!target) return problem(words, source, 'edge_to_missing', port, words.edgeToMissing(port, to));
  const type = stepTypeOf(target.type);
  if (type?.entry) return problem(words, source, 'edge_into_entry', port, words.edgeIntoEntry(port));
  if (type?.exit) {
    return problem(words, source, 'edge_into_goal', port, words.edgeIntoGoal(port, to));
  }
  const node = wiring.nodes.get(from);
  const names = node?.type.ports(node.data).map((p) => p.name);
  if (names && !names.includes(port)) {
    return problem(words, source, 'unknown_port', port, words.unknownPort(port, names));
  }
  if (targets(wiring, from).has(port)) {
    return problem(words, source, 'port_used_twice', port, words.portUsedTwice(port));
  }
  return undefined;
}

function entryProblems({ graph, words }: Wiring): Problem[] {
  const [first, ...others] = graph.steps.filter((s) => s.type === 'entry');
  if (!first) return [{ code: 'no_entry', message: words.noEntry }];
  return others.map((s) => problem(words, s, 'two_entries', undefined, words.twoEntries(called(first, words))));
}

function unconnected(wiring: Wiring): Problem[] {
  return [...wiring.nodes.values()].flatMap((node) =>
    node.type
      .ports(node.data)
      .filter((port) => !port.optional && !wiring.graph.edges.some((e) => e.from === node.id && e.port === port.name))
      .map(({ name, label }) => {
        const called = label[wiring.words.language] || name;
        return problem(wiring.words, node.step, 'unconnected_port', name, wiring.words.unconnected(called));
      }),
  );
}

function unreachable(wiring: Wiring): Problem[] {
  if (!entryOf(wiring)) return [];
  const reached = new Set(inOrder(wiring));
  return [...wiring.steps.values()]
    .filter((s) => !reached.has(s.id) && s.type !== 'entry' && !stepTypeOf(s.type)?.exit)
    .map((s) => problem(wiring.words, s, 'unreachable', undefined, wiring.words.unreachable));
}

/** As its card says it. */
function called(step: GraphStep, words: Wording): string {
  return step.label || (stepTypeOf(step.type)?.label[words.language] ?? step.id);
}

/** Loops that a customer could run through without time passing. */
function endless(wiring: Wiring): Problem[] {
  const still = circling(
    wiring,
    [...wiring.steps.keys()].filter((id) => !takesTime(wiring.nodes.get(id))),
  );
  const reported = new Set<string>();
  return [...still].flatMap((id) => {
    const loop = reported.has(id) ? undefined : loopThrough(id, wiring, still);
    if (!loop) return [];
    for (const step of loop) reported.add(step);
    const { words } = wiring;
    const names = [...loop, id].map((one) => called(wiring.steps.get(one)!, words));
    return [problem(words, wiring.steps.get(id)!, 'endless_loop', undefined, words.endless(names))];
  });
}

/** Of `ids`, those left when again and again each that leads to none of the others is taken away. */
function circling(wiring: Wiring, ids: readonly string[]): Set<string> {
  const left = new Set(ids);
  const onward = new Map(ids.map((id) => [id, successors(wiring, id).filter((next) => left.has(next)).length]));
  const before = new Map<string, string[]>();
  for (const id of ids) {
    for (const next of successors(wiring, id)) before.set(next, [...(before.get(next) ?? []), id]);
  }
  const loose = ids.filter((id) => onward.get(id) === 0);
  for (const id of loose) {
    left.delete(id);
    for (const previous of before.get(id) ?? []) {
      const rest = onward.get(previous)! - 1;
      onward.set(previous, rest);
      if (rest === 0) loose.push(previous);
    }
  }
  return left;
}

function loopThrough(start: string, wiring: Wiring, among: ReadonlySet<string>): string[] | undefined {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (const id of queue) {
    for (const next of successors(wiring, id)) {
      if (next === start) {
        const path = [id];
        while (path[0] !== start) path.unshift(cameFrom.get(path[0]!)!);
        return path;
      }
      if (!among.has(next) || cameFrom.has(next)) continue;
      cameFrom.set(next, id);
      queue.push(next);
    }
  }
  return undefined;
}

/** Dates that count from what is over (trigger, a fixed date) have passed the second time round. */
function takesTime(node: Node | undefined): boolean {
  if (!node) return false;
  return node.type
    .expand(node.data, { step: node.id, brand: '' })
    .some((op) => (op.kind === 'sleep' && moves(op.when)) || (op.kind === 'listen' && moves(op.until)));
}

function moves({ anchor, days = 0, hours = 0, minutes = 0 }: When): boolean {
  if (anchor.kind === 'profile') return anchor.yearly === true;
  return (anchor.kind === 'arrival' || anchor.kind === 'step') && days * 1_440 + hours * 60 + minutes > 0;
}
