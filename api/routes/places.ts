/** Whom calls and SMS cannot reach, because nobody knows in which zone they are. */
import { z } from '@hono/zod-openapi';
import { type Api, endpoint } from '#api/endpoint.ts';
import { idOf } from '#api/ids.ts';
import { Id } from '#api/shape.ts';
import { spared } from '#api/spared.ts';
import { type Unplaced, unplaced } from '#store/places.ts';

const Missing = z
  .object({
    customers: z.number().int().openapi({ description: 'In all, test customers left out.' }),
    byKnown: z
      .object({
        phone: z
          .number()
          .int()
          .openapi({ description: 'Their number begins like that of a country with several zones.' }),
        postal: z.number().int().openapi({ description: 'An address, but none that tells a zone.' }),
        country: z.number().int().openapi({ description: 'A country with several zones, or FR alone.' }),
        nothing: z.number().int(),
      })
      .openapi({ description: 'By the best that is known of them, and yet tells no zone.' }),
    sample: z.array(Id('customer')).openapi({ description: 'The oldest of them.' }),
  })
  .openapi('MissingPlaces');

export type MissingPlaces = z.output<typeof Missing>;

export function placeRoutes(api: Api): void {
  const { db, monotonic = () => performance.now() } = api.deps;
  const counted = spared<Unplaced>(monotonic);
  endpoint(
    api,
    'GET /v1/places/missing',
    {
      tag: 'Customers',
      summary: 'Count the customers whom calls and SMS cannot reach for want of a time zone',
      description:
        'Asked are their own zone and country, the postal address and the phone number. E-mails and letters do with the company’s zone; calls and SMS are not made on a guess (they go on by `no_address`, reason `no_zone`).',
      query: z.strictObject({ limit: z.coerce.number().int().min(0).max(200).default(50) }),
      answer: Missing,
    },
    async ({ query }) => {
      const { counts, sample } = await counted(`${query.limit}`, () => unplaced(db, query.limit));
      const customers = Object.values(counts).reduce((a, b) => a + b, 0);
      return { customers, byKnown: counts, sample: sample.map((id) => idOf('customer', id)) };
    },
  );
}
