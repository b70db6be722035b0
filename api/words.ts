/** How moments are written in sentences, by language and zone. */
import type { Words } from '#core/policy/rule.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

export function wordsIn(lang: Words['lang'], zone: string): Words {
  const key = `${lang} ${zone}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(lang === 'fr' ? 'fr-FR' : 'en-GB', {
      dateStyle: 'long',
      timeStyle: 'short',
      timeZone: zone,
    });
    formats.set(key, format);
  }
  const known = format;
  return { lang, date: (at) => known.format(at) };
}
