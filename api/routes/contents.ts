/** Contents before they are sent: shown as somebody would get them, and sent as a proof (BAT) to colleagues. */
import { z } from '@hono/zod-openapi';
import { allows } from '#api/access.ts';
import { type Api, endpoint } from '#api/endpoint.ts';
import { idOf } from '#api/ids.ts';
import type { Caller } from '#api/keyring.ts';
import { htmlOf } from '#api/mjml.ts';
import { Refusal, refuse } from '#api/problem.ts';
import { noCustomer } from '#api/routes/customers.ts';
import { Id, iso, ref, Time, text } from '#api/shape.ts';
import type { EmailContent } from '#core/channels/email.ts';
import type { Preview, Reader } from '#core/contents/preview.ts';
import { type Variant, variantSchema, wordsOf } from '#core/contents/template.ts';
import { byteLength, type ContentWarning, warningsOf } from '#core/contents/warnings.ts';
import type { Json } from '#core/facts.ts';
import { languageTag } from '#core/language.ts';
import { recordDeed } from '#store/audit.ts';
import { findBrand } from '#store/brands.ts';
import { getCustomers } from '#store/customers.ts';
import { readOffers } from '#store/offers.ts';
import { noticeExpiry } from '#store/owed.ts';
import { findPersona, findProof, findProofList, sendProof } from '#store/proofs.ts';
import { readCompany } from '#store/settings.ts';

const as = z
  .union([z.strictObject({ persona: ref('persona') }), z.strictObject({ customer: ref('customer') })])
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
      traits: traits as Record<string, Json>,
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
    const bracketed = Object.fromEntries(missing.map((path) => [path, `[${path.split('.').slice(1).join('.')}]`]));
    const defaults = { ...content.defaults, ...bracketed };
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
