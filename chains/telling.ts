/**
 * The gallery's documents are written once for both languages: a text is `{ en, fr }`, an e-mail is its words (title, lines,
 * button) and not its HTML. Told in a language they are graph documents as the editor saves them; e-mails carry the other
 * language too, so that every customer reads the own.
 */

import { LANGUAGES, type Language } from '#core/wording/index.ts';

type Words = {
  subject: string;
  preheader: string;
  title: string;
  /** Paragraphs; what begins with a tag stands as it is. Liquid as in any content. */
  lines: readonly string[];
  defaults: Record<string, string>;
};

type Mailed = { mail: Record<Language, Words> };

const FOOT: Record<Language, { owed: string; customer: string; stop: string }> = {
  en: {
    owed: '{{ brand.name }} sends you this because you asked for it or because it is owed to you.',
    customer: 'You receive this from {{ brand.name }} because you are our customer.',
    stop: 'Unsubscribe',
  },
  fr: {
    owed: '{{ brand.name }} vous envoie ce message parce que vous l’avez demandé ou qu’il vous est dû.',
    customer: 'Vous recevez ce message de {{ brand.name }} en tant que client.',
    stop: 'Se désabonner',
  },
};

const STYLE = `body{margin:0;background:#f3f1ec;color:#23211c;font:16px/1.55 Georgia,'Times New Roman',serif}
main{max-width:34rem;margin:0 auto;padding:2.5rem 1.5rem;background:#fff}
h1{font-size:1.6rem;line-height:1.25;margin:0 0 1rem}
.button{display:inline-block;padding:.75rem 1.4rem;border-radius:.4rem;background:#1f5f4a;color:#fff;text-decoration:none}
.card{margin:1.5rem 0;padding:1rem 1.2rem;border-left:4px solid #d9a441;background:#faf6ec}
footer{max-width:34rem;margin:0 auto;padding:1.2rem 1.5rem;color:#6b675d;font-size:.85rem}
footer a{color:inherit}
@media (prefers-color-scheme:dark){body{background:#191813;color:#ece8dd}main{background:#23211c}.card{background:#2e2a20}footer{color:#a9a497}}`;

/** The document with every text in the language. */
export function told(document: unknown, language: Language): unknown {
  if (typeof document !== 'object' || document === null) return document;
  if (Array.isArray(document)) return document.map((part) => told(part, language));
  if (isText(document)) return document[language];
  const { class: kind, content } = document as { class?: string; content?: Partial<Mailed> };
  const mailed = content?.mail ? { content: mailOf(content as Mailed, kind === 'service', language) } : {};
  const parts = Object.entries({ ...document, ...mailed });
  return Object.fromEntries(parts.map(([key, part]) => [key, told(part, language)]));
}

function isText(value: object): value is Record<Language, unknown> {
  const keys = Object.keys(value);
  return keys.length === LANGUAGES.length && LANGUAGES.every((language) => keys.includes(language));
}

function mailOf({ mail, ...rest }: Mailed, owed: boolean, language: Language): Record<string, unknown> {
  const others = LANGUAGES.filter((other) => other !== language);
  return {
    ...rest,
    ...written(mail[language], owed, language),
    language,
    languages: Object.fromEntries(others.map((other) => [other, written(mail[other], owed, other)])),
  };
}

function written({ subject, preheader, title, lines, defaults }: Words, owed: boolean, language: Language) {
  const foot = FOOT[language];
  const body = lines.map((line) => (line.startsWith('<') ? line : `<p>${line}</p>`));
  const stop = owed ? '' : ` <a href="{{ unsubscribe_url }}">${foot.stop}</a>`;
  const colon = language === 'fr' ? '\u202f:' : ':';
  const html = `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${subject}</title>
<style>
${STYLE}
</style>
</head>
<body>
<main>
<h1>${title}</h1>
${body.join('\n')}
</main>
<footer>
<p>${owed ? foot.owed : foot.customer}${stop}</p>
</footer>
</body>
</html>`;
  const text = [title, ...lines.map(plain), ...(owed ? [] : [`${foot.stop}${colon} {{ unsubscribe_url }}`])].join(
    '\n\n',
  );
  return { subject, preheader, html, text, defaults };
}

/** What is left for those who read no HTML: words, and addresses below them. */
function plain(line: string): string {
  return line
    .replaceAll(/<a [^>]*href="([^"]*)"[^>]*>(.*?)<\/a>/g, '$2\n$1')
    .replaceAll(/<li>/g, '- ')
    .replaceAll(/<br>|<\/li>/g, '\n')
    .replaceAll(/<[^>]+>/g, '')
    .trim();
}
