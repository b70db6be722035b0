/** The page behind an unsubscribe link, and the one-click POST of RFC 8058. A GET never changes anything: scanners follow links. */
import type { Context } from 'hono';
import { card } from '#api/card.ts';
import type { Api, Env } from '#api/endpoint.ts';
import { waitForFlight } from '#api/flight.ts';
import { type Html, html, langOf } from '#api/html.ts';
import { readBytes } from '#api/json.ts';
import { Refusal } from '#api/problem.ts';
import type { Language } from '#core/language.ts';
import { findBrand, nameIn } from '#store/brands.ts';
import { localeOf } from '#store/customers.ts';
import { lastWord, topicOfList, withdrawOnce } from '#store/preferences.ts';
import { type Subscription, signHolder, verifyToken } from '#store/token.ts';

export function unsubscribeRoutes(api: Api): void {
  const { db, clock, secret } = api.deps;

  api.app.get('/u/:token', async (c) => {
    const subscription = verifyToken(secret, c.req.param('token'));
    if (!subscription) return broken(c);
    const scope = await scopeOf(api, c, subscription);
    return show(scope, (await lastWord(db, scope.from)) === false ? doneText(scope) : askText(scope));
  });

  api.app.post('/u/:token', async (c) => {
    const subscription = verifyToken(secret, c.req.param('token'));
    if (!subscription) return broken(c);
    const scope = await scopeOf(api, c, subscription);
    const heard = await withdrawOnce(db, clock.now(), scope.from, await sourceOf(c.req.raw));
    await waitForFlight(api.deps, heard);
    return show(scope, doneText(scope));
  });
}

/** Whatever the body says, a POST here is a withdrawal: it only tells which button was pressed. */
async function sourceOf(request: Request): Promise<string> {
  const type = (request.headers.get('content-type') ?? '').split(';')[0]!.trim().toLowerCase();
  const bytes = await readBytes(request, { limit: 65_536, types: [type] });
  const text = bytes instanceof Refusal ? '' : Buffer.from(bytes).toString('latin1');
  return /One-Click/i.test(text) ? 'one_click' : 'page';
}

type From = { customer: number; brand: string; channel: string; topic: string };
type Scope = {
  lang: Language;
  brand: string /** Of a list of its own. */;
  list: string | null;
  from: From;
  more: string;
};

/** All commercial mail of the brand, or the list where the mail had one that can be subscribed by itself. */
async function scopeOf({ deps }: Api, c: Context<Env>, { list, ...of }: Subscription): Promise<Scope> {
  const [locale, brand, topic] = await Promise.all([
    localeOf(deps.db, of.customer),
    findBrand(deps.db, of.brand),
    topicOfList(deps.db, of.brand, list),
  ]);
  const lang = langOf(locale, c.req.header('accept-language'));
  return {
    lang,
    brand: brand ? nameIn(lang, brand) : of.brand,
    list: topic && (topic.name[lang] ?? topic.id),
    from: { ...of, topic: topic?.id ?? '*' },
    more: `/p/${signHolder(deps.secret, of)}`,
  };
}

function broken(c: Context<Env>): Response {
  const lang = langOf(null, c.req.header('accept-language'));
  return page(
    lang,
    404,
    lang === 'fr'
      ? html`<h1>Lien incomplet</h1><p>Ce lien de désabonnement n’est pas valable. Copiez-le en entier depuis le message reçu, ou répondez à ce message.</p>`
      : html`<h1>Incomplete link</h1><p>This unsubscribe link is not valid. Copy all of it from the message you received, or reply to that message.</p>`,
  );
}

function askText({ lang, brand, list }: Scope): Html {
  if (lang === 'fr') {
    const what = list === null ? html`les messages de ${brand} par ce canal` : html`«&nbsp;${list}&nbsp;» de ${brand}`;
    return html`<h1>Se désabonner</h1><p>Ne plus recevoir ${what}&nbsp;?</p><form method="post"><button>Se désabonner</button></form>`;
  }
  const what = list === null ? html`messages from ${brand} on this channel` : html`“${list}” from ${brand}`;
  return html`<h1>Unsubscribe</h1><p>Stop receiving ${what}?</p><form method="post"><button>Unsubscribe</button></form>`;
}

function doneText({ lang, brand, list }: Scope): Html {
  if (lang === 'fr') {
    const what = list === null ? html`de messages de ${brand} par ce canal` : html`«&nbsp;${list}&nbsp;» de ${brand}`;
    return html`<h1>C’est fait</h1><p>Vous ne recevrez plus ${what}. Les messages de service, comme ceux d’une commande en cours, restent possibles.</p>`;
  }
  const what =
    list === null ? html`no more messages from ${brand} on this channel` : html`“${list}” from ${brand} no more`;
  return html`<h1>Done</h1><p>You will receive ${what}. Service messages, such as those about an order, remain possible.</p>`;
}

function show({ lang, more }: Scope, text: Html): Response {
  const link = lang === 'fr' ? 'Choisir ce que je reçois' : 'Choose what I receive';
  return page(lang, 200, html`${text}<p><a href="${more}">${link}</a></p>`);
}

function page(lang: Language, status: number, text: Html): Response {
  const title = lang === 'fr' ? 'Se désabonner' : 'Unsubscribe';
  return card(lang, text, { title, status });
}
