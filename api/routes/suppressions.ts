/** Suppression: addresses nothing is sent to. They are stored as hashes; lists show a hint. */
import { z } from '@hono/zod-openapi';
import { type Api, endpoint } from '#api/endpoint.ts';
import { idOf } from '#api/ids.ts';
import { refuse } from '#api/problem.ts';
import { Id, iso, Page, page, paged, Time, text } from '#api/shape.ts';
import { recordDeed } from '#store/audit.ts';
import { liftSuppression, listSuppressions, suppress } from '#store/suppressions.ts';

const REASONS = ['hard_bounce', 'soft_bounces', 'complaint', 'erased', 'invalid', 'manual'] as const;

const Suppression = z
  .object({
    id: Id('suppression'),
    kind: z.enum(['email', 'phone', 'postal']),
    hint: z.string().openapi({ example: 'z…@shop.example' }),
    reason: z.enum(REASONS),
    by: z.string().nullable(),
    at: Time,
  })
  .openapi('Suppression');

export function suppressionRoutes(api: Api): void {
  const { db } = api.deps;
  const tag = 'Suppression';

  endpoint(
    api,
    'GET /v1/suppressions',
    {
      tag,
      summary: 'List suppressed addresses, newest first',
      query: paged(z.number().int(), {}),
      answer: Page(Suppression),
    },
    async ({ query }) => {
      const rows = await listSuppressions(db, { after: query.cursor ?? null, limit: query.limit + 1 });
      return page(rows, query.limit, {
        show: ({ id, kind, hint, reason, by, at }) => ({
          ...{ id: idOf('suppression', id), kind: kind as 'email', hint, reason, by, at: iso(at) },
        }),
        key: (row) => row.id,
      });
    },
  );

  endpoint(
    api,
    'POST /v1/suppressions',
    {
      tag,
      summary: 'Suppress addresses',
      description: 'Up to 1,000 at once. Nothing is sent to them any more; after a `complaint` service mail still is.',
      body: z.strictObject({
        addresses: z
          .array(z.strictObject({ kind: z.enum(['email', 'phone', 'postal']), value: text(320) }))
          .min(1)
          .max(1_000),
        reason: z.enum(['complaint', 'invalid', 'manual', 'hard_bounce']).default('manual'),
      }),
      answer: z.object({ suppressed: z.number().int() }),
    },
    async ({ body, caller, now }) => {
      const { addresses, reason } = body;
      await db.transaction().execute(async (trx) => {
        await suppress(
          trx,
          now,
          addresses.map((address) => ({ ...address, reason, by: caller.actor })),
        );
        const detail = { reason, addresses: addresses.length };
        await recordDeed(trx, now, { actor: caller.actor, action: 'suppression.add', subject: 'suppressions', detail });
      });
      return { suppressed: addresses.length };
    },
  );

  endpoint(
    api,
    'DELETE /v1/suppressions/{id}',
    {
      tag,
      summary: 'Lift a suppression',
      id: 'suppression',
      answer: z.object({ id: Id('suppression'), lifted: z.boolean() }),
    },
    async ({ id, caller, now }) =>
      db.transaction().execute(async (trx) => {
        if (!(await liftSuppression(trx, id))) return refuse(404, 'not_found', 'There is no such suppression.', 'id');
        const subject = idOf('suppression', id);
        await recordDeed(trx, now, { actor: caller.actor, action: 'suppression.lift', subject });
        return { id: subject, lifted: true };
      }),
  );
}
