/** Moments and outcomes of a customer's page in words, by the company's clock. */
import { useLocale } from 'next-intl';
import { useMe } from '#editor/data/me.ts';
import { type Language, momentIn } from '#editor/ui/moment.ts';

export function useMoments() {
  const language = useLocale() as Language;
  const me = useMe().data;
  const zone = me?.company.zone ?? 'UTC';
  const locale = language === 'fr' ? 'fr-FR' : 'en-GB';
  const dayFormat = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeZone: zone });
  const shortFormat = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: zone });
  const hourFormat = new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone: zone });
  return {
    ...{ language, zone, now: me ? Date.parse(me.now) : null },
    when: (at: string) => momentIn(language, zone, at),
    day: (at: string) => dayFormat.format(new Date(at)),
    date: (at: string) => shortFormat.format(new Date(at)),
    hour: (at: string) => hourFormat.format(new Date(at)),
  };
}

const ENDS = ['completed', 'goal', 'exit', 'cancelled', 'objected', 'restarted', 'left', 'erased', 'expired'];

/** The key of the word for why a run ended. */
export function endWord(outcome: string | null): string {
  return ENDS.find((known) => known === outcome) ?? 'other';
}

/** A country or a language by its name; a code that is none stays as it came. */
export function calledIn(language: Language, type: 'region' | 'language', code: string): string {
  try {
    return new Intl.DisplayNames([language], { type }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** A name that a chain gave, such as the outcome of a call, as it can be read. */
export function readable(name: string): string {
  const words = name.replaceAll(/[_-]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
