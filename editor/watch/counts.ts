/** The live counts of a chain as marks on its drawing; words and numbers are given, so that it can be read without a page. */
import type { ChainLive } from '#api/routes/live.ts';
import type { Graph, GraphStep } from '#core/graph.ts';
import { portsOf } from '#editor/state/ports.ts';
import { type EdgeMark, edgeName, type Figure, type Overlay, type StepMark } from '#editor/watch/overlay.ts';

/** Of a chain: who is or was at a step, or left it by a port; without a step who is inside, or how they ended. */
export type Behind = {
  step?: string;
  at?: 'here' | 'due' | 'passed';
  port?: string;
  state?: 'live';
  outcome?: 'goal';
};

export type Say = {
  number: (value: number, digits?: number) => string;
  word: (key: string) => string;
  /** Where the customers behind a number are listed; null: the reader may not see them, or they cannot be told apart. */
  link: ((of: Behind) => string) | null;
  language?: 'en' | 'fr';
};
export type Way = { port: string; name: string; count: string; share: string; part: number; href: string | undefined };
export type Counted = { overlay: Overlay; ways: ReadonlyMap<string, Way[]> };

type Count = ChainLive['steps'][number];
const NOTHING = { here: 0, due: 0, passed: 0, customers: 0, ports: {} };

export function countsOf(graph: Graph, live: ChainLive, say: Say): Counted {
  const counts = new Map(live.steps.map((s) => [s.step, s]));
  const of = (id: string): Count => counts.get(id) ?? { step: id, ...NOTHING };
  const goals = graph.steps.filter((s) => s.type === 'goal' && s.data.kind !== 'exit');
  const steps = new Map<string, StepMark>();
  const ways = new Map<string, Way[]>();
  for (const step of graph.steps) {
    steps.set(step.id, { figures: figuresOf(step, of(step.id), { live, only: goals.length === 1, say }) });
    ways.set(step.id, waysOf(step, of(step.id), say));
  }
  const edges = new Map(graph.edges.map((edge) => [edgeName(edge), edgeMark(edge)]));
  return { overlay: { steps, edges }, ways };

  function edgeMark({ from, port }: Graph['edges'][number]): EdgeMark {
    const isEntry = graph.steps.find((s) => s.id === from)?.type === 'entry';
    const count = isEntry ? live.entered : (of(from).ports[port] ?? 0);
    const all = isEntry ? live.entered : of(from).passed;
    const share = all === 0 || count === all ? '' : ` · ${percent(count / all, say)}`;
    return {
      label: `${say.number(count)}${share}`,
      how: say.word('how.ports'),
      width: live.entered === 0 ? 1.5 : 1.5 + 4 * Math.min(1, count / live.entered),
    };
  }
}

function percent(part: number, { number, language }: Say): string {
  return `${number(part * 100)}${language === 'fr' ? '\u202f' : ''}%`;
}

type Whole = { live: ChainLive; only: boolean; say: Say };

function figuresOf(step: GraphStep, count: Count, { live, only, say }: Whole): Figure[] {
  const figure = (key: string, value: string, href?: string): Figure => ({
    ...{ key, name: say.word(key), short: say.word(`short.${key}`), value, how: say.word(`how.${key}`), href },
  });
  const link = (value: number, of: Behind) => (value > 0 ? say.link?.(of) : undefined);
  const at = step.id;
  if (step.type === 'entry') return [figure('entered', say.number(live.entered), link(live.entered, {}))];
  if (step.type === 'goal') {
    const reached = () => figure('goal', say.number(live.goal), link(live.goal, { outcome: 'goal' }));
    return only && step.data.kind !== 'exit' ? [reached()] : [];
  }
  const passed: Behind = { step: at, at: 'passed' };
  if (step.type === 'end') return [figure('ended', say.number(count.passed), link(count.passed, passed))];
  return [
    figure('here', say.number(count.here), link(count.here, { step: at, state: 'live' })),
    figure('due', say.number(count.due), link(count.due, { step: at, at: 'due', state: 'live' })),
    figure('passed', say.number(count.passed), link(count.passed, passed)),
    figure('customers', say.number(count.customers), link(count.customers, passed)),
  ];
}

function waysOf(step: GraphStep, { ports, passed }: Count, say: Say): Way[] {
  const named = portsOf(step);
  return Object.entries(ports)
    .filter(([port]) => port !== 'end')
    .map(([port, count]) => ({
      port,
      name: named.find((p) => p.name === port)?.label[say.language ?? 'en'] || port,
      count: say.number(count),
      share: percent(passed === 0 ? 0 : count / passed, say),
      part: passed === 0 ? 0 : count / passed,
      href: count > 0 ? say.link?.({ step: step.id, at: 'passed', port }) : undefined,
    }));
}

/** How many stand at steps that the drawing shown does not have. */
export function strayed(graph: Graph, live: ChainLive): number {
  const known = new Set(graph.steps.map((s) => s.id));
  return live.steps.reduce((sum, s) => sum + (known.has(s.step) ? 0 : s.here), 0);
}
