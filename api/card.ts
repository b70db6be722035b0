/** A page of one question or one answer behind a link of a message. */
import { type Html, html, privatePage } from '#api/html.ts';
import type { Language } from '#core/language.ts';

const STYLE = `
main { max-width: 30rem; margin: 12vh auto 0; padding: 2rem; background: var(--card); border: 1px solid var(--line); border-radius: 12px; }
h1 { margin: 0 0 .5rem; font-size: 1.5rem; }
p { color: var(--soft); }
p:last-child { margin-bottom: 0; }
button { font: inherit; font-weight: 600; padding: .7rem 1.4rem; border: 0; border-radius: 8px; background: var(--accent); color: var(--on-accent); cursor: pointer; }
@media (max-width: 34rem) { main { margin: 1rem; } }
`;

export function card(lang: Language, text: Html, { title, status }: { title: string; status: number }): Response {
  return privatePage(html`<main>${text}</main>`, { title, lang, style: STYLE, status });
}
