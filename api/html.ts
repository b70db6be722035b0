/** Small pages made here: escaped by default, no script, nothing fetched from elsewhere. */

import { LANGUAGES, type Language, languageAsked, languageFor } from '#core/language.ts';
export type Html = { html: string };

/** Values are escaped unless they are themselves made by this tag. */
export function html(parts: TemplateStringsArray, ...values: (Html | string | number | readonly Html[])[]): Html {
  let out = parts[0]!;
  values.forEach((value, i) => {
    out += isList(value)
      ? value.map((v) => v.html).join('')
      : typeof value === 'object'
        ? value.html
        : escaped(String(value));
    out += parts[i + 1]!;
  });
  return { html: out };
}

function isList(value: unknown): value is readonly Html[] {
  return Array.isArray(value);
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}

/** The customer's own language, else the browser's. */
export function langOf(locale: string | null, accepted: string | undefined): Language {
  return locale === null
    ? languageAsked(accepted)
    : (LANGUAGES.find((one) => one === languageFor(locale, LANGUAGES)) ?? 'en');
}

/** A page behind a link that only one person has: kept by nobody, found by no search engine. */
export function privatePage(body: Html, page: Parameters<typeof pageAnswer>[1]): Response {
  const answer = pageAnswer(body, page);
  answer.headers.set('Cache-Control', 'no-store');
  answer.headers.set('X-Robots-Tag', 'noindex');
  return answer;
}

export function pageAnswer(
  body: Html,
  { title, lang, style, status = 200 }: { title: string; lang: string; style: string; status?: number },
): Response {
  const { html: text } = html`<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${{ html: BASE + style }}</style>
</head>
<body>
${body}
</body>
</html>
`;
  return new Response(text, {
    status,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy':
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
      'Referrer-Policy': 'no-referrer',
    },
  });
}

const BASE = `
:root {
  --paper: #fbfaf8; --card: #ffffff; --ink: #1d2126; --soft: #5b636e; --line: #e2dfd9; --accent: #0b6b5b; --on-accent: #ffffff; --code: #f1efeb;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #15181c; --card: #1c2025; --ink: #e8e6e3; --soft: #a2a9b3; --line: #30363d; --accent: #5cc9b3; --on-accent: #0d1513; --code: #252a31;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, -apple-system, "Segoe UI", sans-serif; }
a { color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
`;
