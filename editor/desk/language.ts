/** The cookie that keeps a visitor's choice of language. */
import { LANGUAGES, type Language, languageAsked } from '#core/language.ts';

export const LANGUAGE_COOKIE = 'jalon_language';

/** The choice, else the first the browser asks for. */
export function languageOf(chosen: string | undefined, accepted: string): Language {
  const known = LANGUAGES.find((language) => language === chosen);
  return known ?? languageAsked(accepted);
}
