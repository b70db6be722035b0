/** A chain as a file: its graph, and the templates and offers it names, so that it can be taken to another house whole. */
import { z } from 'zod';
import { referenceOf, type TemplateReference } from '#core/contents/reference.ts';
import { draftSchema } from '#core/contents/template.ts';
import { type Graph, readGraph } from '#core/graph.ts';
import { issuesOf } from '#core/issue.ts';
import { languageTag } from '#core/language.ts';
import type { Problem } from '#core/problem.ts';
import { inWords, type Language, wordingOf } from '#core/wording/index.ts';

export const FILE_FORMAT = 1;

const id = z.string().min(1).max(64);
const moment = z.iso.datetime({ offset: true }).nullable();

const templateSchema = z.strictObject({
  template: id,
  version: z.int().positive(),
  name: z.string().min(1).max(200),
  channel: z.string().min(1).max(64),
  draft: draftSchema,
  content: z.record(z.string(), z.unknown()),
});

const offerSchema = z.strictObject({
  id,
  names: z.record(languageTag, z.string().max(200)),
  descriptions: z.record(languageTag, z.string().max(2_000)).default({}),
  brand: id.default('default'),
  topic: id.nullable().default(null),
  product: z.string().max(200).nullable().default(null),
  validFrom: moment.default(null),
  validUntil: moment.default(null),
});

export type FileTemplate = z.output<typeof templateSchema>;
export type FileOffer = z.output<typeof offerSchema>;
export type ChainFile = { graph: Graph; tags: string[]; templates: FileTemplate[]; offers: FileOffer[] };

const fileSchema = z.strictObject({
  jalon: z.literal('chain'),
  format: z.int(),
  exportedAt: z.string().max(64).exactOptional(),
  graph: z.unknown(),
  tags: z.array(z.string().min(1).max(64)).max(50).default([]),
  templates: z.array(templateSchema).max(1_000).default([]),
  offers: z.array(offerSchema).max(1_000).default([]),
});

/** The file, or all that is wrong with it and where. A bare graph, as the API gives it, is a file too. */
export function readChainFile(json: unknown, language: Language = 'en'): { file: ChainFile } | { problems: Problem[] } {
  const words = wordingOf(language);
  const document = json as Record<string, unknown> | null;
  const bare = typeof document === 'object' && document !== null && !('jalon' in document) && 'steps' in document;
  const whole = bare ? { jalon: 'chain', format: FILE_FORMAT, graph: document } : document;
  if (typeof whole !== 'object' || whole === null || whole.jalon !== 'chain') {
    return { problems: [{ code: 'not_a_chain', message: words.notAChain }] };
  }
  if (typeof whole.format === 'number' && whole.format > FILE_FORMAT) {
    return { problems: [{ code: 'newer_file', field: 'format', message: words.newerFile(whole.format, FILE_FORMAT) }] };
  }
  const parsed = fileSchema.safeParse(whole, inWords(words));
  const read = readGraph(whole.graph, language);
  const at = (p: Problem): Problem => (bare || p.field === undefined ? p : { ...p, field: `graph.${p.field}` });
  const problems: Problem[] = [
    ...(parsed.success ? [] : issuesOf(parsed.error, [], words)),
    ...('problems' in read ? read.problems.map(at) : []),
  ];
  if (!parsed.success || 'problems' in read) return { problems };
  const { graph } = read;
  const { tags, templates, offers } = parsed.data;
  const missing = graph.steps.flatMap((step): Problem[] => {
    const reference = referenceOf(step.data.content);
    if (reference === null || templates.some((t) => same(t, reference))) return [];
    const message = words.step(step.label ?? step.id, words.missingTemplate(reference.template, reference.version));
    return [{ code: 'missing_template', step: step.id, field: 'content.template', message }];
  });
  return missing.length > 0 ? { problems: missing } : { file: { graph, tags, templates, offers } };
}

/** The graph with other templates in the place of those it names. */
export function withTemplates(graph: Graph, place: (reference: TemplateReference) => TemplateReference): Graph {
  const steps = graph.steps.map((step) => {
    const reference = referenceOf(step.data.content);
    return reference === null ? step : { ...step, data: { ...step.data, content: place(reference) } };
  });
  return { ...graph, steps };
}

/** Ids of the offers that contacts make and parameters hold. */
export function offersIn({ params, steps }: Graph): string[] {
  const held = Object.values(params).flatMap(({ type, value }) => (type === 'offer' ? [String(value)] : []));
  const made = steps.flatMap(({ data }) => (typeof data.offer === 'string' ? [data.offer] : []));
  return [...new Set([...held, ...made])].filter((offer) => offer !== '');
}

function same(t: FileTemplate, { template, version }: TemplateReference): boolean {
  return t.template === template && t.version === version;
}
