/** The preference centre: a page behind a signed link, where customers say what they want to get. Only a POST changes anything. */
import { CHOICES_STYLE, choicesOf, choicesPage, choicesTitle, PAUSE_WEEKS } from '#api/choices.ts';
import type { Api } from '#api/endpoint.ts';
import { waitForFlight } from '#api/flight.ts';
import { type Found, findHolder, fromElsewhere, readForm, refused } from '#api/holder.ts';
import { privatePage } from '#api/html.ts';
import { Refusal } from '#api/problem.ts';
import { RIGHTS_STYLE, rightsSection } from '#api/rights.ts';
import { DAY } from '#core/clock.ts';
import type { Language } from '#core/language.ts';
import type { Limits } from '#core/policy/own.ts';
import { type Change, type Preferences, readPreferences, savePreferences } from '#store/preferences.ts';
import { readCompany } from '#store/settings.ts';

export function preferenceRoutes(api: Api): void {
  const { db, clock, config } = api.deps;

  api.app.get('/p/:token', async (c) => {
    const found = await findHolder(api, c);
    return found ? show(api, found, false) : refused(c, 404);
  });

  api.app.post('/p/:token', async (c) => {
    const found = await findHolder(api, c);
    if (!found) return refused(c, 404);
    if (fromElsewhere(c, config.baseUrl)) return refused(c, 403);
    const form = await readForm(c.req.raw);
    if (form instanceof Refusal) return form.respond();
    const { holder, preferences, lang } = found;
    const wanted = wantedOf(form, preferences, { now: clock.now(), lang });
    if (wanted === null) return refused(c, 400);
    await waitForFlight(api.deps, await savePreferences(db, clock.now(), holder, wanted));
    const after = await readPreferences(db, holder, clock.now());
    return after ? show(api, { ...found, preferences: after }, true) : refused(c, 404);
  });
}

type Wanted = { changes: Change[]; limits: Limits | null };

/** null: a form that this page did not make. */
function wantedOf(
  form: URLSearchParams,
  preferences: Preferences,
  { now, lang }: { now: number; lang: Language },
): Wanted | null {
  if (form.get('do') === 'off') return { changes: [everythingOff(preferences, lang)], limits: null };
  const limits = limitsOf(form, preferences, now);
  return limits && { changes: changesOf(form, preferences, lang), limits };
}

/** Only what differs from what the page showed: an old page must not give again what was withdrawn meanwhile. */
function changesOf(form: URLSearchParams, preferences: Preferences, lang: Language): Change[] {
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

function everythingOff({ brand }: Preferences, lang: Language): Change {
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

async function show({ deps }: Api, { preferences, lang, path }: Found, saved: boolean): Promise<Response> {
  const zone = preferences.zone ?? (await readCompany(deps.db)).zone;
  const foot = rightsSection(path, lang);
  const body = choicesPage(preferences, { lang, zone, now: deps.clock.now(), saved, foot });
  return privatePage(body, { title: choicesTitle(lang), lang, style: CHOICES_STYLE + RIGHTS_STYLE });
}
