/** The preference centre: a page behind a signed link, where customers say what they want to get. Only a POST changes anything. */
import type { Context } from 'hono';
import { CHOICES_STYLE, choicesOf, choicesPage, choicesTitle, PAUSE_WEEKS } from '#api/choices.ts';
import type { Api, Env } from '#api/endpoint.ts';
import { type Html, html, type Lang, langOf, privatePage } from '#api/html.ts';
import { readBytes } from '#api/json.ts';
import { Refusal } from '#api/problem.ts';
import { DAY } from '#core/clock.ts';
import type { Limits } from '#core/policy/own.ts';
import { type Change, type Preferences, readPreferences, savePreferences } from '#store/preferences.ts';
import { readCompany } from '#store/settings.ts';
import { type Holder, verifyHolder } from '#store/token.ts';

type Found = { holder: Holder; preferences: Preferences; lang: Lang };

export function preferenceRoutes(api: Api): void {
  const { db, clock, config } = api.deps;

  api.app.get('/p/:token', async (c) => {
    const found = await find(api, c);
    return found ? show(api, found, false) : refused(c, 404);
  });

  api.app.post('/p/:token', async (c) => {
    const found = await find(api, c);
    if (!found) return refused(c, 404);
    if (fromElsewhere(c, config.baseUrl)) return refused(c, 403);
    const form = await readForm(c.req.raw);
    if (form instanceof Refusal) return form.respond();
    const { holder, preferences, lang } = found;
    const wanted = wantedOf(form, preferences, { now: clock.now(), lang });
    if (wanted === null) return refused(c, 400);
    await savePreferences(db, clock.now(), holder, wanted);
    const after = await readPreferences(db, holder, clock.now());
    return after ? show(api, { ...found, preferences: after }, true) : refused(c, 404);
  });
}

async function find({ deps }: Api, c: Context<Env>): Promise<Found | null> {
  const holder = verifyHolder(deps.secret, c.req.param('token') ?? '');
  const preferences = holder && (await readPreferences(deps.db, holder, deps.clock.now()));
  if (!holder || !preferences) return null;
  return { holder, preferences, lang: langOf(preferences.locale, c.req.header('accept-language')) };
}

/** The page sends no referrer, so that its origin may be `null`: what the browser says of the site decides. */
function fromElsewhere(c: Context<Env>, baseUrl: string): boolean {
  const site = c.req.header('sec-fetch-site');
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const origin = c.req.header('origin') ?? 'null';
  return origin !== 'null' && origin !== new URL(c.req.url).origin && origin !== new URL(baseUrl).origin;
}

async function readForm(request: Request): Promise<URLSearchParams | Refusal> {
  const bytes = await readBytes(request, { limit: 65_536, types: ['application/x-www-form-urlencoded'] });
  return bytes instanceof Refusal ? bytes : new URLSearchParams(Buffer.from(bytes).toString('utf8'));
}

type Wanted = { changes: Change[]; limits: Limits | null };

/** null: a form that this page did not make. */
function wantedOf(
  form: URLSearchParams,
  preferences: Preferences,
  { now, lang }: { now: number; lang: Lang },
): Wanted | null {
  if (form.get('do') === 'off') return { changes: [everythingOff(preferences, lang)], limits: null };
  const limits = limitsOf(form, preferences, now);
  return limits && { changes: changesOf(form, preferences, lang), limits };
}

/** Only what differs from what the page showed: an old page must not give again what was withdrawn meanwhile. */
function changesOf(form: URLSearchParams, preferences: Preferences, lang: Lang): Change[] {
  const [on, was, shown] = ['on', 'was', 'shown'].map((name) => new Set(form.getAll(name))) as [
    Set<string>,
    Set<string>,
    Set<string>,
  ];
  // After everything was withdrawn, what is ticked again is given again, and no more: the later word counts for what it names.
  return choicesOf(preferences, lang)
    .map((choice) => ({ ...choice, key: `${choice.channel}:${choice.topic}` }))
    .filter(({ key }) => shown.has(key) && on.has(key) !== was.has(key))
    .map(({ key, channel, topic, wording }) => ({ channel, topic, given: on.has(key), wording }));
}

function everythingOff({ brand }: Preferences, lang: Lang): Change {
  return { channel: '*', topic: '*', given: false, wording: `${brand}: ${lang === 'fr' ? 'tout' : 'everything'}` };
}

function limitsOf(form: URLSearchParams, { limits }: Preferences, now: number): Limits | null {
  const [week, pause] = [form.get('per_week') ?? '', form.get('pause') ?? 'keep'];
  if (week !== '' && !/^[1-9]\d?$/.test(week)) return null;
  const perWeek = week === '' ? null : Number(week);
  if (pause === 'keep') return { perWeek, pausedUntil: limits.pausedUntil };
  if (pause === 'end') return { perWeek, pausedUntil: null };
  return PAUSE_WEEKS.map(String).includes(pause) ? { perWeek, pausedUntil: now + Number(pause) * 7 * DAY } : null;
}

async function show({ deps }: Api, { preferences, lang }: Found, saved: boolean): Promise<Response> {
  const zone = preferences.zone ?? (await readCompany(deps.db)).zone;
  const body = choicesPage(preferences, { lang, zone, now: deps.clock.now(), saved });
  return privatePage(body, { title: choicesTitle(lang), lang, style: CHOICES_STYLE });
}

const REFUSED: Record<400 | 403 | 404, Record<Lang, Html>> = {
  400: {
    en: html`<h1>Not saved</h1><p>This form is not the one of this page. Open the link of your message again.</p>`,
    fr: html`<h1>Non enregistré</h1><p>Ce formulaire n’est pas celui de cette page. Rouvrez le lien de votre message.</p>`,
  },
  403: {
    en: html`<h1>Not saved</h1><p>This was sent from another site. Open the link of your message again.</p>`,
    fr: html`<h1>Non enregistré</h1><p>Cette demande vient d’un autre site. Rouvrez le lien de votre message.</p>`,
  },
  404: {
    en: html`<h1>Incomplete link</h1><p>This link is not valid. Copy all of it from the message you received.</p>`,
    fr: html`<h1>Lien incomplet</h1><p>Ce lien n’est pas valable. Copiez-le en entier depuis le message reçu.</p>`,
  },
};

function refused(c: Context<Env>, status: 400 | 403 | 404): Response {
  const lang = langOf(null, c.req.header('accept-language'));
  const body = html`<main><header>${REFUSED[status][lang]}</header></main>`;
  return privatePage(body, { title: choicesTitle(lang), lang, style: CHOICES_STYLE, status });
}
