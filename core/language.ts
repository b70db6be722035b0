/** The languages that Jalon itself speaks; and those of content: which of those there are a customer reads. */
import { z } from 'zod';

/** Of the editor, of what the API says, of the pages customers see. */
export const LANGUAGES = ['en', 'fr'] as const;
export type Language = (typeof LANGUAGES)[number];

export const languageTag = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'expected a language, like en or fr-CA');

/** `fr-CA` reads fr-CA, else fr, else whatever regional French there is; null: none of these. */
export function languageFor(locale: string, languages: readonly string[]): string | null {
  const wanted = locale.toLowerCase().replaceAll('_', '-');
  const [base] = wanted.split('-');
  const among = (fits: (language: string) => boolean) => languages.find((l) => fits(l.toLowerCase()));
  return (
    among((l) => l === wanted) ??
    among((l) => l === base) ??
    among((l) => l.split('-')[0] === base && base !== '') ??
    null
  );
}

/** Of words by language; those that are no record of languages are nobody's translation and stay as they are. */
export function wordsFor<T>(words: Readonly<Record<string, T>>, locale: string): T | undefined {
  const languages = Object.keys(words);
  const language = languageFor(locale, languages) ?? languages[0];
  return language === undefined ? undefined : words[language];
}

/** The language a reader prefers, of an Accept-Language header; English where none of ours is named. */
export function languageAsked(header: string | null | undefined): Language {
  const asked = (header ?? '')
    .split(',')
    .map((part, i) => {
      const [tag = '', ...rest] = part.trim().toLowerCase().split(';');
      const quality = Number(/q=([\d.]+)/.exec(rest.join(';'))?.[1] ?? 1);
      return { language: LANGUAGES.find((l) => tag === l || tag.startsWith(`${l}-`)), quality, i };
    })
    .filter((one) => one.language !== undefined && one.quality > 0)
    .sort((a, b) => b.quality - a.quality || a.i - b.i);
  return asked[0]?.language ?? 'en';
}

/** French has a narrow no-break space before ; : ! ? » and after «: so a sentence put together of parts never breaks there. */
export function spaced(sentence: string, language: Language): string {
  if (language !== 'fr') return sentence;
  return sentence.replace(/[ \u00a0](?=[;:!?»])/g, '\u202f').replace(/«[ \u00a0]/g, '«\u202f');
}
