/** Offers: what contacts propose, and for how long; an offer that has run out is not made any more. */
import { z } from '@hono/zod-openapi';
import { type Api, endpoint } from '#api/endpoint.ts';
import { Refusal, refuse } from '#api/problem.ts';
import { chainUses, idIn, inUse } from '#api/routes/topics.ts';
import { maybeIso, moment, Page, page, paged, Time, text } from '#api/shape.ts';
import { languageTag } from '#core/language.ts';
import { recordDeed } from '#store/audit.ts';
import { findBrand } from '#store/brands.ts';
import { deleteOffer, listOffers, type OfferRow, putOffer } from '#store/offers.ts';
import { findTopic } from '#store/topics.ts';

const OfferShape = z
  .object({
    id: z.string(),
    names: z.record(z.string(), z.string()).openapi({ description: 'By language' }),
    descriptions: z.record(z.string(), z.string()),
    brand: z.string(),
    topic: z.string().nullable(),
    product: z.string().nullable(),
    validFrom: Time.nullable(),
    validUntil: Time.nullable(),
  })
  .openapi('Offer');

export type Offer = z.output<typeof OfferShape>;

export function offerRoutes(api: Api): void {
  const { db } = api.deps;
  const tag = 'Contents';

  endpoint(
    api,
    'GET /v1/offers',
    { tag, summary: 'List offers, by id', query: paged(text(64), {}), answer: Page(OfferShape) },
    async ({ query }) => {
      const rows = await listOffers(db, { after: query.cursor ?? null, limit: query.limit + 1 });
      return page(rows, query.limit, { show, key: (row) => row.id });
    },
  );

  endpoint(
    api,
    'PUT /v1/offers/{offer}',
    {
      tag,
      summary: 'Make an offer, or change it',
      description:
        'Content says `{{ offer.name }}` in the language of the customer. After `validUntil` no contact makes it.',
      body: z.strictObject({
        names: z
          .record(languageTag, text(200))
          .refine((n) => Object.keys(n).length > 0, 'expected a name in one language at least'),
        descriptions: z.record(languageTag, text(2_000)).default({}),
        brand: text(64).default('default'),
        topic: text(64).nullable().default(null),
        product: text(200).nullable().default(null),
        validFrom: moment().nullable().default(null),
        validUntil: moment().nullable().default(null),
      }),
      answer: OfferShape,
    },
    async ({ body, caller, now, c }) => {
      const id = idIn(c, 'offer');
      if (id instanceof Refusal) return id;
      const { names, descriptions, brand, topic, product, validFrom, validUntil } = body;
      if (!(await findBrand(db, brand))) {
        return refuse(422, 'unknown_brand', `brand: there is no brand ${brand}; make it first.`, 'brand');
      }
      if (topic !== null && !(await findTopic(db, topic))) {
        return refuse(422, 'unknown_topic', `topic: there is no topic ${topic}; make it first.`, 'topic');
      }
      if (validFrom !== null && validUntil !== null && validUntil <= validFrom) {
        return refuse(422, 'ends_before', 'validUntil: expected a moment after validFrom.', 'validUntil');
      }
      const row: OfferRow = {
        ...{ id, brand, topic, product, name: names, description: descriptions },
        valid_from: validFrom === null ? null : new Date(validFrom),
        valid_until: validUntil === null ? null : new Date(validUntil),
      };
      return db.transaction().execute(async (trx) => {
        await putOffer(trx, row);
        const detail = { validUntil: maybeIso(validUntil) };
        await recordDeed(trx, now, { actor: caller.actor, action: 'offer.put', subject: id, detail });
        return show(row);
      });
    },
  );

  endpoint(
    api,
    'DELETE /v1/offers/{offer}',
    {
      tag,
      summary: 'Delete an offer that no chain makes any more',
      answer: z.object({ id: z.string(), deleted: z.literal(true) }),
    },
    async ({ caller, now, c }) => {
      const id = idIn(c, 'offer');
      if (id instanceof Refusal) return id;
      return db.transaction().execute(async (trx) => {
        const uses = await chainUses(trx, { offer: id });
        if (uses.length > 0) return inUse('offer', id, uses);
        if (!(await deleteOffer(trx, id))) return refuse(404, 'not_found', `There is no offer ${id}.`, 'offer');
        await recordDeed(trx, now, { actor: caller.actor, action: 'offer.delete', subject: id });
        return { id, deleted: true as const };
      });
    },
  );
}

function show({
  id,
  brand,
  topic,
  product,
  name,
  description,
  valid_from,
  valid_until,
}: OfferRow): z.input<typeof OfferShape> {
  const words = (of: unknown) =>
    typeof of === 'object' && of !== null ? (of as Record<string, string>) : { en: String(of ?? '') };
  return {
    ...{ id, names: words(name), descriptions: words(description), brand, topic, product },
    ...{ validFrom: maybeIso(valid_from), validUntil: maybeIso(valid_until) },
  };
}
