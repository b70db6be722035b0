/** Keeps the language a reader has chosen, in this browser. */
import { LANGUAGE_COOKIE } from '#editor/desk/language.ts';

export function speak(language: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not everywhere yet.
  document.cookie = `${LANGUAGE_COOKIE}=${language}; path=/; max-age=31536000; samesite=lax`;
}
