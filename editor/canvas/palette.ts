/** What the palette holds, family by family, and what each begins with. */
import type { Graph, GraphStep } from '#core/graph.ts';
import type { Family } from '#core/steps/step.ts';
import { dayOf, tailOf } from '#editor/canvas/card.ts';
import {
  addStep,
  type Behind,
  freshId,
  type NewStep,
  type Place,
  placeBehind,
  stepOf,
} from '#editor/state/document.ts';
import { mainPort, portsOf, takesEdges } from '#editor/state/ports.ts';
import { contentOf, type Quick } from '#editor/state/quick.ts';

export const PALETTE: readonly { family: Family; signs: readonly string[] }[] = [
  { family: 'entry', signs: ['entry'] },
  { family: 'contact', signs: ['email', 'letter', 'call', 'sms', 'other'] },
  { family: 'wait', signs: ['wait', 'waitfor'] },
  { family: 'branch', signs: ['condition', 'split'] },
  { family: 'goal', signs: ['goal'] },
  { family: 'flow', signs: ['enter', 'leave', 'end'] },
];

const CONTACTS = new Set(PALETTE.find((p) => p.family === 'contact')!.signs);

const BEGINS: Record<string, Record<string, unknown>> = {
  wait: { for: { days: 3 } },
  waitfor: { events: [{ event: '' }], for: { days: 3 } },
  split: {
    arms: [
      { port: 'a', share: 50 },
      { port: 'b', share: 50 },
    ],
  },
  goal: { kind: 'goal', on: [{ event: '' }] },
};

export function newStep(graph: Graph, sign: string, behind?: Behind): NewStep {
  if (!CONTACTS.has(sign)) return { id: freshId(graph, sign), type: sign, data: BEGINS[sign] ?? {} };
  const before = behind && stepOf(graph, behind.from);
  const day = before && before.type === 'contact' ? dayOf(before) : undefined;
  const days = day === undefined ? {} : { days: day + 7 };
  return {
    id: freshId(graph, sign === 'other' ? 'task' : sign),
    type: 'contact',
    data: {
      channel: sign === 'email' ? 'email' : 'task',
      class: graph.class ?? 'commercial',
      when: { anchor: { kind: 'trigger' }, ...days },
      content: contentOf(sign, ''),
    },
  };
}

export function stepOfQuick(graph: Graph, quick: Quick): NewStep {
  const { type, stem, label, data } = quick;
  return { id: freshId(graph, stem), type, data, ...(label === undefined ? {} : { label }) };
}

/** Behind the one chosen step; behind what leads to it, where nothing can follow it; else at the end of the path. */
export function behindOf(graph: Graph, selection: ReadonlySet<string>): Behind | undefined {
  const step = selection.size === 1 ? stepOf(graph, [...selection][0]!) : undefined;
  const port = step && openPort(graph, step);
  if (step && port !== undefined) return { from: step.id, port };
  const into = step && graph.edges.find((e) => e.to === step.id);
  return into ? { from: into.from, port: into.port } : tailOf(graph);
}

/** Of the ways that must lead somewhere the first that leads nowhere yet; else the main one, into which is put. */
function openPort(graph: Graph, step: GraphStep): string | undefined {
  const taken = new Set(graph.edges.filter((e) => e.from === step.id).map((e) => e.port));
  return portsOf(step).find(({ name, optional }) => !optional && !taken.has(name))?.name ?? mainPort(step);
}

/** Put in where it belongs; what stood further on makes room. */
export function placed(graph: Graph, step: NewStep, behind: Behind | undefined, at?: Place): Graph {
  const onPath = takesEdges({ ...step, data: step.data ?? {} });
  const from = onPath ? behind?.from : undefined;
  const place = at ?? placeBehind(graph, from);
  const next =
    at || !behind || !onPath ? undefined : graph.edges.find((e) => e.from === behind.from && e.port === behind.port);
  const before = from === undefined ? undefined : stepOf(graph, from)?.position;
  if (!next || !before) return addStep(graph, { ...step, position: place }, onPath ? behind : undefined);
  const shifted = graph.steps.map((s) =>
    s.position && s.position.x > before.x + 100 && Math.abs(s.position.y - before.y) < 60
      ? { ...s, position: { x: s.position.x + 288, y: s.position.y } }
      : s,
  );
  return addStep({ ...graph, steps: shifted }, { ...step, position: { x: before.x + 288, y: before.y } }, behind);
}
