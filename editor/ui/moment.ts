/** Moments as people read them: in the company's zone, with the narrow space that French puts into numbers. */
import type { Language } from '#core/language.ts';

export type { Language };

const LOCALE = { en: 'en-GB', fr: 'fr-FR' };

export function momentIn(language: Language, zone: string, at: number | string): string {
  return new Intl.DateTimeFormat(LOCALE[language], { dateStyle: 'medium', timeStyle: 'short', timeZone: zone }).format(
    new Date(at),
  );
}

/** To the second, for what follows each other closely. */
export function clockIn(language: Language, zone: string, at: number | string): string {
  return new Intl.DateTimeFormat(LOCALE[language], { dateStyle: 'short', timeStyle: 'medium', timeZone: zone }).format(
    new Date(at),
  );
}

/** A day of the calendar, wherever one is. */
export function dayIn(language: Language, day: string): string {
  return new Intl.DateTimeFormat(LOCALE[language], { dateStyle: 'medium', timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  );
}

/** D+7, J+7. */
export function dayMark(language: Language, days: number): string {
  const mark = language === 'fr' ? 'J' : 'D';
  return days === 0 ? mark : `${mark}${days > 0 ? '+' : '−'}${Math.abs(days)}`;
}

export function numberIn(language: Language, value: number, digits = 0): string {
  return new Intl.NumberFormat(LOCALE[language], { maximumFractionDigits: digits, signDisplay: 'negative' })
    .format(value)
    .replace('-', '−');
}

/** 12.5%, 12,5 %. */
export function percentIn(language: Language, value: number): string {
  return new Intl.NumberFormat(LOCALE[language], { style: 'percent', maximumFractionDigits: 2 }).format(value / 100);
}
