/** Who changed what, newest first. */
import { z } from '@hono/zod-openapi';
import { type Api, endpoint } from '#api/endpoint.ts';
import { iso, Page, page, paged, Time, text } from '#api/shape.ts';
import { listDeeds } from '#store/audit.ts';

const DeedShape = z
  .object({
    at: Time,
    actor: z.string().openapi({ description: 'Id of a person or a key.' }),
    name: z.string().nullable().openapi({ description: 'Of the person; null: a key acted.' }),
    action: z.string().openapi({ example: 'chain.publish' }),
    subject: z.string(),
    detail: z.record(z.string(), z.unknown()),
  })
  .openapi('Deed');

export type Deed = z.output<typeof DeedShape>;

export function auditRoutes(api: Api): void {
  endpoint(
    api,
    'GET /v1/audit',
    {
      tag: 'People',
      summary: 'List who changed what, newest first',
      query: paged(z.number().int(), {
        actor: text(100).optional(),
        subject: text(200).optional(),
        action: text(100).optional(),
      }),
      answer: Page(DeedShape),
    },
    async ({ query }) => {
      const rows = await listDeeds(api.deps.db, {
        ...{ actor: query.actor ?? null, subject: query.subject ?? null, action: query.action ?? null },
        ...{ after: query.cursor ?? null, limit: query.limit + 1 },
      });
      return page(rows, query.limit, {
        show: ({ at, actor, name, action, subject, detail }) => ({
          ...{ at: iso(at), actor, name, action, subject, detail: detail ?? {} },
        }),
        key: (r) => r.id,
      });
    },
  );
}
