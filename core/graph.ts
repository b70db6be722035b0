/** The graph: the document a marketer draws. Kept as drawn, even unfinished; `compile` says what is still wrong with it. */
import { z } from 'zod';
import { languageTag } from '#core/language.ts';
import type { Problem } from '#core/problem.ts';
import { inWords, type Language, type Wording, wordingOf } from '#core/wording/index.ts';

export const GRAPH_SCHEMA = 1;
const MAX_DEPTH = 100;

const id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'expected 1 to 64 letters, digits, _ or -');
const text = z.string().max(2_000);

export const paramSchema = z.strictObject({
  type: z.enum(['days', 'number', 'text', 'date', 'offer', 'boolean']),
  label: text.exactOptional(),
  value: z.union([z.string().max(10_000), z.number(), z.boolean()]),
});

const position = z.strictObject({ x: z.number(), y: z.number() });

export const graphStepSchema = z.strictObject({
  id,
  type: z.string().min(1).max(64),
  label: text.exactOptional(),
  /** Belongs to the type: checked by `compile`. Any value may be `{ "param": "X" }`. */
  data: z.record(z.string(), z.unknown()).default({}),
  position: position.exactOptional(),
});

export const graphEdgeSchema = z.strictObject({ from: id, port: z.string().min(1).max(64), to: id });

const note = z.strictObject({
  id: id.exactOptional(),
  text,
  position: position.exactOptional(),
  step: id.exactOptional(),
});

export const graphSchema = z.strictObject({
  schema: z.literal(GRAPH_SCHEMA),
  name: z.string().trim().min(1).max(200),
  description: text.exactOptional(),
  /** For customers that have none of their own. */
  zone: z.string().max(64).exactOptional(),
  country: z.string().max(8).exactOptional(),
  /** Of customers whose own is not known. */
  language: languageTag.exactOptional(),
  /** Percent held out at entry as the chain's control group. */
  holdout: z.number().min(0).max(50).exactOptional(),
  /** Defaults of the contacts. */
  brand: z.string().min(1).max(64).exactOptional(),
  weight: z.number().min(0).max(10).exactOptional(),
  /** What a new contact begins with. Never service: those pass where consent is missing, and say so themselves. */
  class: z.enum(['information', 'commercial']).exactOptional(),
  params: z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/), paramSchema).default({}),
  steps: z.array(graphStepSchema).max(1_000),
  edges: z.array(graphEdgeSchema).max(5_000).default([]),
  notes: z.array(note).max(500).exactOptional(),
});

export type Graph = z.output<typeof graphSchema>;
export type GraphStep = Graph['steps'][number];
export type GraphEdge = Graph['edges'][number];

type Document = Record<string, unknown>;

/** The nth makes a document of schema n + 1 out of one of schema n; a document of any age is read for ever. */
const migrations: readonly ((old: Document) => Document)[] = [];

export function readGraph(json: unknown, language: Language = 'en'): { graph: Graph } | { problems: Problem[] } {
  const words = wordingOf(language);
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    return {
      problems: [{ code: 'bad_graph', message: words.graphShape }],
    };
  }
  const { schema } = json as Document;
  if (typeof schema !== 'number' || !Number.isInteger(schema) || schema < 1 || schema > GRAPH_SCHEMA) {
    const newer = typeof schema === 'number' && schema > GRAPH_SCHEMA;
    const message = words.graphSchema(GRAPH_SCHEMA, JSON.stringify(schema) ?? 'none', newer);
    return { problems: [{ code: 'unknown_schema', field: 'schema', message }] };
  }
  if (deeperThan(json, MAX_DEPTH)) {
    return {
      problems: [{ code: 'bad_graph', message: words.graphDepth(MAX_DEPTH) }],
    };
  }
  const current = migrations.slice(schema - 1).reduce((doc, migrate) => migrate(doc), json as Document);
  const parsed = graphSchema.safeParse(current, inWords(words));
  if (parsed.success) return { graph: parsed.data };
  return { problems: parsed.error.issues.map((issue) => problemOf(issue, current, words)) };
}

/** What reads the data of steps descends into it: the depth is bounded here, once. */
function deeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => deeperThan(inner, levels - 1));
}

function problemOf(issue: z.core.$ZodIssue, document: Document, words: Wording): Problem {
  const field = issue.path.map(String).join('.');
  const problem: Problem = { code: 'bad_graph', field, message: words.graphIssue(field, words.phrase(issue.message)) };
  const step = issue.path[0] === 'steps' ? stepId(document, issue.path[1]) : undefined;
  return step === undefined ? problem : { ...problem, step };
}

function stepId(document: Document, index: unknown): string | undefined {
  const steps = document.steps as unknown[];
  const step = typeof index === 'number' ? (steps[index] as { id?: unknown } | null | undefined) : undefined;
  return typeof step?.id === 'string' ? step.id : undefined;
}
