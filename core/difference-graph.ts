/** What changed between two drawings of a chain, step by step and field by field; people read it before they publish. */
import { canonical } from '#core/canonical.ts';
import type { Graph, GraphStep } from '#core/graph.ts';

export type FieldChange = { field: string; before: unknown; after: unknown };

export type GraphChange =
  | { kind: 'added'; step: string; type: string; label: string | null }
  | { kind: 'removed'; step: string; type: string; label: string | null }
  | { kind: 'changed'; step: string; type: string; label: string | null; fields: FieldChange[] }
  | { kind: 'linked'; from: string; port: string; to: string }
  | { kind: 'unlinked'; from: string; port: string; to: string }
  | { kind: 'param'; name: string; before: unknown; after: unknown }
  | {
      kind: 'chain';
      field: (typeof OF_CHAIN)[number];
      before: unknown;
      after: unknown;
    };

const OF_CHAIN = ['name', 'zone', 'country', 'language', 'holdout', 'brand', 'weight'] as const;

/** Positions and notes change nothing for anybody: they are left out. */
export function graphDifference(before: Graph | null, after: Graph): GraphChange[] {
  const old: Graph = before ?? { ...after, params: {}, steps: [], edges: [] };
  const [was, is] = [byId(old.steps), byId(after.steps)];
  const changes: GraphChange[] = [];
  for (const field of OF_CHAIN) {
    // No control group and one of nobody are the same.
    const [a, b] = [old, after].map((graph) => graph[field] ?? (field === 'holdout' ? 0 : null));
    if (!same(a, b)) changes.push({ kind: 'chain', field, before: a, after: b });
  }
  for (const name of [...new Set([...Object.keys(old.params), ...Object.keys(after.params)])]) {
    const [a, b] = [old.params[name]?.value, after.params[name]?.value];
    if (!same(a, b)) changes.push({ kind: 'param', name, before: a ?? null, after: b ?? null });
  }
  for (const step of after.steps) {
    const former = was.get(step.id);
    const head = { step: step.id, type: step.type, label: step.label ?? null };
    if (!former) changes.push({ kind: 'added', ...head });
    else {
      const fields = fieldChanges(former, step);
      if (fields.length > 0) changes.push({ kind: 'changed', ...head, fields });
    }
  }
  for (const step of old.steps) {
    if (!is.has(step.id)) changes.push({ kind: 'removed', step: step.id, type: step.type, label: step.label ?? null });
  }
  const key = (e: Graph['edges'][number]) => `${e.from} ${e.port} ${e.to}`;
  const [wired, wires] = [new Set(old.edges.map(key)), new Set(after.edges.map(key))];
  for (const edge of after.edges) if (!wired.has(key(edge))) changes.push({ kind: 'linked', ...edge });
  for (const edge of old.edges) if (!wires.has(key(edge))) changes.push({ kind: 'unlinked', ...edge });
  return changes;
}

/** How each step of the drawing is to be marked. */
export function marksOf(changes: readonly GraphChange[]): Map<string, 'added' | 'removed' | 'changed'> {
  return new Map(
    changes.flatMap((c) =>
      c.kind === 'added' || c.kind === 'removed' || c.kind === 'changed' ? [[c.step, c.kind] as const] : [],
    ),
  );
}

function fieldChanges(before: GraphStep, after: GraphStep): FieldChange[] {
  const [a, b] = [flat(before), flat(after)];
  return [...new Set([...a.keys(), ...b.keys()])].flatMap((field) =>
    same(a.get(field), b.get(field)) ? [] : [{ field, before: a.get(field) ?? null, after: b.get(field) ?? null }],
  );
}

/** Fields by dotted path; lists and conditions are one field, for their parts mean nothing alone. */
function flat({ type, label, data }: GraphStep): Map<string, unknown> {
  const found = new Map<string, unknown>([['type', type]]);
  if (label !== undefined) found.set('label', label);
  const walk = (value: unknown, path: string) => {
    const deep = typeof value === 'object' && value !== null && !Array.isArray(value) && !WHOLE.test(path);
    if (!deep || 'param' in value) found.set(path, value);
    else for (const [k, v] of Object.entries(value)) walk(v, path === '' ? k : `${path}.${k}`);
  };
  walk(data, '');
  found.delete('');
  return found;
}

const WHOLE = /(^|\.)(filter|if|condition|defaults)$/;

function byId(steps: readonly GraphStep[]): Map<string, GraphStep> {
  return new Map(steps.map((step) => [step.id, step]));
}

function same(a: unknown, b: unknown): boolean {
  return a === b || canonical(a ?? null) === canonical(b ?? null);
}
