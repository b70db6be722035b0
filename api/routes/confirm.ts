/** The page behind the link that confirms a double opt-in. A GET never changes anything: scanners follow links. */
import type { Context } from 'hono';
import { card } from '#api/card.ts';
import { CHANNELS } from '#api/choices.ts';
import type { Api, Env } from '#api/endpoint.ts';
import { type Html, html, langOf } from '#api/html.ts';
import { numberOf } from '#api/ids.ts';
import { ipOf } from '#api/ip.ts';
import { consentEvent } from '#core/consentevent.ts';
import type { Language } from '#core/language.ts';
import { findBrand, nameIn } from '#store/brands.ts';
import { confirmConsent, type Request, readRequest, stateOf } from '#store/confirmation.ts';
import { localeOf } from '#store/customers.ts';
import { verifyConfirming } from '#store/token.ts';
import { findTopic } from '#store/topics.ts';

/** Which text of the page was agreed to. */
const WORDING = 'confirm.1';

export function confirmRoutes(api: Api): void {
  const { db, clock, intake, log } = api.deps;

  api.app.get('/c/:token', async (c) => {
    const found = await find(api, c);
    return found ? show(found, TEXT[found.lang][stateOf(found.request, clock.now())](found)) : broken(c);
  });

  api.app.post('/c/:token', async (c) => {
    const found = await find(api, c);
    if (!found) return broken(c);
    const now = clock.now();
    const { customer, record } = found.request;
    const said = { ip: ipOf(c), wording: found.wording, wordingVersion: WORDING, by: 'link' };
    const done = await db.transaction().execute((trx) => confirmConsent(trx, now, { customer, record, ...said }));
    if (!done) return broken(c);
    if (done.given !== null) {
      const event = consentEvent({ name: 'Consent Given', customer, record, about: done.request, at: now });
      // The giving stands: that its event was lost is ours to mend, and nothing to trouble the customer with.
      await intake
        .take([event])
        .catch((error: Error) => log.error({ error: error.name }, 'Consent Given was not set off'));
    }
    return show(found, TEXT[found.lang][done.state](found));
  });
}

type Found = { request: Request; lang: Language; brand: string; what: string; wording: string };

async function find({ deps }: Api, c: Context<Env>): Promise<Found | null> {
  const confirming = verifyConfirming(deps.secret, c.req.param('token') ?? '');
  const record = confirming && numberOf('record', confirming.record);
  if (!confirming || !record) return null;
  const request = await readRequest(deps.db, { customer: confirming.customer, record });
  if (!request) return null;
  const [locale, brand, topic] = await Promise.all([
    localeOf(deps.db, request.customer),
    findBrand(deps.db, request.brand),
    findTopic(deps.db, request.topic),
  ]);
  const lang = langOf(locale, c.req.header('accept-language'));
  const channel = CHANNELS[request.channel]?.[lang] ?? (lang === 'fr' ? 'tous les canaux' : 'all channels');
  const about = topic ? (topic.name[lang] ?? topic.id) : lang === 'fr' ? 'Tous les messages' : 'All messages';
  const name = brand ? nameIn(lang, brand) : request.brand === '*' ? '' : request.brand;
  const what = `${about} (${channel})`;
  return { request, lang, brand: name, what, wording: name === '' ? what : `${name}: ${what}` };
}

const TEXT = {
  en: {
    open: ({ what, brand }: Found) =>
      html`<h1>Please confirm</h1><p>You asked for: ${what}${brand === '' ? '' : ` from ${brand}`}.</p><form method="post"><button>Yes, I want this</button></form><p>If you did not ask for it, close this page: you will not receive anything.</p>`,
    confirmed: ({ what, brand }: Found) =>
      html`<h1>Confirmed</h1><p>You will receive: ${what}${brand === '' ? '' : ` from ${brand}`}. You can change your mind at any time, by the link in each message.</p>`,
    expired: () => html`<h1>Too late</h1><p>This link has run out. Please ask for it once more.</p>`,
    overtaken: () =>
      html`<h1>No longer valid</h1><p>You have withdrawn this since, so nothing was changed. If you want it after all, please ask for it once more.</p>`,
  },
  fr: {
    open: ({ what, brand }: Found) =>
      html`<h1>Merci de confirmer</h1><p>Vous avez demandé&nbsp;: ${what}${brand === '' ? '' : `, de ${brand}`}.</p><form method="post"><button>Oui, je le souhaite</button></form><p>Si vous n’avez rien demandé, fermez cette page&nbsp;: vous ne recevrez rien.</p>`,
    confirmed: ({ what, brand }: Found) =>
      html`<h1>C’est confirmé</h1><p>Vous recevrez&nbsp;: ${what}${brand === '' ? '' : `, de ${brand}`}. Vous pouvez changer d’avis à tout moment, par le lien de chaque message.</p>`,
    expired: () => html`<h1>Trop tard</h1><p>Ce lien a expiré. Merci de refaire votre demande.</p>`,
    overtaken: () =>
      html`<h1>Lien périmé</h1><p>Vous avez retiré votre accord depuis&nbsp;: rien n’a été changé. Si vous le souhaitez malgré tout, merci de refaire votre demande.</p>`,
  },
};

function broken(c: Context<Env>): Response {
  const lang = langOf(null, c.req.header('accept-language'));
  const text =
    lang === 'fr'
      ? html`<h1>Lien incomplet</h1><p>Ce lien n’est pas valable. Copiez-le en entier depuis le message reçu.</p>`
      : html`<h1>Incomplete link</h1><p>This link is not valid. Copy all of it from the message you received.</p>`;
  return card(lang, text, { title: TITLE[lang], status: 404 });
}

const TITLE: Record<Language, string> = { en: 'Please confirm', fr: 'Merci de confirmer' };

function show({ lang }: Found, text: Html): Response {
  return card(lang, text, { title: TITLE[lang], status: 200 });
}
