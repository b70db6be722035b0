/** What customers see of their rights over their data, as HTML: the part at the foot of their page, and each outcome. */
import { type Html, html } from '#api/html.ts';
import type { Purpose } from '#core/code.ts';
import type { Language } from '#core/language.ts';

const TEXT = {
  en: {
    mine: 'Your data',
    about: 'For each of these we first send a code to your e-mail address, so that nobody else can do it.',
    download: 'Download your data',
    downloadHint: 'A file (JSON) with your profile, your consents, what you did and what you received from us.',
    address: 'Change your e-mail address',
    newAddress: 'New e-mail address',
    addressHint: 'Both addresses get a code: the one we have now, then the new one.',
    erase: 'Erase everything',
    eraseHint: 'At once and for good. What the law makes a company keep, such as invoices, is not here.',
    code: 'Six-digit code',
    codeHint: 'It works once, for 15 minutes. Only the last code you asked for works.',
    sent: 'If we have an e-mail address of yours, a code is on its way to it. It may take a minute.',
    sentNew: (address: string) => `Thank you. A second code is on its way to ${address}. It may take a minute.`,
    go: { download: 'Download', address: 'Continue', confirm: 'Change the address', erase: 'Erase everything' },
    ask: { download: 'Download', address: 'Change', erase: 'Erase everything' },
    warning:
      'This cannot be undone. Your profile, your addresses, what you did and what you chose are erased, and the messages planned for you are cancelled.',
    wrong: (left: number) => `That is not the code. ${left === 1 ? 'One try is' : `${left} tries are`} left.`,
    back: 'Back to your preferences',
    none: 'No code? Look among unwanted mail, or ask for another one from your preferences.',
    gone: 'This code does not work any more',
    goneText: 'It was used already, a newer one took its place, or it is older than 15 minutes. Ask for a new one.',
    spent: 'Too many tries',
    spentText: 'The code was mistyped five times and does not work any more. Ask for a new one.',
    often: 'Too many codes',
    oftenText:
      'Three codes were asked for within an hour. Ask again in an hour; the last one works for its 15 minutes.',
    invalid: 'That is not an e-mail address. It looks like name@example.com.',
    changed: 'Your address is changed',
    changedText: (address: string) => `From now on we write to ${address}. We have told the former address.`,
    erased: 'Everything is erased',
    erasedText:
      'Nothing is kept about you any more, but for a fingerprint of your address, which does not show it: by it we know not to write to you again. The links in our messages do not work any more.',
    file: 'my-data.json',
  },
  fr: {
    mine: 'Vos données',
    about:
      'Pour chacune de ces demandes, nous envoyons d’abord un code à votre adresse e-mail : personne d’autre ne peut les faire.',
    download: 'Télécharger vos données',
    downloadHint:
      'Un fichier (JSON) : votre profil, vos consentements, ce que vous avez fait et ce que vous avez reçu de nous.',
    address: 'Changer d’adresse e-mail',
    newAddress: 'Nouvelle adresse e-mail',
    addressHint: 'Les deux adresses reçoivent un code : celle d’aujourd’hui, puis la nouvelle.',
    erase: 'Tout effacer',
    eraseHint:
      'Immédiatement et définitivement. Ce que la loi oblige à conserver, comme les factures, ne se trouve pas ici.',
    code: 'Code à six chiffres',
    codeHint: 'Il sert une seule fois, pendant 15 minutes. Seul le dernier code demandé est valable.',
    sent: 'Si nous avons une adresse e-mail de vous, un code vient d’y être envoyé. Cela peut prendre une minute.',
    sentNew: (address: string) =>
      `Merci. Un second code vient d’être envoyé à ${address}. Cela peut prendre une minute.`,
    go: { download: 'Télécharger', address: 'Continuer', confirm: 'Changer d’adresse', erase: 'Tout effacer' },
    ask: { download: 'Télécharger', address: 'Changer', erase: 'Tout effacer' },
    warning:
      'C’est irréversible. Votre profil, vos adresses, ce que vous avez fait et choisi sont effacés, et les messages prévus pour vous sont annulés.',
    wrong: (left: number) => `Ce n’est pas le bon code. Il reste ${left === 1 ? 'un essai' : `${left} essais`}.`,
    back: 'Retour à vos préférences',
    none: 'Pas de code ? Regardez parmi les indésirables, ou demandez-en un autre depuis vos préférences.',
    gone: 'Ce code n’est plus valable',
    goneText: 'Il a déjà servi, un plus récent l’a remplacé, ou il date de plus de 15 minutes. Demandez-en un nouveau.',
    spent: 'Trop d’essais',
    spentText: 'Le code a été mal saisi cinq fois et n’est plus valable. Demandez-en un nouveau.',
    often: 'Trop de codes',
    oftenText:
      'Trois codes ont été demandés en une heure. Redemandez dans une heure ; le dernier reste valable ses 15 minutes.',
    invalid: 'Ce n’est pas une adresse e-mail. Elle ressemble à nom@exemple.fr.',
    changed: 'Votre adresse est changée',
    changedText: (address: string) => `Nous écrivons désormais à ${address}. L’ancienne adresse en est avertie.`,
    erased: 'Tout est effacé',
    erasedText:
      'Plus rien n’est conservé à votre sujet, sauf une empreinte de votre adresse, qui ne la montre pas : grâce à elle, nous savons ne plus vous écrire. Les liens de nos messages ne fonctionnent plus.',
    file: 'mes-donnees.json',
  },
};

export function fileName(lang: Language): string {
  return TEXT[lang].file;
}

/** At the foot of the preference page; `path` is that page's. */
export function rightsSection(path: string, lang: Language): Html {
  const t = TEXT[lang];
  return html`<section id="data"><h2>${t.mine}</h2><p class="hint">${t.about}</p>
${asking(path, lang, 'download')}
${asking(path, lang, 'address', addressField(lang, null))}
${asking(path, lang, 'erase')}
</section>`;
}

function asking(path: string, lang: Language, purpose: keyof (typeof TEXT)['en']['ask'], field?: Html): Html {
  const t = TEXT[lang];
  const style = purpose === 'erase' ? 'quiet grave' : 'quiet';
  return html`<form class="ask" method="post" action="${path}/data"><input type="hidden" name="do" value="ask"><input type="hidden" name="for" value="${purpose}"><div class="${field ? 'whole' : 'part'}"><h3 id="ask-${purpose}">${t[purpose]}</h3><p class="hint" id="ask-${purpose}-hint">${t[`${purpose}Hint`]}</p></div>${field ?? html``}<button class="${style}" aria-describedby="ask-${purpose} ask-${purpose}-hint">${t.ask[purpose]}</button></form>`;
}

/** `wrong`: what was typed and is no address. */
function addressField(lang: Language, wrong: string | null): Html {
  const t = TEXT[lang];
  const input =
    wrong === null
      ? html`<input id="email" type="email" name="email" autocomplete="email" maxlength="254" required>`
      : html`<input id="email" type="email" name="email" autocomplete="email" maxlength="254" required autofocus value="${wrong}" aria-invalid="true" aria-describedby="bad">`;
  return html`<div class="part"><label for="email">${t.newAddress}</label>${input}${
    wrong === null ? html`` : html`<p class="bad" role="alert" id="bad">${t.invalid}</p>`
  }</div>`;
}

export type Page = { lang: Language; brand: string; path: string };

/** Where the code is typed. `note`: what has just happened. */
export type Note = { kind: 'sent' } | { kind: 'sent_new'; address: string } | { kind: 'wrong'; left: number } | null;

export function codePage({ lang, brand, path }: Page, purpose: Purpose, note: Note): Html {
  const t = TEXT[lang];
  const title = { download: t.download, address: t.address, confirm: t.address, erase: t.erase }[purpose];
  const button =
    purpose === 'erase' ? html`<button class="grave">${t.go.erase}</button>` : html`<button>${t.go[purpose]}</button>`;
  const field =
    note?.kind === 'wrong'
      ? html`<input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="12" required autofocus aria-invalid="true" aria-describedby="bad once">`
      : html`<input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="12" required autofocus aria-describedby="once">`;
  return html`<main>
<header><p class="brand">${brand}</p><h1>${title}</h1></header>
${note === null || note.kind === 'wrong' ? html`` : html`<p class="note" role="status">${note.kind === 'sent' ? t.sent : t.sentNew(note.address)}</p>`}
<section><form class="code" method="post" action="${path}/data"><input type="hidden" name="do" value="prove"><input type="hidden" name="for" value="${purpose}">
${purpose === 'erase' ? html`<p class="warning">${t.warning}</p>` : html``}
<label for="code">${t.code}</label>${field}
${note?.kind === 'wrong' ? html`<p class="bad" role="alert" id="bad">${t.wrong(note.left)}</p>` : html``}
<p class="hint" id="once">${t.codeHint}</p>
${button}</form></section>
<p class="hint">${t.none}</p>
${back(path, lang)}
</main>`;
}

export type Outcome = 'gone' | 'spent' | 'often' | 'erased' | 'changed';

export function outcomePage({ lang, brand, path }: Page, outcome: Outcome, address = ''): Html {
  const t = TEXT[lang];
  const text = outcome === 'changed' ? t.changedText(address) : t[`${outcome}Text`];
  return html`<main>
<header><p class="brand">${brand}</p><h1>${t[outcome]}</h1><p>${text}</p></header>
${outcome === 'erased' ? html`` : back(path, lang)}
</main>`;
}

/** What was typed as an address and is none. */
export function addressPage({ lang, brand, path }: Page, typed: string): Html {
  return html`<main>
<header><p class="brand">${brand}</p><h1>${TEXT[lang].mine}</h1></header>
<section>${asking(path, lang, 'address', addressField(lang, typed))}</section>
${back(path, lang)}
</main>`;
}

function back(path: string, lang: Language): Html {
  return html`<p class="back"><a href="${path}">${TEXT[lang].back}</a></p>`;
}

/** Beside the style of the preference page. */
export const RIGHTS_STYLE = `
:root { --grave: #a3261b; --on-grave: #ffffff; }
@media (prefers-color-scheme: dark) { :root { --grave: #ff9c8f; --on-grave: #1d0f0d; } }
h3 { margin: 0 0 .15rem; font-size: 1rem; }
.note, header p { overflow-wrap: anywhere; }
.ask { display: flex; flex-wrap: wrap; gap: .75rem 1.5rem; align-items: center; padding: 1.25rem 0; border-top: 1px solid var(--line); }
.ask:first-child { padding-top: 0; border-top: 0; }
.ask:last-of-type { padding-bottom: 0; }
.hint + .ask { margin-top: 1.25rem; }
.ask > .whole { flex: 1 0 100%; }
.ask > .part { flex: 1; min-width: 0; }
.ask > button { margin: 0; white-space: nowrap; }
.ask > button, .ask input { min-height: 3.2rem; }
.whole ~ button { align-self: flex-end; }
.part:has(.bad) ~ button { align-self: center; }
.ask label, .code label { display: block; font-weight: 600; }
input[type=email], #code { display: block; width: 100%; margin-top: .35rem; padding: .65rem .7rem; font: inherit; color: var(--ink); background: var(--paper); border: 1px solid var(--soft); border-radius: 8px; }
#code { max-width: 14rem; font-size: 1.5rem; letter-spacing: .3em; font-variant-numeric: tabular-nums; }
[aria-invalid=true] { border-color: var(--grave); }
.bad { margin: .35rem 0 0; color: var(--grave); font-weight: 600; }
.code .warning { margin: 0 0 1.25rem; }
.code .bad { margin-top: .6rem; }
.code .hint { margin: .75rem 0 1.25rem; }
.code > button { margin: 0; }
button.grave { background: var(--grave); border-color: var(--grave); color: var(--on-grave); }
button.quiet.grave { background: none; color: var(--grave); border-color: var(--grave); }
.back { margin: 1.5rem 0 0; }
.back a { display: inline-block; padding: .5rem 0; }
@media (max-width: 34rem) {
  .ask { flex-direction: column; align-items: stretch; }
  .ask > button { width: 100%; }
}
`;
