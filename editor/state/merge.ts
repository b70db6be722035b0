/** Two changes of one document made side by side: joined step by step, edge by edge; what both changed is asked. */
import type { Graph, GraphStep } from '#core/graph.ts';

/** `step`: its label or data; `edge`: where a port leads; `head`: name, hold-out …; `param`; `note`. */
export type Conflict = {
  kind: 'step' | 'edge' | 'head' | 'param' | 'note';
  /** Step id, `from port`, field, name or note id. */
  key: string;
  /** undefined: taken away. */
  mine: unknown;
  theirs: unknown;
};

export type Side = 'mine' | 'theirs';
export type Merged = { graph: Graph; conflicts: Conflict[] };
type Ask = (conflict: Conflict) => Side;

/** Conflicts stand as mine in `graph`, until `choose` says otherwise for each. */
export function merge(base: Graph, mine: Graph, theirs: Graph, choose: Ask = () => 'mine'): Merged {
  const conflicts: Conflict[] = [];
  const asked = (kind: Conflict['kind']) => (key: string, m: unknown, t: unknown) => {
    const conflict = { kind, key, mine: m, theirs: t };
    conflicts.push(conflict);
    return choose(conflict) === 'mine' ? m : t;
  };
  const steps = joined(byId(base.steps), byId(mine.steps), byId(theirs.steps), (key, b, m, t) =>
    b && m && t ? stepOf(b, m, t, asked('step')) : (asked('step')(key, m, t) as GraphStep | undefined),
  );
  const present = new Set(steps.map((s) => s.id));
  const edges = joined(byPort(base), byPort(mine), byPort(theirs), (key, _, m, t) => {
    // An edge that one side took away because its step went, follows the other side.
    if (!m || !present.has(m.to)) return t;
    if (!t || !present.has(t.to)) return m;
    return asked('edge')(key, m, t) as typeof m;
  }).filter((e) => present.has(e.from) && present.has(e.to));
  const notes = joined(notesOf(base), notesOf(mine), notesOf(theirs), (key, b, m, t) =>
    b && m && t && b.text === m.text ? { ...m, text: t.text } : (asked('note')(key, m, t) as typeof m),
  );
  const params = joined(
    new Map(Object.entries(base.params).map(([n, p]) => [n, [n, p] as const])),
    new Map(Object.entries(mine.params).map(([n, p]) => [n, [n, p] as const])),
    new Map(Object.entries(theirs.params).map(([n, p]) => [n, [n, p] as const])),
    (key, _, m, t) => asked('param')(key, m, t) as typeof m,
  );
  const head = joined(
    headOf(base),
    headOf(mine),
    headOf(theirs),
    (key, _, m, t) => asked('head')(key, m, t) as typeof m,
  );
  const graph = {
    ...Object.fromEntries(head),
    schema: theirs.schema,
    params: Object.fromEntries(params),
    steps,
    edges,
    ...(notes.length > 0 || mine.notes ? { notes } : {}),
  } as Graph;
  return { graph, conflicts };
}

/** Data is joined field by field; a place is no content: where both moved a card, mine stands. */
function stepOf(
  base: GraphStep,
  mine: GraphStep,
  theirs: GraphStep,
  ask: (key: string, m: unknown, t: unknown) => unknown,
): GraphStep {
  let clash = base.type !== mine.type || base.type !== theirs.type;
  const entries = joined(contentOf(base), contentOf(mine), contentOf(theirs), (_, __, m) => {
    clash = true;
    return m;
  });
  const { label, ...rest } = Object.fromEntries(entries) as { label?: string; [field: string]: unknown };
  const data = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name.slice(1), value]));
  const position = same(mine.position, base.position) ? theirs.position : mine.position;
  const whole = clash
    ? (ask(mine.id, mine, theirs) as GraphStep)
    : { id: mine.id, type: mine.type, ...(label === undefined ? {} : { label }), data };
  const made: GraphStep = { ...whole, ...(position ? { position } : {}) };
  return same(made, mine) ? mine : made;
}

/** The label and each field of the data, marked by a dot. */
function contentOf({ label, data }: GraphStep): Map<string, readonly [string, unknown]> {
  const content = new Map<string, readonly [string, unknown]>();
  if (label !== undefined) content.set('label', ['label', label]);
  for (const [name, value] of Object.entries(data)) content.set(`.${name}`, [`.${name}`, value]);
  return content;
}

/** In the order of theirs, what only I have behind it. Equal to mine: my object, so that nothing is drawn anew. */
function joined<T>(
  base: ReadonlyMap<string, T>,
  mine: ReadonlyMap<string, T>,
  theirs: ReadonlyMap<string, T>,
  both: (key: string, base: T | undefined, mine: T | undefined, theirs: T | undefined) => T | undefined,
): T[] {
  const keys = [...new Set([...theirs.keys(), ...mine.keys()])];
  return keys.flatMap((key) => {
    const [b, m, t] = [base.get(key), mine.get(key), theirs.get(key)];
    const kept = same(m, t) || same(b, t) ? m : same(b, m) ? t : both(key, b, m, t);
    return kept === undefined ? [] : [kept];
  });
}

const byId = (steps: readonly GraphStep[]) => new Map(steps.map((s) => [s.id, s]));
const byPort = ({ edges }: Graph) => new Map(edges.map((e) => [`${e.from} ${e.port}`, e]));
const notesOf = ({ notes = [] }: Graph) => new Map(notes.map((n) => [n.id ?? n.text, n]));

function headOf(graph: Graph): Map<string, readonly [string, unknown]> {
  const { schema: _, params: __, steps: ___, edges: ____, notes: _____, ...head } = graph;
  return new Map(Object.entries(head).map(([k, v]) => [k, [k, v] as const]));
}

export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length && keys.every((k) => Object.hasOwn(right, k) && same(left[k], right[k]))
  );
}
