/** The languages of the editor, and the cookie that keeps a visitor's choice. */
export const LANGUAGES = ['en', 'fr'] as const;
export type Language = (typeof LANGUAGES)[number];

export const LANGUAGE_COOKIE = 'jalon_language';

/** The choice, else the first the browser asks for. */
export function languageOf(chosen: string | undefined, accepted: string): Language {
  const known = LANGUAGES.find((language) => language === chosen);
  return known ?? (/^\s*fr\b/i.test(accepted) ? 'fr' : 'en');
}
