/** The ports of a step as it stands, finished or not; the main one first. */
import type { Graph, GraphStep } from '#core/graph.ts';
import { stepTypeOf } from '#core/steps/index.ts';
import type { Port } from '#core/steps/step.ts';

/** Without checking the data: what is unfinished has the ports that can already be told. */
export function portsOf(step: GraphStep): Port[] {
  const type = stepTypeOf(step.type);
  if (!type) return [];
  try {
    return type.ports(step.data).flatMap((port) => (typeof port.name === 'string' ? [readable(port)] : []));
  } catch {
    return [];
  }
}

/** Where a label is a parameter, the port's own name stands for it. */
function readable(port: Port): Port {
  const { en, fr } = port.label;
  return typeof en === 'string' && typeof fr === 'string' ? port : { ...port, label: { en: port.name, fr: port.name } };
}

export function mainPort(step: GraphStep): string | undefined {
  return portsOf(step)[0]?.name;
}

/** Whether an edge may lead into it: nothing leads into a trigger, and a goal stands beside the path. */
export function takesEdges(step: GraphStep): boolean {
  const type = stepTypeOf(step.type);
  return type !== undefined && type.family !== 'entry' && type.exit === undefined;
}

/** What of an edge can be said while it is being drawn. */
export function mayConnect(graph: Graph, from: string, port: string, to: string): boolean {
  const source = graph.steps.find((s) => s.id === from);
  const target = graph.steps.find((s) => s.id === to);
  if (!source || !target || from === to) return false;
  return takesEdges(target) && portsOf(source).some((p) => p.name === port);
}
