/** Content by reference: a contact names a version of a template, and the plan carries what that version says. */
import { z } from 'zod';

export const templateReference = z.strictObject({
  template: z.string().min(1).max(64),
  version: z.int().positive(),
});

export type TemplateReference = z.output<typeof templateReference>;

/** What a reference stands for. */
export type Referred =
  | { kind: 'content'; channel: string; content: unknown }
  | { kind: 'unknown' }
  /** Nothing new is to be published with it. */
  | { kind: 'withdrawn' };

export type Templates = (reference: TemplateReference) => Referred;

export function isReference(content: unknown): boolean {
  return typeof content === 'object' && content !== null && Object.hasOwn(content, 'template');
}

export function referenceOf(content: unknown): TemplateReference | null {
  const parsed = templateReference.safeParse(content);
  return parsed.success ? parsed.data : null;
}

/** All that the steps of a document name, each once; the document may be of any state. */
export function referencesIn(steps: readonly { data?: unknown }[]): TemplateReference[] {
  const found = steps.flatMap(({ data }) => referenceOf((data as { content?: unknown } | undefined)?.content) ?? []);
  return [...new Map(found.map((r) => [`${r.template} ${r.version}`, r])).values()];
}
