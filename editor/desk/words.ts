/** Which language a page is written in, and its words; next-intl asks here for each request. */
import { cookies, headers } from 'next/headers';
import { getRequestConfig } from 'next-intl/server';
import { LANGUAGE_COOKIE, languageOf } from '#editor/desk/language.ts';
import en from '#editor/messages/en/index.ts';
import fr from '#editor/messages/fr/index.ts';

export default getRequestConfig(async () => {
  const chosen = (await cookies()).get(LANGUAGE_COOKIE)?.value;
  const locale = languageOf(chosen, (await headers()).get('accept-language') ?? '');
  return { locale, timeZone: 'UTC', messages: locale === 'fr' ? fr : en };
});
