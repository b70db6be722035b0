/** Templates as people edit them: words by language with their source; a version makes of them the content that is sent. */
import { z } from 'zod';
import type { EmailContent } from '#core/channels/email.ts';
import { languageTag } from '#core/language.ts';

/** One language of a message. A draft may be unfinished: what is empty is said when a version is made. */
export const variantSchema = z.strictObject({
  subject: z.string().max(500).default(''),
  preheader: z.string().max(500).default(''),
  /** Of the source. MJML is made into the HTML that is sent. */
  format: z.enum(['mjml', 'html']),
  source: z.string().max(500_000),
  /** Absent: derived from the HTML. */
  text: z.string().max(200_000).exactOptional(),
  /** What to write where a customer has no value, by variable path. */
  defaults: z.record(z.string().max(200), z.string().max(2_000)).default({}),
});

export const draftSchema = z.strictObject({
  /** Read by customers whose own language is not among the variants. */
  language: languageTag,
  variants: z.record(languageTag, variantSchema),
  fromName: z.string().max(200).exactOptional(),
  replyTo: z.string().max(320).exactOptional(),
});

export type Variant = z.output<typeof variantSchema>;
export type TemplateDraft = z.output<typeof draftSchema>;

type Words = Pick<EmailContent, 'subject' | 'preheader' | 'html' | 'text' | 'defaults'>;

/** What a version of the draft sends; `html` by language, made of the sources. */
export function contentOfDraft(draft: TemplateDraft, html: Readonly<Record<string, string>>): EmailContent {
  const words = Object.fromEntries(
    Object.entries(draft.variants).map(([language, variant]) => [language, wordsOf(variant, html[language] ?? '')]),
  );
  const { [draft.language]: own, ...others } = words;
  return {
    ...(own ?? { subject: '', html: '' }),
    language: draft.language,
    ...(Object.keys(others).length > 0 ? { languages: others } : {}),
    ...(draft.fromName?.trim() ? { fromName: draft.fromName } : {}),
    ...(draft.replyTo?.trim() ? { replyTo: draft.replyTo } : {}),
  };
}

export function wordsOf({ subject, preheader, text, defaults }: Variant, html: string): Words {
  return {
    subject,
    html,
    ...(preheader.trim() ? { preheader } : {}),
    ...(text?.trim() ? { text } : {}),
    ...(Object.keys(defaults).length > 0 ? { defaults } : {}),
  };
}
