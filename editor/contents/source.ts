/** The source of a message between code and visual editor: only what stands in its body is drawn. */

const BODY = /<mj-body\b[\s\S]*<\/mj-body>/i;

/** With the body that was drawn; head, comments before it and attributes of the document stay as they were written. */
export function withBody(source: string, drawn: string): string {
  const body = BODY.exec(drawn)?.[0];
  return body === undefined || !BODY.test(source) ? source : source.replace(BODY, () => body);
}

/** What closes itself is closed by a tag: browsers know no other way. */
export function closed(source: string): string {
  return source.replace(/<((?:mj|mjml)[\w-]*)((?:"[^"]*"|'[^']*'|[^>"'])*?)\s*\/>/g, '<$1$2></$1>');
}

/** What the drawing board is given: it would draw the head as elements of the message. */
export function bodyOf(source: string): string {
  return `<mjml>${closed(BODY.exec(source)?.[0] ?? '<mj-body></mj-body>')}</mjml>`;
}

export function canBeDrawn(source: string): boolean {
  return BODY.test(source);
}

/** A preview in light or in dark, whatever this machine prefers; links lead nowhere from it. */
export function dressed(html: string, dark: boolean): string {
  const scheme = dark ? 'dark' : 'light';
  const other = dark ? 'light' : 'dark';
  const settled = html
    .replace(new RegExp(`\\(\\s*prefers-color-scheme\\s*:\\s*${scheme}\\s*\\)`, 'gi'), '(min-width: 0)')
    .replace(new RegExp(`\\(\\s*prefers-color-scheme\\s*:\\s*${other}\\s*\\)`, 'gi'), '(max-width: 0)');
  const head = `<base target="_blank"><style>:root{color-scheme:${scheme}}</style>`;
  return /<head\b[^>]*>/i.test(settled) ? settled.replace(/<head\b[^>]*>/i, (tag) => tag + head) : head + settled;
}
