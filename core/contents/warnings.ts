/** What a mail would suffer from, seen before it leaves: advice that never blocks. The editor says it in words. */
import type { TouchClass } from '#core/plan.ts';

export type ContentWarning = {
  code:
    | 'no_subject'
    | 'long_subject'
    | 'no_preheader'
    | 'too_large'
    | 'empty_link'
    | 'no_alt'
    | 'no_unsubscribe'
    | 'no_fallback'
    | 'heavy_images'
    | 'embedded_image'
    | 'unsafe_image';
  /** How many, how large, or how long. */
  count?: number;
  /** Variable paths. */
  names?: string[];
};

export type Inspected = {
  subject: string;
  preheader: string;
  /** As customers get it. */
  html: string;
  /** Variable paths of all parts, and those that have a fallback. */
  variables: readonly string[];
  defaults: Readonly<Record<string, string>>;
  class: TouchClass;
};

/** Gmail cuts what is longer and shows a link to the rest, behind which the unsubscribe link is. */
export const CLIPPED_BYTES = 102 * 1_024;
const SUBJECT_SHOWN = 70;
const HEAVY_BYTES = 200 * 1_024;

/** Always there: who sends, and the links we make. The customer's own and the event's may be missing. */
const MAY_BE_MISSING = /^(profile|customer|entry|offer)\./;

export function warningsOf(mail: Inspected): ContentWarning[] {
  const { subject, preheader, html } = mail;
  const images = tags(html, 'img');
  const embedded = images.map((tag) => attribute(tag, 'src') ?? '').filter((src) => /^data:/i.test(src));
  const weight = embedded.reduce((sum, src) => sum + Math.round(src.length * 0.75), 0);
  const unanswered = [...new Set(mail.variables)].filter(
    (path) => MAY_BE_MISSING.test(path) && !hasFallback(path, mail.defaults),
  );
  const found: (ContentWarning | false)[] = [
    subject.trim() === '' && { code: 'no_subject' },
    subject.trim().length > SUBJECT_SHOWN && { code: 'long_subject', count: subject.trim().length },
    preheader.trim() === '' && { code: 'no_preheader' },
    byteLength(html) > CLIPPED_BYTES && { code: 'too_large', count: byteLength(html) },
    counted('empty_link', tags(html, 'a').filter(leadsNowhere).length),
    counted('no_alt', images.filter((tag) => attribute(tag, 'alt') === null).length),
    mail.class === 'commercial' && !letsGo(mail.variables) && { code: 'no_unsubscribe' },
    unanswered.length > 0 && { code: 'no_fallback', count: unanswered.length, names: unanswered },
    counted('embedded_image', embedded.length),
    weight > HEAVY_BYTES && { code: 'heavy_images', count: weight },
    counted('unsafe_image', images.filter((tag) => /^http:/i.test(attribute(tag, 'src') ?? '')).length),
  ];
  return found.filter((warning): warning is ContentWarning => warning !== false);
}

function counted(code: ContentWarning['code'], count: number): ContentWarning | false {
  return count > 0 && { code, count };
}

function letsGo(variables: readonly string[]): boolean {
  return variables.includes('unsubscribe_url') || variables.includes('preferences_url');
}

function hasFallback(path: string, defaults: Inspected['defaults']): boolean {
  return Object.keys(defaults).some((given) => canonical(given) === canonical(path));
}

/** `customer` is another name of `profile`. */
function canonical(path: string): string {
  return path.replace(/^customer\./, 'profile.');
}

function tags(html: string, name: string): string[] {
  return html.match(new RegExp(`<${name}\\b[^>]*>`, 'gi')) ?? [];
}

/** null where the tag has none; an empty one is an answer (an image that only decorates). */
function attribute(tag: string, name: string): string | null {
  const found = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>]+))`, 'i').exec(tag);
  if (found) return found[1] ?? found[2] ?? found[3] ?? '';
  return new RegExp(`\\s${name}(?=[\\s/>])`, 'i').test(tag) ? '' : null;
}

function leadsNowhere(tag: string): boolean {
  // An anchor to jump to is no link.
  if (attribute(tag, 'href') === null) return attribute(tag, 'name') === null && attribute(tag, 'id') === null;
  return /^(#?|https?:\/\/|https?:\/\/(www\.)?example\.(com|org))$/i.test((attribute(tag, 'href') ?? '').trim());
}

export function byteLength(text: string): number {
  let bytes = 0;
  for (const sign of text) {
    const point = sign.codePointAt(0)!;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return bytes;
}
