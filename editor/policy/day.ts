/** Days as people read them, as moments are read elsewhere. */
import type { Language } from '#editor/ui/moment.ts';

const LOCALE = { en: 'en-GB', fr: 'fr-FR' };

export function dayIn(
  language: Language,
  zone: string,
  at: string,
  style: Intl.DateTimeFormatOptions = { dateStyle: 'medium' },
): string {
  return new Intl.DateTimeFormat(LOCALE[language], { ...style, timeZone: zone }).format(new Date(at));
}

/** A day without a time, as documents have it: 2026-11-24. */
export function plainDay(language: Language, day: string, style?: Intl.DateTimeFormatOptions): string {
  return dayIn(language, 'UTC', `${day}T12:00:00Z`, style);
}
