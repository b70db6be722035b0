/** Consent: its terms, one customer's ledger, and withdrawals in their three scopes. */
import { z } from '@hono/zod-openapi';
import { type Api, endpoint } from '#api/endpoint.ts';
import { waitForFlight } from '#api/flight.ts';
import { idOf, touchId } from '#api/ids.ts';
import { refuse } from '#api/problem.ts';
import { Id, iso, maybeIso, moment, Page, page, paged, Time, text } from '#api/shape.ts';
import { COUNTED } from '#core/channels/index.ts';
import { REGIMES } from '#core/consent.ts';
import { recordDeed } from '#store/audit.ts';
import { findBrand } from '#store/brands.ts';
import { readLedger } from '#store/consents.ts';
import { customerExists } from '#store/customers.ts';
import { createPlans } from '#store/plans.ts';
import { readConsentSettings, writeConsentSettings } from '#store/settings.ts';
import { type Scope, unwantedBy, withdraw } from '#store/withdrawal.ts';

const counted = z.enum(COUNTED as [string, ...string[]]);

const Terms = z
  .object({
    regimes: z.record(counted, z.enum(REGIMES)).openapi({
      description:
        'By channel. opt_in: what was asked for. soft_opt_in: also customers, about what they bought. opt_out.',
    }),
    purchase: z.object({ event: z.string(), familyProperty: z.string() }),
    formerAfterMonths: z.number().int(),
    expiryNoticeDays: z.number().int().openapi({
      description: 'So many days before a giving runs out, the event `Consent Expiring` is set off.',
    }),
  })
  .openapi('ConsentTerms');

const Entry = z
  .object({
    record: Id('record'),
    brand: z.string(),
    channel: z.string(),
    topic: z.string(),
    given: z.boolean(),
    pending: z.boolean().openapi({ description: 'A double opt-in that has not been confirmed.' }),
    source: z.string(),
    wording: z.string().nullable(),
    wordingVersion: z.string().nullable(),
    ip: z.string().nullable(),
    expiresAt: Time.nullable(),
    at: Time,
  })
  .openapi('ConsentRecord');

const ScopeShape = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('offer'), offer: text(64), until: moment().optional() }),
  z.strictObject({
    kind: z.literal('part'),
    brand: text(64).default('*'),
    channel: z.union([counted, z.literal('*')]).default('*'),
    topic: text(64).default('*'),
  }),
  z.strictObject({ kind: z.literal('everything') }),
]);

export type ConsentTerms = z.output<typeof Terms>;

export function consentRoutes(api: Api): void {
  const { db } = api.deps;
  const plans = createPlans(db);
  const tag = 'Consent';

  endpoint(api, 'GET /v1/consent-settings', { tag, summary: 'Read the terms of consent', answer: Terms }, () =>
    readConsentSettings(db),
  );

  endpoint(
    api,
    'PUT /v1/consent-settings',
    {
      tag,
      summary: 'Change the terms of consent',
      description: 'What is left out stays. They hold from the next judgement of everyone in flight.',
      body: z.strictObject({
        regimes: z.partialRecord(counted, z.enum(REGIMES)).optional(),
        purchase: z.strictObject({ event: text(200), familyProperty: text(200) }).optional(),
        formerAfterMonths: z.int().min(1).max(240).optional(),
        expiryNoticeDays: z.int().min(1).max(366).optional(),
      }),
      answer: Terms,
    },
    async ({ body, caller, now }) =>
      db.transaction().execute(async (trx) => {
        const terms = await readConsentSettings(trx);
        const changed = {
          regimes: { ...terms.regimes, ...(body.regimes as typeof terms.regimes | undefined) },
          purchase: body.purchase ?? terms.purchase,
          formerAfterMonths: body.formerAfterMonths ?? terms.formerAfterMonths,
          expiryNoticeDays: body.expiryNoticeDays ?? terms.expiryNoticeDays,
        };
        await writeConsentSettings(trx, now, changed);
        const detail = JSON.parse(JSON.stringify(body));
        await recordDeed(trx, now, { actor: caller.actor, action: 'consent.terms', subject: 'settings', detail });
        return changed;
      }),
  );

  endpoint(
    api,
    'GET /v1/customers/{id}/consents',
    {
      tag,
      summary: 'Read a customer’s consent ledger, oldest first',
      id: 'customer',
      query: paged(z.number().int(), {}),
      answer: Page(Entry),
    },
    async ({ id, query }) => {
      if (!(await customerExists(db, id))) return refuse(404, 'not_found', 'There is no such customer.', 'id');
      const rows = await readLedger(db, { customer: id, after: query.cursor ?? 0, limit: query.limit + 1 });
      return page(rows, query.limit, {
        show: ({
          id,
          wording_version,
          expires_at,
          at,
          brand,
          channel,
          topic,
          given,
          pending,
          source,
          wording,
          ip,
        }) => ({
          ...{ record: idOf('record', id), brand, channel, topic, given, pending, source, wording, ip },
          ...{ wordingVersion: wording_version, expiresAt: maybeIso(expires_at), at: iso(at) },
        }),
        key: (row) => row.id,
      });
    },
  );

  endpoint(
    api,
    'POST /v1/customers/{id}/withdraw',
    {
      tag,
      summary: 'Withdraw consent: of an offer, of a channel, topic or brand, or of everything',
      description:
        'When it is answered nothing of that scope starts to leave any more. What was leaving already has been waited for up to a second; what had still not been answered by then is listed in `inFlight`. Service contacts go on.',
      id: 'customer',
      body: z.strictObject({
        scope: ScopeShape,
        source: text(64).default('api'),
        wording: text(4_000).optional(),
        wordingVersion: text(64).optional(),
        ip: z.union([z.ipv4(), z.ipv6()]).optional(),
      }),
      answer: z.object({
        customer: Id('customer'),
        withdrawn: z.number().int().openapi({ description: 'Booked or held touches and open tasks called back.' }),
        inFlight: z.array(Id('touch')),
      }),
    },
    async ({ id, body, caller, now }) => {
      if (!(await customerExists(db, id))) return refuse(404, 'not_found', 'There is no such customer.', 'id');
      const scope = scopeOf(body.scope);
      if (scope.kind === 'part' && scope.brand !== '*' && !(await findBrand(db, scope.brand)))
        return refuse(422, 'unknown_brand', 'scope.brand: there is no such brand.', 'scope.brand');
      const { source, wording = null, wordingVersion = null, ip = null } = body;
      const { withdrawn, wakes } = await db.transaction().execute(async (trx) => {
        const done = await withdraw(trx, now, { customer: id, scope, source, wording, wordingVersion, ip }, plans);
        const subject = idOf('customer', id);
        await recordDeed(trx, now, {
          actor: caller.actor,
          action: 'consent.withdraw',
          subject,
          detail: JSON.parse(JSON.stringify(body.scope)),
        });
        return done;
      });
      const leaving = await waitForFlight(api.deps, { unwanted: [unwantedBy(id, scope)], wakes });
      return { customer: idOf('customer', id), withdrawn, inFlight: leaving.map(touchId) };
    },
  );
}

function scopeOf(scope: z.output<typeof ScopeShape>): Scope {
  if (scope.kind === 'everything') return { kind: 'everything', end: true };
  if (scope.kind === 'part') return scope;
  return { kind: 'offer', offer: scope.offer, until: scope.until === undefined ? null : new Date(scope.until) };
}
