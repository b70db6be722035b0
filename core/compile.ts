/** Makes of the graph a marketer drew the plan that runs, or says what is wrong with it, naming step and field. */
import { canonical } from '#core/canonical.ts';
import { type Node, paramProblems, problem, readStep } from '#core/compile-data.ts';
import { referenceProblems } from '#core/compile-references.ts';
import { entryOf, inOrder, structureProblems, successors, type Wiring, wire } from '#core/compile-wiring.ts';
import type { Happened } from '#core/condition.ts';
import { filledIn } from '#core/contents/filling.ts';
import type { Templates } from '#core/contents/reference.ts';
import { isZone } from '#core/date.ts';
import type { Graph } from '#core/graph.ts';
import { sha256 } from '#core/hash.ts';
import { idleTests } from '#core/idle.ts';
import type { EntryRule, Exit, Op, Plan, PlanBody, PlanStep } from '#core/plan.ts';
import type { Problem } from '#core/problem.ts';
import type { When } from '#core/when.ts';
import { type Language, type Wording, wordingOf } from '#core/wording/index.ts';

/** Looks into a channel's content for what a schema cannot see, such as the syntax of its Liquid. */
export type ContentCheck = (
  channel: string,
  content: unknown,
  language?: Language,
) => { field: string; message: string }[];

export type CompileOptions = {
  checkContent?: ContentCheck;
  /** What templates hold. Whoever keeps the plan must give it; without it references are left as they are. */
  templates?: Templates;
  /** Of the problems; absent: English. */
  language?: Language;
};

export type Compiled = { plan: Plan; warnings: Problem[] } | { problems: Problem[] };

export function compile(graph: Graph, options: CompileOptions = {}): Compiled {
  const words = wordingOf(options.language ?? 'en');
  const read = graph.steps.map((step) => readStep(step, graph.params, words));
  const drawn = read.filter((r): r is Node => !Array.isArray(r));
  const { templates } = options;
  const filled = templates ? drawn.map((node) => filledIn(node, templates, words)) : drawn;
  const nodes = filled.map((node, i) => ('code' in node ? drawn[i]! : node));
  const { wiring, problems } = wire(graph, nodes, words);
  const all = [
    ...graphProblems(graph, words),
    ...read.flatMap((r) => (Array.isArray(r) ? r : [])),
    ...filled.filter((node): node is Problem => 'code' in node),
    ...problems,
    ...structureProblems(wiring),
    ...referenceProblems(wiring),
    ...nodes.flatMap((node) => contentProblems(node, words, options)),
  ];
  if (all.length > 0) return { problems: all };
  const body = bodyOf(wiring);
  return { plan: { ...body, hash: sha256(canonical(body)) }, warnings: warningsOf(wiring, body) };
}

function graphProblems(graph: Graph, words: Wording): Problem[] {
  const zone: Problem[] =
    graph.zone === undefined || isZone(graph.zone)
      ? []
      : [
          {
            code: 'bad_zone',
            field: 'zone',
            message: words.zone(graph.zone),
          },
        ];
  return [...zone, ...paramProblems(graph, words)];
}

function contentProblems(node: Node, words: Wording, { checkContent }: CompileOptions): Problem[] {
  if (!checkContent) return [];
  return node.type
    .expand(node.data, { step: node.id, brand: '' })
    .flatMap((op) =>
      op.kind === 'touch'
        ? checkContent(op.touch.channel, op.touch.content, words.language).map(({ field, message }) =>
            problem(words, node.step, 'bad_content', `content.${field}`, words.field(`content.${field}`, message)),
          )
        : [],
    );
}

function bodyOf(wiring: Wiring): PlanBody {
  const { graph } = wiring;
  const entry = ruleOf(wiring);
  const steps = withKey(numbered(wiring), entry.key);
  const exits = withKey(exitsOf(wiring), entry.key);
  const matches = [
    ...exits.flatMap((exit) => exit.on),
    ...steps.flatMap(({ op }) => (op.kind === 'listen' ? op.on.map((o) => o.match) : [])),
  ];
  return {
    schema: 1,
    name: graph.name,
    ...(graph.zone === undefined ? {} : { zone: graph.zone }),
    ...(graph.country === undefined ? {} : { country: graph.country }),
    ...(graph.language === undefined ? {} : { language: graph.language }),
    params: Object.fromEntries(Object.entries(graph.params).map(([name, { value }]) => [name, value])),
    entry,
    exits,
    holdout: graph.holdout ?? 0,
    listens: [...new Set(matches.map((m) => m.event))].sort(),
    steps,
  };
}

function ruleOf(wiring: Wiring): EntryRule {
  const entry = wiring.nodes.get(entryOf(wiring)!.id)!;
  return entry.type.entry!(entry.data);
}

function exitsOf({ nodes }: Wiring): Exit[] {
  return [...nodes.values()].flatMap(({ id, type, data }) => {
    const exit = type.exit?.(data);
    return exit ? [{ step: id, ...exit }] : [];
  });
}

function numbered(wiring: Wiring): PlanStep[] {
  const expanded = inOrder(wiring).map((id) => ({ id, ops: expand(wiring, wiring.nodes.get(id)!) }));
  const first = new Map<string, number>();
  let number = 0;
  for (const { id, ops } of expanded) {
    first.set(id, number);
    number += ops.length;
  }
  return expanded.flatMap(({ id, ops }) =>
    ops.map((op, i): PlanStep => {
      const inner = i < ops.length - 1;
      return { step: id, op, next: inner ? { done: first.get(id)! + i + 1 } : exitsFrom(wiring, id, first) };
    }),
  );
}

function expand(wiring: Wiring, node: Node): Op[] {
  const { graph } = wiring;
  return node.type.expand(node.data, {
    step: node.id,
    brand: graph.brand ?? 'default',
    weight: graph.weight,
    next: nextDate(wiring, node.id),
  });
}

/**
 * In the order in which Postgres keeps the keys of a jsonb (by length, then by letter), so that a plan read back
 * numbers its ports as it did before.
 */
function exitsFrom(wiring: Wiring, id: string, first: ReadonlyMap<string, number>): Record<string, number> {
  const out = [...(wiring.out.get(id) ?? [])].map(([port, to]) => [port, first.get(to)!] as const);
  return Object.fromEntries(out.sort(([a], [b]) => a.length - b.length || (a < b ? -1 : 1)));
}

/** Tells conditions which property `sameKey` compares, so that they can be answered without the plan. */
function withKey<T>(value: T, key: string | undefined): T {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((v) => withKey(v, key)) as T;
  const copy = Object.fromEntries(Object.entries(value).map(([k, v]) => [k, withKey(v, key)])) as Partial<Happened>;
  if (key !== undefined && copy.happened?.sameKey) copy.happened = { ...copy.happened, key };
  return copy as T;
}

/** The date of the next dated step on the main path. */
function nextDate(wiring: Wiring, from: string): When | undefined {
  const seen = new Set([from]);
  for (let id = successors(wiring, from)[0]; id !== undefined && !seen.has(id); id = successors(wiring, id)[0]) {
    seen.add(id);
    const node = wiring.nodes.get(id);
    if (node?.type.dated) return node.type.dated(node.data);
  }
  return undefined;
}

function warningsOf(wiring: Wiring, body: PlanBody): Problem[] {
  const warnings: Problem[] = [];
  const warn = (code: string, message: string, step?: string, field?: string) =>
    warnings.push({ code, message, severity: 'warning', ...(step ? { step } : {}), ...(field ? { field } : {}) });
  const { entry } = body;
  const { words } = wiring;
  const start = entryOf(wiring)!.id;
  if (body.exits.length === 0) warn('no_goal', words.noGoal);
  if (entry.inside === 'beside' && entry.reentry.kind === 'never' && entry.key === undefined) {
    warn('never_beside', words.neverBeside(start), start, 'inside');
  }
  if (entry.event === undefined) {
    for (const { step, op } of body.steps) {
      if (op.kind === 'sleep' && op.when.anchor.kind === 'event') {
        warn('no_event', words.noEvent(step), step, 'when.anchor');
      }
    }
  }
  for (const [id, { data }] of wiring.nodes) {
    for (const { field, flaw, value } of idleTests(data)) {
      if (flaw === 'empty') warn('no_value', words.noValue(id), id, field);
      else warn('no_number', words.notANumber(id, value), id, field);
    }
  }
  const used = JSON.stringify([wiring.graph.steps, [...wiring.nodes.values()].map(({ data }) => data)]);
  for (const name of Object.keys(body.params)) {
    if (used.includes(`{"param":"${name}"}`) || used.includes(`params.${name}`)) continue;
    warn('unused_param', words.unusedParam(name), undefined, `params.${name}`);
  }
  return warnings;
}
