/** What the mail catcher's pages look like. */
import type { Caught } from '#setup/mailbox.ts';

export type ListView = { mails: Caught[]; older: number | null; newest: boolean; count: number; total: number };

export function listPage({ mails, older, newest, count, total }: ListView): string {
  const rows = mails.map(
    (mail) => `<li><a href="/mails/${mail.id}">
      <span class="to">${safe(mail.to.join(', '))}</span>
      <span class="subject">${safe(mail.subject || '(no subject)')}</span>
      <time>${when(mail)}</time></a></li>`,
  );
  const empty = '<p class="empty">Nothing caught yet. Mails appear here as they are sent.</p>';
  return page(
    'Caught mails',
    `<header><h1>Caught mails</h1><p>${count === total ? `${total}` : `the last ${count} of ${total}`} · nothing left this machine</p></header>
    <main><ol class="mails">${rows.join('')}</ol>${mails.length === 0 ? empty : ''}
    <nav>${newest ? '' : '<a href="/">Newest</a>'}${older === null ? '' : `<a href="/?before=${older}">Older</a>`}</nav></main>
    ${newest ? `<script>${REFRESH}</script>` : ''}`,
  );
}

export type MailView = {
  mail: Caught;
  html: boolean;
  text: string;
  headers: string[];
  newer: number | null;
  older: number | null;
};

export function mailPage({ mail, html, text, headers, newer, older }: MailView): string {
  const rows = [
    ['From', mail.from],
    ['To', mail.to.join(', ')],
    ['Date', when(mail)],
    ...headers.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon), line.slice(colon + 1).trim()];
    }),
  ].map(([name, value]) => `<dt>${safe(name!)}</dt><dd>${safe(value!)}</dd>`);
  const plain = `<pre>${safe(text || '(no text part)')}</pre>`;
  const shown = html
    ? `<iframe title="The mail" sandbox="allow-popups allow-popups-to-escape-sandbox" src="/mails/${mail.id}.html"></iframe>
      <details><summary>Text part</summary>${plain}</details>`
    : plain;
  return page(
    mail.subject || '(no subject)',
    `<nav><a href="/">All mails</a>${newer === null ? '' : `<a href="/mails/${newer}">Newer</a>`}${older === null ? '' : `<a href="/mails/${older}">Older</a>`}<a href="/mails/${mail.id}.eml">Source</a></nav>
    <main><h1>${safe(mail.subject || '(no subject)')}</h1><dl>${rows.join('')}</dl>${shown}</main>`,
  );
}

/** The mail's own date: on the demo's clock, that is the customer's day. */
function when(mail: Caught): string {
  const iso = mail.date ?? new Date(mail.caughtAt).toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)}`;
}

function safe(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

const REFRESH = `
let seen;
setInterval(async () => {
  if (document.hidden) return;
  const { total } = await (await fetch('/mails.json?limit=1')).json();
  if (seen !== undefined && total !== seen) {
    const fresh = new DOMParser().parseFromString(await (await fetch('/')).text(), 'text/html');
    for (const part of ['header', 'main']) document.querySelector(part).replaceWith(fresh.querySelector(part));
  }
  seen = total;
}, 2000);`;

const STYLE = `
:root { color-scheme: light dark; --ink: #1c2430; --soft: #5d6878; --line: #e3e7ed; --paper: #fff; --back: #f5f7f9; --mark: #0b6b57; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6eaf0; --soft: #98a3b3; --line: #2a323d; --paper: #171c23; --back: #10141a; --mark: #5cc7ad; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 60rem; padding: 1.5rem 1rem 3rem; background: var(--back); color: var(--ink);
  font: 15px/1.5 system-ui, sans-serif; }
h1 { margin: 0; font-size: 1.35rem; overflow-wrap: anywhere; }
header { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: .25rem 1rem; margin-bottom: 1rem; }
header p { margin: 0; color: var(--soft); }
a { color: var(--mark); }
a:focus-visible, summary:focus-visible { outline: 2px solid var(--mark); outline-offset: 2px; }
nav { display: flex; gap: 1rem; margin: 1rem 0; }
.mails { list-style: none; margin: 0; padding: 0; background: var(--paper); border: 1px solid var(--line); border-radius: 8px; overflow: hidden; }
.mails:empty { display: none; }
.mails li + li { border-top: 1px solid var(--line); }
.mails a { display: grid; grid-template-columns: 15rem 1fr auto; gap: 0 1rem; padding: .6rem 1rem; color: inherit; text-decoration: none; }
.mails a:hover { background: var(--back); }
.to, .subject { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.subject { font-weight: 600; }
.to, time, dt { color: var(--soft); }
time { font-variant-numeric: tabular-nums; white-space: nowrap; }
.empty { padding: 3rem; text-align: center; color: var(--soft); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; margin: 1rem 0; }
dd { margin: 0; overflow-wrap: anywhere; }
iframe { width: 100%; height: 65vh; border: 1px solid var(--line); border-radius: 8px; background: #fff; color-scheme: light; }
pre { padding: 1rem; background: var(--paper); border: 1px solid var(--line); border-radius: 8px; white-space: pre-wrap; overflow-wrap: anywhere; }
summary { margin-top: 1rem; cursor: pointer; }
@media (max-width: 40rem) {
  .mails a { grid-template-columns: 1fr auto; }
  .subject { grid-column: 1 / -1; grid-row: 2; }
}`;

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${safe(title)} · Jalon</title><style>${STYLE}</style></head><body>${body}</body></html>`;
}
