/** Suppression: addresses nothing is sent to. They are stored as hashes; lists show a hint. */
import { z } from '@hono/zod-openapi';
import { type Api, endpoint } from '#api/endpoint.ts';
import { waitForFlight } from '#api/flight.ts';
import { idOf, touchId } from '#api/ids.ts';
import { refuse } from '#api/problem.ts';
import { Id, iso, Page, page, paged, Time, text } from '#api/shape.ts';
import { again } from '#store/again.ts';
import { recordDeed } from '#store/audit.ts';
import { complain } from '#store/complaints.ts';
import type { Db } from '#store/db.ts';
import type { Heard } from '#store/silence.ts';
import { liftSuppression, listSuppressions, suppress } from '#store/suppressions.ts';

const REASONS = ['hard_bounce', 'soft_bounces', 'complaint', 'erased', 'invalid', 'manual'] as const;

const Suppression = z
  .object({
    id: Id('suppression'),
    kind: z.enum(['email', 'phone', 'postal']),
    hint: z.string().openapi({ example: 'z…@shop.example' }),
    reason: z.enum(REASONS),
    also: z.enum(REASONS).nullable().openapi({
      description: 'Of a complaint: why nothing at all is sent to the address any more.',
    }),
    by: z.string().nullable(),
    at: Time,
  })
  .openapi('Suppression');

const NOTHING: Heard = { written: 0, withdrawn: 0, unwanted: [], wakes: [] };

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
        show: ({ id, kind, hint, reason, also, by, at }) => ({
          ...{ id: idOf('suppression', id), kind: kind as 'email', hint, reason, also, by, at: iso(at) },
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
      description:
        'Up to 1,000 at once. Nothing is sent to them any more; after a `complaint` service mail still is. A complaint withdraws, for whoever holds the address, all commercial contacts of its channel; what is leaving is waited for up to a second.',
      body: z.strictObject({
        addresses: z
          .array(z.strictObject({ kind: z.enum(['email', 'phone', 'postal']), value: text(320) }))
          .min(1)
          .max(1_000),
        reason: z.enum(['complaint', 'invalid', 'manual', 'hard_bounce']).default('manual'),
      }),
      answer: z.object({
        suppressed: z.number().int(),
        withdrawn: z.number().int().openapi({ description: 'Booked or held touches and open tasks called back.' }),
        inFlight: z.array(Id('touch')),
      }),
    },
    async ({ body, caller, now }) => {
      const { addresses, reason } = body;
      const by = caller.actor;
      const heed = async (trx: Db) => {
        const named = addresses.map((address) => ({ ...address, by }));
        const done = reason === 'complaint' ? await complain(trx, now, named) : NOTHING;
        if (reason !== 'complaint') {
          await suppress(
            trx,
            now,
            named.map((address) => ({ ...address, reason })),
          );
        }
        const detail = { reason, addresses: addresses.length };
        await recordDeed(trx, now, { actor: caller.actor, action: 'suppression.add', subject: 'suppressions', detail });
        return done;
      };
      const heeded = await again(() => db.transaction().execute(heed));
      const inFlight = await waitForFlight(api.deps, heeded);
      return { suppressed: addresses.length, withdrawn: heeded.withdrawn, inFlight: inFlight.map(touchId) };
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
