/** The preference page as HTML: works without a script, in the customer's language. */
import { type Html, html } from '#api/html.ts';
import { lastWord } from '#core/consent.ts';
import type { Language } from '#core/language.ts';
import type { Preferences } from '#store/preferences.ts';

/** What customers choose among, as they call it. */
export const CHANNELS: Record<string, Record<Language, string>> = {
  email: { en: 'E-mail', fr: 'E-mail' },
  letter: { en: 'Letter', fr: 'Courrier' },
  sms: { en: 'SMS', fr: 'SMS' },
  call: { en: 'Phone call', fr: 'Appel' },
};

export const PER_WEEK = [1, 2, 3, 5, 7];
export const PAUSE_WEEKS = [1, 2, 4, 8, 12];

export type Choice = { channel: string; topic: string; on: boolean; wording: string };

/** Everything was withdrawn at once, and nothing has been given again since. */
export function allOff({ said }: Preferences, choices: readonly Choice[]): boolean {
  return said.some((s) => s.channel === '*' && s.topic === '*' && !s.given) && choices.every((choice) => !choice.on);
}

/** Every box of the page: the messages in general first, then each topic. What was never said is as the channel's regime has it. */
export function choicesOf(
  { said, topics, brand, brandNames, brandId, regimes }: Preferences,
  lang: Language,
): Choice[] {
  return ['*', ...topics.map((t) => t.id)].flatMap((topic) =>
    Object.keys(CHANNELS).map((channel) => {
      const word = lastWord(said, { brand: brandId, channel, topic });
      const on = word === null ? regimes[channel] !== 'opt_in' : word.given;
      return {
        channel,
        topic,
        on,
        wording: `${brandNames[lang] ?? brand}: ${topicName(topics, topic, lang)}, ${CHANNELS[channel]![lang]}`,
      };
    }),
  );
}

function topicName(topics: Preferences['topics'], id: string, lang: Language): string {
  if (id === '*') return TEXT[lang].general;
  const name = topics.find((t) => t.id === id)?.name ?? {};
  return name[lang] ?? Object.values(name)[0] ?? id;
}

/** Enough for the owner to know it, too little for anybody else to use it. */
export function masked(address: string): string {
  const at = address.lastIndexOf('@');
  return `${[...address][0] ?? ''}•••${at < 0 ? '' : address.slice(at)}`;
}

const TEXT = {
  en: {
    title: 'Your preferences',
    about: (to: string) => `What you receive at ${to}, and how.`,
    nobody: 'What you receive, and how.',
    saved: 'Saved. It holds from the next message on.',
    off: 'You receive nothing from us, save what concerns an order or a contract. Tick what you would like to have again.',
    what: 'What you receive',
    hint: 'A topic reaches you only on the channels that are ticked under “All messages”.',
    general: 'All messages',
    often: 'How often',
    most: 'At most',
    none: 'no limit of mine',
    week: (n: number) => `${n} a week`,
    pause: 'Pause',
    keep: (until: string) => (until ? `paused until ${until}` : 'no pause'),
    end: 'end the pause now',
    weeks: (n: number) => (n === 1 ? 'for 1 week' : `for ${n} weeks`),
    service: 'Messages about an order or a contract are not affected.',
    save: 'Save',
    stop: 'Stop everything',
    stopHint: 'No message of ours any more, on any channel. Those about an order or a contract remain possible.',
    why: 'Why you heard from us',
    never: 'We have not written to you lately.',
    because: (event: string, at: string) =>
      event === 'Order Completed' ? `because you bought on ${at}` : `after “${event}” on ${at}`,
    since: (at: string) => `since ${at}`,
  },
  fr: {
    title: 'Vos préférences',
    about: (to: string) => `Ce que vous recevez à l’adresse ${to}, et comment.`,
    nobody: 'Ce que vous recevez, et comment.',
    saved: 'C’est enregistré, dès le prochain message.',
    off: 'Vous ne recevez plus rien de nous, sauf ce qui concerne une commande ou un contrat. Cochez ce que vous souhaitez recevoir de nouveau.',
    what: 'Ce que vous recevez',
    hint: 'Un sujet ne vous parvient que par les canaux cochés sous « Tous les messages ».',
    general: 'Tous les messages',
    often: 'À quel rythme',
    most: 'Au plus',
    none: 'sans limite de ma part',
    week: (n: number) => `${n} par semaine`,
    pause: 'Pause',
    keep: (until: string) => (until ? `en pause jusqu’au ${until}` : 'pas de pause'),
    end: 'mettre fin à la pause',
    weeks: (n: number) => (n === 1 ? 'pendant 1 semaine' : `pendant ${n} semaines`),
    service: 'Les messages liés à une commande ou à un contrat ne changent pas.',
    save: 'Enregistrer',
    stop: 'Tout arrêter',
    stopHint:
      'Plus aucun message de notre part, par aucun canal. Ceux liés à une commande ou à un contrat restent possibles.',
    why: 'Pourquoi nous vous avons écrit',
    never: 'Nous ne vous avons pas écrit récemment.',
    because: (event: string, at: string) =>
      event === 'Order Completed' ? `parce que vous avez acheté le ${at}` : `après « ${event} » le ${at}`,
    since: (at: string) => `depuis le ${at}`,
  },
};

export type Shown = { lang: Language; zone: string; now: number; saved: boolean; foot: Html };

export function choicesPage(p: Preferences, { lang, zone, now, saved, foot }: Shown): Html {
  const t = TEXT[lang];
  const format = new Intl.DateTimeFormat(lang === 'fr' ? 'fr-FR' : 'en-GB', { dateStyle: 'long', timeZone: zone });
  const date = (at: number) => format.format(at);
  const paused = p.limits.pausedUntil !== null && p.limits.pausedUntil > now ? p.limits.pausedUntil : null;
  const choices = choicesOf(p, lang);
  const off = allOff(p, choices);
  const notes = [...(saved ? [t.saved] : []), ...(off ? [t.off] : [])];
  const limits = [...new Set([...PER_WEEK, ...(p.limits.perWeek === null ? [] : [p.limits.perWeek])])].sort(
    (a, b) => a - b,
  );
  return html`<main>
<header><p class="brand">${p.brandNames[lang] ?? p.brand}</p><h1>${t.title}</h1><p>${p.email === null ? t.nobody : t.about(masked(p.email))}</p></header>
${notes.map((note) => html`<p class="note" role="status">${note}</p>`)}
<form method="post">
<section><h2>${t.what}</h2>
${['*', ...p.topics.map((topic) => topic.id)].map(
  (topic) =>
    html`<fieldset><legend>${topicName(p.topics, topic, lang)}</legend><div class="boxes">${choices
      .filter((choice) => choice.topic === topic)
      .map((choice) => box(choice, lang))}</div></fieldset>`,
)}
${p.topics.length > 0 ? html`<p class="hint">${t.hint}</p>` : html``}
</section>
<section><h2>${t.often}</h2><div class="pair">
<label>${t.most}<select name="per_week">${option('', t.none, p.limits.perWeek === null)}${limits.map((n) =>
    option(String(n), t.week(n), n === p.limits.perWeek),
  )}</select></label>
<label>${t.pause}<select name="pause">${option('keep', t.keep(paused === null ? '' : date(paused)), true)}${
    paused === null ? html`` : option('end', t.end, false)
  }${PAUSE_WEEKS.map((n) => option(String(n), t.weeks(n), false))}</select></label>
</div><p class="hint">${t.service}</p></section>
<button>${t.save}</button>
</form>
${
  off
    ? html``
    : html`<section class="apart"><p class="hint" id="stop">${t.stopHint}</p><form method="post"><input type="hidden" name="do" value="off"><button class="quiet" aria-describedby="stop">${t.stop}</button></form></section>`
}
<section><h2>${t.why}</h2>${
    p.contacts.length === 0
      ? html`<p class="hint">${t.never}</p>`
      : html`<ol>${p.contacts.map(
          (c) =>
            html`<li><span class="when">${date(c.at)} · ${CHANNELS[c.channel]?.[lang] ?? c.channel}</span><span>${c.chain}, ${
              c.because === null ? t.since(date(c.since)) : t.because(c.because, date(c.since))
            }</span></li>`,
        )}</ol>`
  }</section>
${foot}
</main>`;
}

/** `was` says what the page showed: only what the customer changed is taken from it, however old the page is. */
function box({ channel, topic, on }: Choice, lang: Language): Html {
  const value = `${channel}:${topic}`;
  const input = on
    ? html`<input type="checkbox" name="on" value="${value}" checked><input type="hidden" name="was" value="${value}">`
    : html`<input type="checkbox" name="on" value="${value}">`;
  return html`<label class="box">${input}${CHANNELS[channel]![lang]}<input type="hidden" name="shown" value="${value}"></label>`;
}

function option(value: string, label: string, selected: boolean): Html {
  return selected
    ? html`<option value="${value}" selected>${label}</option>`
    : html`<option value="${value}">${label}</option>`;
}

export const CHOICES_STYLE = `
main { max-width: 40rem; margin: 0 auto; padding: 3rem 1.25rem 4rem; }
header { margin-bottom: 1.5rem; }
h1 { margin: 0 0 .25rem; font-size: 1.9rem; line-height: 1.2; letter-spacing: -.01em; }
h2 { margin: 0 0 1rem; font-size: 1.1rem; }
header p, .hint { color: var(--soft); margin: 0; }
header .brand { font-weight: 600; color: var(--accent); margin-bottom: .5rem; }
section { padding: 1.5rem; margin: 0 0 1rem; background: var(--card); border: 1px solid var(--line); border-radius: 12px; }
.hint { font-size: .9rem; }
.note { padding: .8rem 1.25rem; margin: 0 0 1rem; border-left: 4px solid var(--accent); border-radius: 4px; background: var(--code); }
fieldset { border: 0; margin: 0 0 1rem; padding: 0 0 1rem; border-bottom: 1px solid var(--line); }
fieldset:last-of-type { margin-bottom: 0; }
fieldset:last-child { padding-bottom: 0; border-bottom: 0; }
fieldset + .hint { margin-top: 1rem; }
legend { padding: 0; font-weight: 600; margin-bottom: .35rem; }
.boxes { display: grid; grid-template-columns: repeat(4, 1fr); gap: 0 1rem; }
.box { display: flex; align-items: center; gap: .6rem; min-height: 2.75rem; cursor: pointer; }
input[type=checkbox] { width: 1.2rem; height: 1.2rem; margin: 0; accent-color: var(--accent); flex: none; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(14rem, 1fr)); gap: 1rem; margin-bottom: 1rem; }
.pair label { font-weight: 600; }
select { display: block; width: 100%; margin-top: .35rem; padding: .65rem .7rem; font: inherit; font-weight: 400; color: var(--ink); background: var(--paper); border: 1px solid var(--soft); border-radius: 8px; }
button { font: inherit; font-weight: 600; padding: .75rem 1.75rem; border: 1px solid var(--accent); border-radius: 8px; background: var(--accent); color: var(--on-accent); cursor: pointer; }
button.quiet { background: none; color: var(--ink); border-color: var(--soft); }
form > button { margin: .25rem 0 2rem; }
.apart { display: flex; gap: 1.5rem; align-items: center; justify-content: space-between; }
.apart button { margin: 0; white-space: nowrap; }
ol { list-style: none; margin: 0; padding: 0; }
li { padding: .7rem 0; border-top: 1px solid var(--line); }
li:first-child { border-top: 0; padding-top: 0; }
li:last-child { padding-bottom: 0; }
li span { display: block; overflow-wrap: anywhere; }
li .when { color: var(--soft); font-size: .9rem; }
@media (max-width: 34rem) {
  main { padding: 1.5rem 1rem 3rem; }
  section { padding: 1.25rem; }
  .boxes { grid-template-columns: repeat(2, 1fr); }
  form > button { width: 100%; }
  .apart { flex-direction: column; align-items: stretch; gap: 1rem; }
}
`;

export function choicesTitle(lang: Language): string {
  return TEXT[lang].title;
}
