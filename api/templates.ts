/** Templates between store and core: what a version of a draft holds, and what the references of a graph stand for. */
import type { ApiDeps } from '#api/deps.ts';
import { numberOf } from '#api/ids.ts';
import { htmlOf } from '#api/mjml.ts';
import { type EmailContent, emailContent } from '#core/channels/email.ts';
import { type Referred, referencesIn, type Templates } from '#core/contents/reference.ts';
import { contentOfDraft, type TemplateDraft } from '#core/contents/template.ts';
import { issuesOf } from '#core/issue.ts';
import type { Problem } from '#core/problem.ts';
import type { Db } from '#store/db.ts';
import { readTemplateVersions } from '#store/templates.ts';

/** What a version made of the draft would send, or all that keeps it from being one. */
export async function contentFrom(
  draft: TemplateDraft,
  checkContent: ApiDeps['checkContent'],
): Promise<{ content: EmailContent } | { problems: Problem[] }> {
  const own = draft.variants[draft.language];
  if (!own) {
    const message = `language: there are no words in ${draft.language}, which is read by whoever has no other; write them, or choose another.`;
    return { problems: [{ code: 'no_variant', field: 'language', message }] };
  }
  const html: Record<string, string> = {};
  const problems: Problem[] = [];
  for (const [language, variant] of Object.entries(draft.variants)) {
    const made = await htmlOf(variant);
    html[language] = made.html;
    for (const { line, message } of made.problems) {
      const field = `variants.${language}.source`;
      problems.push({ code: 'bad_mjml', field, message: `${field}: line ${line}: ${message}.` });
    }
  }
  const parsed = emailContent.safeParse(contentOfDraft(draft, html));
  const field = (path: string) => fieldOf(path, draft.language);
  const issues = parsed.success ? [] : issuesOf(parsed.error).map((i) => ({ ...i, field: field(i.field) }));
  const flaws = parsed.success && checkContent ? checkContent('email', parsed.data) : [];
  const all: Problem[] = [
    ...problems,
    ...issues,
    ...flaws.map((f) => ({ code: 'bad_content', field: field(f.field), message: `${field(f.field)}: ${f.message}` })),
  ];
  return parsed.success && all.length === 0 ? { content: parsed.data } : { problems: all };
}

/** Where the editor shows a field of the content. */
function fieldOf(path: string, language: string): string {
  const source = (rest: string) => (rest === 'html' ? 'source' : rest);
  const other = /^languages\.([^.]+)\.(.+)$/.exec(path);
  return other ? `variants.${other[1]}.${source(other[2]!)}` : `variants.${language}.${source(path)}`;
}

/** For `compile`: every version the graph names, read in one statement. */
export async function templatesFor(db: Db, document: unknown): Promise<Templates> {
  const { steps } = document as { steps?: { data?: unknown }[] };
  const asked = referencesIn(Array.isArray(steps) ? steps : []).flatMap(({ template, version }) => {
    const number = numberOf('template', template);
    return number === null ? [] : [{ template: number, version }];
  });
  const rows = await readTemplateVersions(db, asked);
  return ({ template, version }): Referred => {
    const number = numberOf('template', template);
    const row = rows.find((r) => r.template === number && r.number === version);
    if (!row) return { kind: 'unknown' };
    return row.withdrawn_at ? { kind: 'withdrawn' } : { kind: 'content', channel: row.channel, content: row.content };
  };
}
