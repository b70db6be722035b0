/** The words a contact carries itself, between the chain's document and the editor of messages. */
import type { EmailContent } from '#core/channels/email.ts';
import { type TemplateDraft, type Variant, wordsOf } from '#core/contents/template.ts';

type Content = Record<string, unknown>;
type Languages = Pick<TemplateDraft, 'language' | 'variants'>;

/** `language`: of whoever writes, where the content does not say its own. */
export function draftOf(content: Content, language: string): Languages {
  const own = typeof content.language === 'string' ? content.language : language;
  const others = (content.languages ?? {}) as Record<string, Content>;
  const variants = Object.fromEntries(Object.entries(others).map(([tag, words]) => [tag, variantOf(words)]));
  return { language: own, variants: { [own]: variantOf(content), ...variants } };
}

/** What the contact says besides its words stays: sender, reply-to, list. */
export function contentWith(content: Content, { language, variants }: Languages): Content {
  const { [language]: own = blank(), ...others } = variants;
  const { subject: _s, preheader: _p, html: _h, text: _t, defaults: _d, languages: _l, ...rest } = content;
  const words = ({ ...variant }: Variant) => wordsOf(variant, variant.source);
  const several = Object.keys(others).length > 0;
  return {
    ...rest,
    ...words(own),
    ...(several || rest.language !== undefined ? { language } : {}),
    ...(several ? { languages: Object.fromEntries(Object.entries(others).map(([tag, v]) => [tag, words(v)])) } : {}),
  };
}

export function blank(): Variant {
  return { subject: '', preheader: '', format: 'html', source: '', defaults: {} };
}

function variantOf({ subject, preheader, html, text, defaults }: Content | Partial<EmailContent>): Variant {
  const said = (value: unknown) => (typeof value === 'string' ? value : '');
  return {
    ...{ subject: said(subject), preheader: said(preheader), format: 'html', source: said(html) },
    ...(said(text) === '' ? {} : { text: said(text) }),
    defaults: (typeof defaults === 'object' && defaults !== null ? defaults : {}) as Record<string, string>,
  };
}
