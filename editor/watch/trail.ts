/** One customer's way as visits of the drawing's steps, in order, each with the contacts made there. */
import type { Graph } from '#core/graph.ts';
import type { EnrolmentAnswer, TouchLine } from '#editor/data/path.ts';

export type Visit = {
  step: string;
  arrived: string;
  /** null: still there. */
  left: string | null;
  /** The way out that was taken. */
  port: string | null;
  contacts: TouchLine[];
};

type Way = Pick<EnrolmentAnswer, 'path' | 'state' | 'step' | 'enteredAt'>;

export function trailOf(graph: Graph, way: Way, contacts: readonly TouchLine[]): Visit[] {
  const entry = graph.steps.find((s) => s.type === 'entry');
  const visits: Visit[] = [];
  if (entry) visits.push({ step: entry.id, arrived: way.enteredAt, left: way.enteredAt, port: 'done', contacts: [] });
  let at = way.enteredAt;
  let open: Visit | undefined;
  // A card is several steps of what runs: what follows one another under its name is one visit.
  for (const hop of way.path) {
    if (open?.step === hop.step) Object.assign(open, { left: hop.at, port: hop.port });
    else {
      open = { step: hop.step, arrived: at, left: hop.at, port: hop.port, contacts: [] };
      visits.push(open);
    }
    at = hop.at;
  }
  if (way.state === 'live') {
    if (open?.step === way.step) Object.assign(open, { left: null, port: null });
    else visits.push({ step: way.step, arrived: at, left: null, port: null, contacts: [] });
  }
  for (const contact of [...contacts].reverse()) {
    const there = visits.filter((v) => v.step === contact.step);
    const during = there.find((v) => v.left === null || contact.judgedAt <= v.left);
    (during ?? there.at(-1))?.contacts.push(contact);
  }
  return visits;
}

/** The edges that were walked, by `from port to`. */
export function walkedEdges(graph: Graph, visits: readonly Visit[]): Map<string, string> {
  const walked = new Map<string, string>();
  for (const [i, visit] of visits.entries()) {
    const next = visits[i + 1];
    if (!next || visit.left === null) continue;
    const between = graph.edges.filter((e) => e.from === visit.step && e.to === next.step);
    // A way out without an edge of its own follows the main one.
    const edge = between.find((e) => e.port === visit.port) ?? between[0];
    if (edge) walked.set(`${edge.from} ${edge.port} ${edge.to}`, visit.left);
  }
  return walked;
}
