/** A mail written as plain words, without code: paragraphs, bold, a button; made into HTML and read back from it. */
import { footOf } from '#core/contents/starters.ts';

const STYLE = `body{margin:0;background:#f3f1ec;color:#1d2126;font:16px/1.6 system-ui,-apple-system,'Segoe UI',Arial,sans-serif}
main{max-width:34rem;margin:0 auto;padding:2rem 1.5rem;background:#fff}
p{margin:0 0 1rem}
.button{display:inline-block;padding:.7rem 1.4rem;border-radius:.4rem;background:#0b6b5b;color:#fff;text-decoration:none}
footer{max-width:34rem;margin:0 auto;padding:1rem 1.5rem 2rem;color:#5b636e;font-size:.85rem}
footer a{color:inherit}
@media (prefers-color-scheme:dark){body{background:#15181c;color:#e8e6e3}main{background:#1c2025}footer{color:#a8afb9}}`;

const BUTTON = /^\[([^\]\n]+)\]\(([^)\s]+)\)$/;

/** Paragraphs stand apart by an empty line; `**bold**`; a line `[words](address)` alone is a button. */
export function letterOf(words: string, language: string): string {
  const paragraphs = words.trim().split(/\n{2,}/);
  const { why, stop, choose } = footOf(language);
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<style>
${STYLE}
</style>
</head>
<body>
<main class="letter">
${paragraphs.map(paragraph).join('\n')}
</main>
<footer>
<p>${why}<br><a href="{{ preferences_url }}">${choose}</a> · <a href="{{ unsubscribe_url }}">${stop}</a></p>
</footer>
</body>
</html>
`;
}

/** null: it says more than such a letter can, and is edited as code. */
export function wordsIn(html: string): string | null {
  if (html.trim() === '') return '';
  const [, language = ''] = /^<!doctype html>\n<html lang="([\w-]+)">/.exec(html) ?? [];
  const body = /\n<main class="letter">\n([\s\S]*?)\n<\/main>\n/.exec(html)?.[1];
  if (body === undefined) return null;
  const words = body
    .split('\n')
    .map((line) =>
      line
        .replace(/^<p>|<\/p>$/g, '')
        .replace(/<a class="button" href="([^"]*)">(.*?)<\/a>/g, '[$2]($1)')
        .replaceAll('<br>', '\n')
        .replace(/<\/?strong>/g, '**'),
    )
    .map(plain)
    .join('\n\n');
  return letterOf(words, language) === html ? words : null;
}

function paragraph(words: string): string {
  const button = BUTTON.exec(words.trim());
  if (button) return `<p><a class="button" href="${escaped(button[2]!)}">${escaped(button[1]!)}</a></p>`;
  const bold = escaped(words.trim()).replace(/\*\*([^*\n]+)\*\*/g, '<strong>$1</strong>');
  return `<p>${bold.replaceAll('\n', '<br>')}</p>`;
}

/** What stands in Liquid's braces is Liquid's. */
function escaped(words: string): string {
  return words.replace(/(\{\{.*?\}\}|\{%.*?%\})|[&<>"]/g, (found, liquid) => liquid ?? ENTITIES[found]!);
}

function plain(html: string): string {
  return html.replace(/&(amp|lt|gt|quot);/g, (entity) => NAMED[entity]!);
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const NAMED = Object.fromEntries(Object.entries(ENTITIES).map(([sign, entity]) => [entity, sign]));
