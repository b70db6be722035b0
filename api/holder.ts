/** Who may open a page behind a preference link, and what is refused there. */
import type { Context } from 'hono';
import { CHOICES_STYLE, choicesTitle } from '#api/choices.ts';
import type { Api, Env } from '#api/endpoint.ts';
import { type Html, html, langOf, privatePage } from '#api/html.ts';
import { readBytes } from '#api/json.ts';
import { Refusal } from '#api/problem.ts';
import type { Language } from '#core/language.ts';
import { type Preferences, readPreferences } from '#store/preferences.ts';
import { type Holder, verifyHolder } from '#store/token.ts';

export type Found = { holder: Holder; preferences: Preferences; lang: Language; path: string };

export async function findHolder({ deps }: Api, c: Context<Env>): Promise<Found | null> {
  const token = c.req.param('token') ?? '';
  const holder = verifyHolder(deps.secret, token);
  const preferences = holder && (await readPreferences(deps.db, holder, deps.clock.now()));
  if (!holder || !preferences) return null;
  const lang = langOf(preferences.locale, c.req.header('accept-language'));
  return { holder, preferences, lang, path: `/p/${token}` };
}

/** The page sends no referrer, so that its origin may be `null`: what the browser says of the site decides. */
export function fromElsewhere(c: Context<Env>, baseUrl: string): boolean {
  const site = c.req.header('sec-fetch-site');
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const origin = c.req.header('origin') ?? 'null';
  return origin !== 'null' && origin !== new URL(c.req.url).origin && origin !== new URL(baseUrl).origin;
}

export async function readForm(request: Request): Promise<URLSearchParams | Refusal> {
  const bytes = await readBytes(request, { limit: 65_536, types: ['application/x-www-form-urlencoded'] });
  return bytes instanceof Refusal ? bytes : new URLSearchParams(Buffer.from(bytes).toString('utf8'));
}

const REFUSED: Record<400 | 403 | 404, Record<Language, Html>> = {
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

export function refused(c: Context<Env>, status: 400 | 403 | 404): Response {
  const lang = langOf(null, c.req.header('accept-language'));
  const body = html`<main><header>${REFUSED[status][lang]}</header></main>`;
  return privatePage(body, { title: choicesTitle(lang), lang, style: CHOICES_STYLE, status });
}
