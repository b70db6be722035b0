/** The page behind an unsubscribe link, and the one-click POST of RFC 8058. A GET never changes anything: scanners follow links. */
import type { Context } from 'hono';
import type { Api, Env } from '#api/endpoint.ts';
import { type Html, html, pageAnswer } from '#api/html.ts';
import { readBytes } from '#api/json.ts';
import { Refusal } from '#api/problem.ts';
import { findBrand } from '#store/brands.ts';
import { recordConsent } from '#store/consents.ts';
import { currentConsent, customerExists, localeOf } from '#store/customers.ts';
import { type Subscription, verifyToken } from '#store/token.ts';

export function unsubscribeRoutes(api: Api): void {
  api.app.get('/u/:token', async (c) => {
    const subscription = verifyToken(api.deps.secret, c.req.param('token'));
    if (!subscription) return broken(c);
    const { lang, brand } = await whose(api, c, subscription);
    const gone = (await currentConsent(api.deps.db, subscription)) === false;
    return show(lang, 200, gone ? doneText(lang, brand) : askText(lang, brand));
  });

  api.app.post('/u/:token', async (c) => {
    const { secret } = api.deps;
    const subscription = verifyToken(secret, c.req.param('token'));
    if (!subscription) return broken(c);
    const source = await sourceOf(c.req.raw);
    await withdraw(api, subscription, source);
    const { lang, brand } = await whose(api, c, subscription);
    return show(lang, 200, doneText(lang, brand));
  });
}

/** Idempotent: a mail client may post several times. A customer erased meanwhile has nothing left to withdraw. */
async function withdraw({ deps: { db, clock } }: Api, subscription: Subscription, source: string): Promise<void> {
  if ((await currentConsent(db, subscription)) === false) return;
  await db.transaction().execute(async (trx) => {
    if (!(await customerExists(trx, subscription.customer)) || !(await findBrand(trx, subscription.brand))) return;
    await recordConsent(trx, clock.now(), { ...subscription, given: false, source });
  });
}

/** Whatever the body says, a POST here is a withdrawal: it only tells which button was pressed. */
async function sourceOf(request: Request): Promise<string> {
  const type = (request.headers.get('content-type') ?? '').split(';')[0]!.trim().toLowerCase();
  const bytes = await readBytes(request, { limit: 65_536, types: [type] });
  const text = bytes instanceof Refusal ? '' : Buffer.from(bytes).toString('latin1');
  return /One-Click/i.test(text) ? 'one_click' : 'page';
}

type Lang = 'en' | 'fr';

async function whose(
  { deps: { db } }: Api,
  c: Context<Env>,
  { customer, brand }: Subscription,
): Promise<{ lang: Lang; brand: string }> {
  const [locale, known] = await Promise.all([localeOf(db, customer), findBrand(db, brand)]);
  return { lang: langOf(c, locale), brand: known?.name ?? brand };
}

function langOf(c: Context<Env>, locale: string | null): Lang {
  const wanted = locale ?? c.req.header('accept-language') ?? '';
  return /^\s*fr\b/i.test(wanted) ? 'fr' : 'en';
}

function broken(c: Context<Env>): Response {
  const lang = langOf(c, null);
  return show(
    lang,
    404,
    lang === 'fr'
      ? html`<h1>Lien incomplet</h1><p>Ce lien de désabonnement n’est pas valable. Copiez-le en entier depuis le message reçu, ou répondez à ce message.</p>`
      : html`<h1>Incomplete link</h1><p>This unsubscribe link is not valid. Copy all of it from the message you received, or reply to that message.</p>`,
  );
}

function askText(lang: Lang, brand: string): Html {
  return lang === 'fr'
    ? html`<h1>Se désabonner</h1><p>Ne plus recevoir les messages de ${brand} par ce canal&nbsp;?</p><form method="post"><button>Se désabonner</button></form>`
    : html`<h1>Unsubscribe</h1><p>Stop receiving messages from ${brand} on this channel?</p><form method="post"><button>Unsubscribe</button></form>`;
}

function doneText(lang: Lang, brand: string): Html {
  return lang === 'fr'
    ? html`<h1>C’est fait</h1><p>Vous ne recevrez plus de messages de ${brand} par ce canal. Les messages de service, comme ceux d’une commande en cours, restent possibles.</p>`
    : html`<h1>Done</h1><p>You will receive no more messages from ${brand} on this channel. Service messages, such as those about an order, remain possible.</p>`;
}

const STYLE = `
main { max-width: 30rem; margin: 12vh auto 0; padding: 2rem; background: var(--card); border: 1px solid var(--line); border-radius: 12px; }
h1 { margin: 0 0 .5rem; font-size: 1.5rem; }
p { color: var(--soft); }
button { font: inherit; font-weight: 600; padding: .7rem 1.4rem; border: 0; border-radius: 8px; background: var(--accent); color: var(--on-accent); cursor: pointer; }
@media (max-width: 34rem) { main { margin: 1rem; } }
`;

function show(lang: Lang, status: number, text: Html): Response {
  const answer = pageAnswer(html`<main>${text}</main>`, {
    title: lang === 'fr' ? 'Se désabonner' : 'Unsubscribe',
    lang,
    style: STYLE,
    status,
  });
  answer.headers.set('Cache-Control', 'no-store');
  answer.headers.set('X-Robots-Tag', 'noindex');
  return answer;
}
