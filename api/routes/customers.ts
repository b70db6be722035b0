/** Customers: found by a POST (what names a person stays out of addresses and logs), read by our own id. */
import { z } from '@hono/zod-openapi';
import { type Api, endpoint } from '#api/endpoint.ts';
import { idOf, touchId } from '#api/ids.ts';
import { type Refusal, refuse } from '#api/problem.ts';
import { Id, iso, maybeIso, moment, Page, page, paged, Time, text } from '#api/shape.ts';
import type { Json } from '#core/facts.ts';
import { recordDeed } from '#store/audit.ts';
import { findBrand } from '#store/brands.ts';
import { recordConsent } from '#store/consents.ts';
import { type Customer, customerExists, findCustomers, getCustomers } from '#store/customers.ts';
import { eraseCustomer } from '#store/erasure.ts';
import { type Moment, timelineOf } from '#store/timeline.ts';

const ConsentShape = z.object({
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
  kind: z.enum(['event', 'entry', 'end', 'touch', 'task', 'consent', 'contact']),
  data: z.record(z.string(), z.unknown()),
});

/** An e-mail address may belong to several customers; more than this is a mistake of the data. */
const FOUND_MAX = 50;

export function customerRoutes(api: Api): void {
  const { db, signaller } = api.deps;
  const tag = 'Customers';

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
    async ({ body }) => {
      const found = await getCustomers(db, await findCustomers(db, body, FOUND_MAX));
      return { items: found.map(show) };
    },
  );

  endpoint(
    api,
    'GET /v1/customers/{id}',
    { tag, summary: 'Read a customer', id: 'customer', answer: CustomerShape },
    async ({ id }) => {
      const [customer] = await getCustomers(db, [id]);
      return customer ? show(customer) : noCustomer();
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
    'GET /v1/customers/{id}/timeline',
    {
      tag,
      summary: 'Read what happened, newest first',
      description: 'Events, enrolments, touches, tasks and consents in one list.',
      id: 'customer',
      query: paged(
        z.object({ at: z.string().regex(/^[\d :.+-]{10,40}$/), kind: z.string().max(20), ref: text(100) }),
        {},
      ),
      answer: Page(MomentShape),
    },
    async ({ id, query }) => {
      if (!(await customerExists(db, id))) return noCustomer();
      const rows = await timelineOf(db, id, { after: query.cursor ?? null, limit: query.limit + 1 });
      return page(rows, query.limit, { show: showMoment, key: (r) => r.cursor });
    },
  );

  endpoint(
    api,
    'POST /v1/customers/{id}/consents',
    {
      tag,
      summary: 'Record a consent or its withdrawal',
      description: 'Kept for ever as proof; the last word counts, for touches already reserved too.',
      id: 'customer',
      body: z.strictObject({
        channel: text(64),
        brand: text(64).default('default'),
        topic: text(64).default('*').openapi({ description: '`*`: all topics' }),
        given: z.boolean(),
        source: text(64).default('api').openapi({ description: 'Where it was said: a shop, a form, a call' }),
        wording: text(4_000).optional(),
        wordingVersion: text(64).optional(),
        ip: z.union([z.ipv4(), z.ipv6()]).optional(),
        expiresAt: moment().optional(),
        proof: z.record(z.string(), z.unknown()).optional(),
      }),
      status: 201,
      answer: z.object({ customer: Id('customer'), consents: z.array(ConsentShape) }),
    },
    async ({ id, body, caller, now }) => {
      if (!(await customerExists(db, id))) return noCustomer();
      if (!(await findBrand(db, body.brand))) return refuse(422, 'unknown_brand', 'There is no such brand.', 'brand');
      await db.transaction().execute(async (trx) => {
        const { proof, expiresAt, ...said } = defined(body);
        await recordConsent(trx, now, {
          ...said,
          customer: id,
          expiresAt: expiresAt === undefined ? null : new Date(expiresAt),
          ...(proof ? { proof: proof as Json } : {}),
        });
        await recordDeed(trx, now, {
          actor: caller.actor,
          action: body.given ? 'consent.give' : 'consent.withdraw',
          subject: idOf('customer', id),
          detail: { brand: body.brand, channel: body.channel, topic: body.topic },
        });
      });
      const [customer] = await getCustomers(db, [id]);
      return { customer: idOf('customer', id), consents: show(customer!).consents };
    },
  );
}

/** Without the keys that hold undefined: absent and undefined are not the same to the store. */
type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

function defined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as Defined<T>;
}

function noCustomer(): Refusal {
  return refuse(404, 'not_found', 'There is no such customer.', 'id');
}

function show(c: Customer): z.input<typeof CustomerShape> {
  return {
    id: idOf('customer', c.id),
    zone: c.zone,
    country: c.country,
    locale: c.locale,
    test: c.test,
    traits: c.traits as Record<string, unknown>,
    identities: c.identities,
    addresses: c.addresses,
    consents: c.consents.map(({ expires_at, at, ...consent }) => ({
      ...consent,
      expiresAt: maybeIso(expires_at),
      at: iso(at),
    })),
    createdAt: iso(c.created_at),
    updatedAt: iso(c.updated_at),
    erasedAt: maybeIso(c.erased_at),
  };
}

function showMoment({ at, kind, data }: Moment): z.input<typeof MomentShape> {
  const { seq, enrolment, chain, task, contact, month, plan_step, visit, ...rest } = data;
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
      ...rest,
    },
  };
}
