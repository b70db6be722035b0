/** Contacts made elsewhere: in the shop, by the call centre, by the shop's own mailer. They count, show and inform like ours. */
import { z } from '@hono/zod-openapi';
import { type Api, endpoint } from '#api/endpoint.ts';
import { idOf } from '#api/ids.ts';
import { Refusal, refuse } from '#api/problem.ts';
import { Id, iso, maybeIso, moment, Page, page, paged, ref, Time, text } from '#api/shape.ts';
import { COUNTED } from '#core/channels/index.ts';
import { recordDeed } from '#store/audit.ts';
import {
  type ContactElsewhere,
  type ContactRow,
  cancelContact,
  customersOf,
  knownCustomers,
  listContacts,
  recordContacts,
} from '#store/elsewhere.ts';
import { answerOffer } from '#store/offers.ts';

export const OUTCOMES = ['made', 'reached', 'no_answer', 'refused', 'accepted', 'failed'] as const;

/** What a contact is, whoever makes it. */
export const contactFields = {
  channel: z.enum(COUNTED as [string, ...string[]]).openapi({ description: 'As the customer sees it.' }),
  class: z.enum(['service', 'information', 'commercial']),
  brand: text(64).default('default'),
  topics: z.array(text(64)).max(50).default([]),
  offer: text(64).nullable().default(null),
  weight: z.number().min(0).max(1_000).default(5),
};

const One = z
  .strictObject({
    source: text(64).openapi({ description: 'The system that made it', example: 'call_centre' }),
    reference: text(128).openapi({ description: 'Its own number of the contact: the same one counts once.' }),
    customer: ref('customer').optional(),
    userId: text(255).optional(),
    ...contactFields,
    outcome: z.enum(OUTCOMES).default('made'),
    at: moment(),
  })
  .refine((one) => (one.customer === undefined) !== (one.userId === undefined), {
    message: 'expected exactly one of customer and userId',
    path: ['customer'],
  });

const Contact = z
  .object({
    ...{ id: Id('contact'), customer: Id('customer'), source: z.string(), reference: z.string() },
    ...{ channel: z.string(), class: z.string(), brand: z.string(), topics: z.array(z.string()) },
    ...{ offer: z.string().nullable(), weight: z.number(), outcome: z.string() },
    ...{ at: Time, recordedAt: Time, cancelledAt: Time.nullable() },
  })
  .openapi('ContactElsewhere');

/** Clocks of other systems may be ahead by so much. */
const AHEAD = 5 * 60_000;

export function elsewhereRoutes(api: Api): void {
  const { db } = api.deps;
  const tag = 'Contacts made elsewhere';

  endpoint(
    api,
    'POST /v1/touches',
    {
      tag,
      summary: 'Record contacts that another system made',
      description: 'Up to 500. All or none; the same source and reference is recorded and counted once.',
      body: z.strictObject({ contacts: z.array(One).min(1).max(500) }),
      status: 201,
      answer: z.object({
        items: z.array(
          z.object({
            ...{ id: Id('contact'), customer: Id('customer') },
            repeated: z.boolean().openapi({ description: 'It was recorded before, and stays as it was.' }),
          }),
        ),
      }),
    },
    async ({ body, caller, now }) => {
      const contacts = await resolve(body.contacts, now);
      if (contacts instanceof Refusal) return contacts;
      const recorded = await db.transaction().execute(async (trx) => {
        const rows = await recordContacts(trx, now, { contacts, by: caller.actor });
        // What was answered about an offer elsewhere holds here: it is not made again.
        for (const [i, { customer, offer, outcome, source }] of contacts.entries()) {
          if (offer === null || !rows[i]?.fresh || (outcome !== 'refused' && outcome !== 'accepted')) continue;
          await answerOffer(trx, now, { customer, offer, answer: outcome, until: null, source });
        }
        return rows;
      });
      return {
        items: recorded.map(({ id, customer, fresh }) => ({
          ...{ id: idOf('contact', id), customer: idOf('customer', customer), repeated: !fresh },
        })),
      };
    },
  );

  async function resolve(given: z.output<typeof One>[], now: number): Promise<ContactElsewhere[] | Refusal> {
    const users = await customersOf(
      db,
      given.flatMap(({ userId }) => userId ?? []),
    );
    const numbers = given.map((one) => one.customer ?? users.get(one.userId ?? '') ?? null);
    const known = await knownCustomers(
      db,
      numbers.filter((n) => n !== null),
    );
    const problems = given.flatMap((one, i) => {
      const number = numbers[i];
      if (one.at > now + AHEAD) {
        const field = `contacts.${i}.at`;
        const message = `${field}: expected a moment in the past, got ${iso(one.at)} and it is ${iso(now)}; to book a contact that is still to be made, use POST /v1/policy/reserve.`;
        return [{ code: 'in_future', field, message }];
      }
      if (typeof number === 'number' && known.has(number)) return [];
      const field = `contacts.${i}.${one.customer === undefined ? 'userId' : 'customer'}`;
      const message = `${field}: there is no such customer; send POST /v1/identify first, or correct it.`;
      return [{ code: 'unknown_customer', field, message }];
    });
    if (problems.length > 0) return new Refusal(422, problems.slice(0, 50));
    return given.map(({ userId: _, ...one }, i) => ({ ...one, customer: numbers[i]! }));
  }

  endpoint(
    api,
    'GET /v1/contacts',
    {
      tag,
      summary: 'List contacts made elsewhere, newest first',
      query: paged(z.number().int(), { customer: ref('customer').optional() }),
      answer: Page(Contact),
    },
    async ({ query }) => {
      const { customer = null, cursor = null, limit } = query;
      const rows = await listContacts(db, { customer, after: cursor, limit: limit + 1 });
      return page(rows, limit, { show, key: (r) => r.id });
    },
  );

  endpoint(
    api,
    'DELETE /v1/contacts/{id}',
    {
      tag,
      summary: 'Cancel a contact that was not made after all',
      description: 'It counts no more and stays in the list as cancelled. Cancelling twice is once.',
      id: 'contact',
      answer: z.object({ id: Id('contact'), cancelled: z.literal(true) }),
    },
    async ({ id, caller, now }) => {
      const done = await db.transaction().execute(async (trx) => {
        const cancelled = await cancelContact(trx, now, id);
        const subject = idOf('contact', id);
        if (cancelled) await recordDeed(trx, now, { actor: caller.actor, action: 'contact.cancel', subject });
        return cancelled;
      });
      if (done === null) return refuse(404, 'not_found', 'There is no such contact.', 'id');
      return { id: idOf('contact', id), cancelled: true as const };
    },
  );
}

function show({ id, customer, at, recorded_at, cancelled_at, ...row }: ContactRow): z.input<typeof Contact> {
  const { source, reference, channel, brand, topics, offer, weight, outcome } = row;
  return {
    ...{ id: idOf('contact', id), customer: idOf('customer', customer), source, reference, channel, class: row.class },
    ...{ brand, topics: [...topics], offer, weight, outcome },
    ...{ at: iso(at), recordedAt: iso(recorded_at), cancelledAt: maybeIso(cancelled_at) },
  };
}
