/** Names for lists of customers: asked in a body, a page at once. */
import { z } from '@hono/zod-openapi';
import { type Api, endpoint } from '#api/endpoint.ts';
import { idOf } from '#api/ids.ts';
import { maskFor } from '#api/mask.ts';
import { Id, ref } from '#api/shape.ts';
import { nameOf } from '#core/lookup.ts';
import { getCustomers } from '#store/customers.ts';

export function nameRoutes(api: Api): void {
  const { db } = api.deps;
  endpoint(
    api,
    'POST /v1/customers/names',
    {
      tag: 'Customers',
      summary: 'Read what some customers are called',
      body: z.strictObject({ customers: z.array(ref('customer')).min(1).max(200) }),
      answer: z.object({
        items: z.array(
          z.object({
            customer: Id('customer'),
            name: z.string().nullable().openapi({ description: 'null: not known.' }),
          }),
        ),
      }),
    },
    async ({ body, caller }) => {
      const mask = await maskFor(db, caller);
      const rows = await getCustomers(db, body.customers);
      const named = ({ id, traits }: (typeof rows)[number]) => ({
        ...{ customer: idOf('customer', id), name: nameOf(mask.traits(traits)) },
      });
      return { items: rows.map(named) };
    },
  );
}
