/** Customers: found by a POST (what names a person stays out of addresses and logs), read by our own id. */
import { z } from '@hono/zod-openapi';
import { type Api, endpoint } from '#api/endpoint.ts';
import { idOf, touchId } from '#api/ids.ts';
import { maskFor } from '#api/mask.ts';
import { type Refusal, refuse } from '#api/problem.ts';
import { Id, iso, maybeIso, Page, page, paged, Time, text } from '#api/shape.ts';
import { makeTestCustomer } from '#api/testcustomer.ts';
import type { Json } from '#core/facts.ts';
import type { Mask } from '#core/mask.ts';
import { recordDeed } from '#store/audit.ts';
import {
  type Consent,
  type Customer,
  customerExists,
  findCustomers,
  getCustomers,
  markTest,
} from '#store/customers.ts';
import { eraseCustomer } from '#store/erasure.ts';
import { KINDS, type Moment, timelineOf } from '#store/timeline.ts';

export const ConsentShape = z.object({
  brand: z.string(),
  channel: z.string(),
  topic: z.string(),
  given: z.boolean(),
  expiresAt: Time.nullable(),
  at: Time,
});
const Named = z.array(z.object({ kind: z.string(), value: z.string() }));
const CustomerShape = z
  .object({
    id: Id('customer'),
    zone: z.string().nullable(),
    country: z.string().nullable(),
    locale: z.string().nullable(),
    test: z.boolean(),
    traits: z.record(z.string(), z.unknown()),
    identities: Named,
    addresses: Named,
    consents: z.array(ConsentShape),
    createdAt: Time,
    updatedAt: Time,
    erasedAt: Time.nullable(),
  })
  .openapi('Customer');

const MomentShape = z.object({
  at: Time,
  kind: z.enum(KINDS),
  data: z.record(z.string(), z.unknown()),
});

export type CustomerAnswer = z.output<typeof CustomerShape>;
export type TimelineMoment = z.output<typeof MomentShape>;

/** An e-mail address may belong to several customers; more than this is a mistake of the data. */
const FOUND_MAX = 50;

export function customerRoutes(api: Api): void {
  const { db, signaller } = api.deps;
  const tag = 'Customers';

  endpoint(
    api,
    'POST /v1/customers',
    {
      ...{ tag, summary: 'Make a test customer', status: 201, answer: z.object({ id: Id('customer') }) },
      description: 'Oneself, above all: exempt from caps, in no result. Real customers come by `/v1/identify`.',
      body: z.strictObject({
        email: z.email('expected an e-mail address').max(320),
        firstName: text(200).exactOptional(),
        lastName: text(200).exactOptional(),
        language: z.enum(['en', 'fr']).optional(),
      }),
    },
    async ({ body: { language, ...traits }, caller, language: asked, now }) => {
      const locale = language ?? caller.person?.language ?? asked;
      const { id } = await makeTestCustomer(api.deps, now, { traits, locale }, (id) => ({
        ...{ actor: caller.actor, action: 'customer.create', subject: idOf('customer', id) },
      }));
      return { id: idOf('customer', id) };
    },
  );

  endpoint(
    api,
    'POST /v1/customers/lookup',
    {
      tag,
      summary: 'Find customers by what names them outside',
      description: 'By exactly one of userId, anonymousId, email.',
      body: z.union([
        z.strictObject({ userId: text(255) }),
        z.strictObject({ anonymousId: text(255) }),
        z.strictObject({ email: text(320) }),
      ]),
      answer: z.object({ items: z.array(CustomerShape) }),
    },
    async ({ body, caller }) => {
      const found = await getCustomers(db, await findCustomers(db, body, FOUND_MAX));
      const mask = await maskFor(db, caller);
      return { items: found.map((customer) => show(customer, mask)) };
    },
  );

  endpoint(
    api,
    'GET /v1/customers/{id}',
    { tag, summary: 'Read a customer', id: 'customer', answer: CustomerShape },
    async ({ id, caller }) => {
      const [customer] = await getCustomers(db, [id]);
      return customer ? show(customer, await maskFor(db, caller)) : noCustomer();
    },
  );

  endpoint(
    api,
    'DELETE /v1/customers/{id}',
    {
      tag,
      summary: 'Erase a customer',
      description:
        'For good: names, addresses, traits, what events and tasks say of the person. Live enrolments end, open tasks close. What happened stays as numbers; the addresses as hashes that nothing but service is sent to.',
      id: 'customer',
      answer: z.object({
        id: Id('customer'),
        erased: z.boolean(),
        ended: z.number().int().openapi({ description: 'Live enrolments that ended by it.' }),
      }),
    },
    async ({ id, caller, now }) => {
      if (!(await customerExists(db, id))) return noCustomer();
      const wakes = await db.transaction().execute(async (trx) => {
        const ended = await eraseCustomer(trx, now, id);
        const subject = idOf('customer', id);
        await recordDeed(trx, now, { actor: caller.actor, action: 'customer.erase', subject });
        return ended;
      });
      signaller.wake(wakes);
      return { id: idOf('customer', id), erased: true, ended: wakes.length };
    },
  );

  endpoint(
    api,
    'PUT /v1/customers/{id}/test',
    {
      tag,
      summary: 'Make a customer a test customer, or a real one again',
      description:
        'For addresses of your own. What a test customer gets is recorded, exempt from caps, hours of capacity and reports, and never counted.',
      id: 'customer',
      body: z.strictObject({ test: z.boolean() }),
      answer: CustomerShape,
    },
    async ({ id, body, caller, now }) => {
      const subject = idOf('customer', id);
      const marked = await db.transaction().execute(async (trx) => {
        const changed = await markTest(trx, now, { customer: id, test: body.test });
        if (changed) {
          const action = body.test ? 'customer.test' : 'customer.real';
          await recordDeed(trx, now, { actor: caller.actor, action, subject });
        }
        return getCustomers(trx, [id]);
      });
      return marked[0] ? show(marked[0], await maskFor(db, caller)) : noCustomer();
    },
  );

  endpoint(
    api,
    'GET /v1/customers/{id}/timeline',
    {
      tag,
      summary: 'Read what happened, newest first',
      description: 'Events, enrolments, touches, tasks, consents and contacts made elsewhere in one list.',
      id: 'customer',
      query: paged(z.object({ at: z.string().regex(/^[\d :.+-]{10,40}$/), kind: z.string().max(20), ref: text(100) }), {
        kind: z
          .union([z.enum(KINDS), z.array(z.enum(KINDS))])
          .optional()
          .openapi({ description: 'Only these; may be repeated.' }),
      }),
      answer: Page(MomentShape),
    },
    async ({ id, query, caller }) => {
      if (!(await customerExists(db, id))) return noCustomer();
      const mask = await maskFor(db, caller);
      const kinds = query.kind === undefined ? KINDS : [query.kind].flat();
      const rows = await timelineOf(db, id, { after: query.cursor ?? null, limit: query.limit + 1, kinds });
      return page(rows, query.limit, { show: (r) => showMoment(r, mask), key: (r) => r.cursor });
    },
  );
}

export function noCustomer(): Refusal {
  return refuse(404, 'not_found', 'There is no such customer.', 'id');
}

function show(c: Customer, mask: Mask): z.input<typeof CustomerShape> {
  return {
    id: idOf('customer', c.id),
    zone: c.zone,
    country: c.country,
    locale: c.locale,
    test: c.test,
    traits: mask.traits(c.traits),
    identities: c.identities.map(({ kind, value }) => ({ kind, value: mask.personal(value) })),
    addresses: c.addresses.map(({ kind, value }) => ({ kind, value: mask.personal(value) })),
    consents: c.consents.map(showConsent),
    createdAt: iso(c.created_at),
    updatedAt: iso(c.updated_at),
    erasedAt: maybeIso(c.erased_at),
  };
}

export function showConsent({ expires_at, at, ...consent }: Consent): z.input<typeof ConsentShape> {
  return { ...consent, expiresAt: maybeIso(expires_at), at: iso(at) };
}

function showMoment({ at, kind, data }: Moment, mask: Mask): z.input<typeof MomentShape> {
  const { seq, enrolment, chain, task, contact, month, plan_step, visit, properties, ...rest } = data;
  const number = (value: Json | undefined) => value as number;
  return {
    at: iso(at),
    kind,
    data: {
      ...(seq === undefined ? {} : { event: idOf('event', number(seq)) }),
      ...(enrolment === undefined ? {} : { enrolment: idOf('enrolment', number(enrolment)) }),
      ...(chain === undefined ? {} : { chain: idOf('chain', number(chain)) }),
      ...(contact === undefined ? {} : { contact: idOf('contact', number(contact)) }),
      ...(task === undefined ? {} : { task: idOf('task', number(task)) }),
      ...(month === undefined
        ? {}
        : {
            touch: touchId({
              month: String(month),
              enrolment: number(enrolment),
              step: number(plan_step),
              visit: number(visit),
            }),
          }),
      ...(properties === undefined ? {} : { properties: mask.properties(properties) }),
      ...rest,
    },
  };
}
