/** Contents before they are sent: shown as somebody would get them, and sent as a proof (BAT) to colleagues. */
import { z } from '@hono/zod-openapi';
import { allows } from '#api/access.ts';
import { type Api, endpoint } from '#api/endpoint.ts';
import { idOf } from '#api/ids.ts';
import type { Caller } from '#api/keyring.ts';
import { maskFor } from '#api/mask.ts';
import { htmlOf } from '#api/mjml.ts';
import { Refusal, refuse } from '#api/problem.ts';
import { noCustomer } from '#api/routes/customers.ts';
import { Id, iso, ref, Time, text } from '#api/shape.ts';
import { templatesFor } from '#api/templates.ts';
import type { EmailContent } from '#core/channels/email.ts';
import type { Preview, Reader, TaskWords } from '#core/contents/preview.ts';
import { referenceOf } from '#core/contents/reference.ts';
import { type Variant, variantSchema, wordsOf } from '#core/contents/template.ts';
import { byteLength, type ContentWarning, warningsOf } from '#core/contents/warnings.ts';
import { languageFor, languageTag } from '#core/language.ts';
import { recordDeed } from '#store/audit.ts';
import { findBrand } from '#store/brands.ts';
import { getCustomers } from '#store/customers.ts';
import { readOffers } from '#store/offers.ts';
import { noticeExpiry } from '#store/owed.ts';
import { findPersona, findProof, findProofList, sendProof } from '#store/proofs.ts';
import { readCompany } from '#store/settings.ts';

/** Somebody made up on the spot, such as who walks a try-out. */
const Invented = z.strictObject({
  traits: z.record(text(100), z.unknown()).default({}),
  entry: z.record(text(100), z.unknown()).default({}),
  zone: text(64).nullable().default(null),
  country: text(8).nullable().default(null),
});
const as = z
  .union([z.strictObject({ persona: ref('persona') }), z.strictObject({ customer: ref('customer') }), Invented])
  .nullable();
const told = {
  as: as.default(null).openapi({ description: 'null: somebody of whom nothing is known' }),
  class: z.enum(['service', 'information', 'commercial']).default('commercial'),
  brand: text(64).default('default'),
  offer: text(64).nullable().default(null),
  params: z.record(text(64), z.union([z.string(), z.number(), z.boolean()])).default({}),
};

const Shown = z
  .object({
    subject: z.string(),
    preheader: z.string(),
    html: z.string(),
    text: z.string(),
    bytes: z.number().int().openapi({ description: 'Of the HTML' }),
    missing: z.array(z.string()).openapi({
      description: 'Variables without value and without fallback: shown in brackets here, never sent so.',
    }),
    problems: z.array(z.object({ field: z.string(), message: z.string(), line: z.number().int().optional() })),
    warnings: z.array(
      z.object({ code: z.string(), count: z.number().optional(), names: z.array(z.string()).optional() }),
    ),
  })
  .openapi('ShownContent');
export type ShownContent = Omit<z.output<typeof Shown>, 'warnings'> & { warnings: ContentWarning[] };

const ProofShape = z
  .object({
    id: Id('proof'),
    list: z.string(),
    recipients: z.number().int(),
    at: Time,
    fates: z.record(z.string(), z.number()).openapi({
      description: 'How many came to what: waiting, sent, off (SENDING does not let them out), refused …',
    }),
  })
  .openapi('Proof');
export type Proof = z.output<typeof ProofShape>;

type Told = z.output<z.ZodObject<typeof told>>;

export function contentRoutes(api: Api): void {
  const { db, clock, checkContent, config, preview } = api.deps;
  const tag = 'Contents';
  const links = {
    unsubscribeUrl: `${config.baseUrl}/u/example`,
    preferencesUrl: `${config.baseUrl}/p/example`,
  };

  async function readerOf(told: Told, language: string, caller: Caller, now: number): Promise<Reader | Refusal> {
    const brand = await findBrand(db, told.brand);
    const company = await readCompany(db);
    const base = {
      ...{ locale: language, zone: company.zone, country: company.country, traits: {}, entry: {} },
      ...{ params: told.params, class: told.class, brand: told.brand, brandName: brand?.name ?? told.brand, now },
      ...(told.offer === null ? {} : { offer: (await readOffers(db, [told.offer])).get(told.offer)! }),
    };
    if (told.as === null) return base;
    if ('traits' in told.as) {
      const { zone, country, traits, entry } = told.as as Pick<Reader, 'traits' | 'entry'> & z.output<typeof Invented>;
      return { ...base, zone: zone ?? base.zone, country: country ?? base.country, traits, entry };
    }
    if ('persona' in told.as) {
      const persona = await findPersona(db, told.as.persona);
      if (!persona) return refuse(404, 'not_found', 'There is no such persona.', 'as.persona');
      const { zone, country, traits, entry } = persona;
      return { ...base, zone: zone ?? base.zone, country: country ?? base.country, traits, entry };
    }
    if (!allows(caller.scopes, 'customers:read')) {
      const message =
        'Contents are shown with the values of a customer to whoever may read customers (customers:read).';
      return refuse(403, 'forbidden', message, 'as.customer');
    }
    const [customer] = await getCustomers(db, [told.as.customer]);
    if (!customer) return noCustomer();
    const { zone, country, traits } = customer;
    return {
      ...base,
      zone: zone ?? base.zone,
      country: country ?? base.country,
      traits: (await maskFor(db, caller)).traits(traits),
    };
  }

  async function shown(hands: Preview, variant: Variant, reader: Reader): Promise<ShownContent> {
    const made = await htmlOf(variant);
    const content: EmailContent = { ...wordsOf(variant, made.html), subject: variant.subject, html: made.html };
    const flaws = checkContent?.('email', content) ?? [];
    const problems = [
      ...made.problems.map(({ line, message }) => ({ field: 'source', message, line })),
      ...flaws.map(({ field, message }) => ({ field: field === 'html' ? 'source' : field, message })),
    ];
    const empty = { subject: variant.subject, preheader: variant.preheader, html: '', text: '', bytes: 0, missing: [] };
    if (flaws.length > 0) return { ...empty, problems, warnings: [] };
    const first = hands.show(content, reader, links);
    const missing = first.kind === 'missing' ? first.variables : [];
    const defaults = { ...content.defaults, ...bracketed(missing) };
    const seen = missing.length > 0 ? hands.show({ ...content, defaults }, reader, links) : first;
    if (seen.kind !== 'ready') {
      const message = seen.kind === 'invalid' ? seen.reason : seen.variables.join(', ');
      return { ...empty, problems: [...problems, { field: 'source', message }], missing, warnings: [] };
    }
    const { subject, html, text } = seen;
    const inspected = { variables: hands.variables(content), defaults: variant.defaults, class: reader.class };
    const warnings = warningsOf({ ...inspected, subject: variant.subject, preheader: variant.preheader, html });
    return { subject, preheader: variant.preheader, html, text, bytes: byteLength(html), missing, problems, warnings };
  }

  /** What a person finds on the work list: no HTML, and nothing to warn of. */
  function shownTask(hands: Preview, content: TaskWords, reader: Reader): ShownContent {
    const first = hands.task(content, reader);
    const missing = first.kind === 'missing' ? first.variables : [];
    const seen =
      missing.length > 0
        ? hands.task({ ...content, defaults: { ...content.defaults, ...bracketed(missing) } }, reader)
        : first;
    const empty = { preheader: '', html: '', bytes: 0, missing, warnings: [] };
    if (seen.kind === 'ready') return { ...empty, subject: seen.title, text: seen.body, problems: [] };
    const message = seen.kind === 'invalid' ? seen.reason : seen.variables.join(', ');
    return { ...empty, subject: content.title, text: content.body, problems: [{ field: 'body', message }] };
  }

  const unavailable = () =>
    refuse(503, 'no_preview', 'This API shows no contents: it was started without the hands for it.');

  endpoint(
    api,
    'POST /v1/contents/render',
    {
      tag,
      summary: 'Show a message as somebody would get it',
      description:
        'With the values of a persona, or of a customer the caller may read. Nothing is sent, nothing is kept.',
      body: z.strictObject({ variant: variantSchema, language: languageTag, ...told }),
      answer: Shown,
    },
    async ({ body, caller, now }) => {
      if (!preview) return unavailable();
      const reader = await readerOf(body, body.language, caller, now);
      return reader instanceof Refusal ? reader : shown(preview, body.variant, reader);
    },
  );

  endpoint(
    api,
    'POST /v1/contents/contact',
    {
      tag,
      summary: 'Show the content of a contact as somebody would get it',
      description:
        'Content as a step of a chain carries it, written there or by reference, finished or not; in the language of its reader.',
      body: z.strictObject({
        channel: text(32),
        content: z.record(z.string(), z.unknown()),
        language: languageTag,
        ...told,
      }),
      answer: Shown,
    },
    async ({ body, caller, now }) => {
      if (!preview) return unavailable();
      const reader = await readerOf(body, body.language, caller, now);
      if (reader instanceof Refusal) return reader;
      let content: Record<string, unknown> = body.content;
      const reference = referenceOf(content);
      if (reference) {
        const found = (await templatesFor(db, { steps: [{ data: { content } }] }))(reference);
        if (found.kind !== 'content') return refuse(404, 'not_found', 'There is no such version.', 'content');
        content = found.content as Record<string, unknown>;
      }
      const flaws = checkContent?.(body.channel, content) ?? [];
      const said = (value: unknown) => (typeof value === 'string' ? value : '');
      if (body.channel !== 'email') {
        const words = { title: said(content.title), body: said(content.body), defaults: fallbacksOf(content) };
        const empty = { preheader: '', html: '', bytes: 0, missing: [], warnings: [] };
        if (flaws.length > 0) return { ...empty, subject: words.title, text: words.body, problems: flaws };
        return shownTask(preview, words, reader);
      }
      const { html, subject, preheader, text: plain, defaults } = wordsFor(content as EmailContent, body.language);
      const variant = { subject: said(subject), preheader: said(preheader), format: 'html' as const };
      const own = said(plain) === '' ? {} : { text: said(plain) };
      return shown(preview, { ...variant, ...own, source: said(html), defaults: fallbacksOf({ defaults }) }, reader);
    },
  );

  endpoint(
    api,
    'POST /v1/contents/proof',
    {
      tag,
      summary: 'Send a message to colleagues to read (BAT)',
      description:
        'Marked [BAT]. It goes to nobody whom SENDING does not let it go to, is recorded, and counts as no contact of anybody.',
      body: z.strictObject({
        variants: z.record(languageTag, variantSchema).refine((v) => Object.keys(v).length > 0, 'expected a language'),
        list: ref('list'),
        template: ref('template').nullable().default(null),
        ...told,
      }),
      status: 201,
      answer: ProofShape,
    },
    async ({ body, caller, now }) => {
      if (!preview) return unavailable();
      const list = await findProofList(db, body.list);
      if (!list) return refuse(404, 'not_found', 'There is no such list.', 'list');
      const mails = [];
      for (const [lang, variant] of Object.entries(body.variants)) {
        const reader = await readerOf(body, lang, caller, now);
        if (reader instanceof Refusal) return reader;
        const { subject, html, text, problems } = await shown(preview, variant, reader);
        if (problems.length > 0 || html === '') {
          const found =
            problems.length > 0 ? problems : [{ field: 'source', message: 'there is nothing to send yet.' }];
          const named = found.map(({ field, message }) => ({ field: `variants.${lang}.${field}`, message }));
          return new Refusal(
            422,
            named.map((p) => ({ code: 'bad_content', ...p, message: `${p.field}: ${p.message}` })),
          );
        }
        mails.push({ lang, subject: `[BAT] ${subject}`, html, text });
      }
      const customer = body.as !== null && 'customer' in body.as ? body.as.customer : null;
      const proof = {
        template: body.template,
        list,
        by: caller.actor,
        customer,
        mails,
        expiresAt: noticeExpiry(clock),
      };
      const id = await db.transaction().execute(async (trx) => {
        const id = await sendProof(trx, now, proof);
        const detail = { list: idOf('list', list.id), mails: mails.length * list.addresses.length };
        await recordDeed(trx, now, {
          actor: caller.actor,
          action: 'content.proof',
          subject: idOf('proof', id),
          detail,
        });
        return id;
      });
      return showProof((await findProof(db, id))!);
    },
  );

  endpoint(
    api,
    'GET /v1/proofs/{id}',
    { tag, summary: 'Read what became of a proof', id: 'proof', answer: ProofShape },
    async ({ id }) => {
      const found = await findProof(db, id);
      return found ? showProof(found) : refuse(404, 'not_found', 'There is no such proof.', 'id');
    },
  );
}

function showProof({ id, at, ...rest }: NonNullable<Awaited<ReturnType<typeof findProof>>>): Proof {
  return { ...rest, id: idOf('proof', id), at: iso(at) };
}

/** What is missing stands in brackets. */
function bracketed(missing: readonly string[]): Record<string, string> {
  return Object.fromEntries(missing.map((path) => [path, `[${path.split('.').slice(1).join('.')}]`]));
}

/** The words a reader of the language gets, as the hands of the channel choose them. */
function wordsFor(content: EmailContent, language: string): Omit<EmailContent, 'languages'> {
  const others = content.languages ?? {};
  const known = [...Object.keys(others), ...(content.language === undefined ? [] : [content.language])];
  return others[languageFor(language, known) ?? ''] ?? content;
}

function fallbacksOf({ defaults }: Record<string, unknown>): Record<string, string> {
  if (typeof defaults !== 'object' || defaults === null) return {};
  return Object.fromEntries(Object.entries(defaults).filter(([, word]) => typeof word === 'string'));
}
