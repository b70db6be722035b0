/** The stream of events as they come, each with what it did to the chains. */
import { z } from '@hono/zod-openapi';
import { allows } from '#api/access.ts';
import { type Api, endpoint } from '#api/endpoint.ts';
import { idOf, maybeId } from '#api/ids.ts';
import { maskFor } from '#api/mask.ts';
import { Id, iso, Page, page, paged, Time, text } from '#api/shape.ts';
import { nameOf } from '#core/lookup.ts';
import { listIncoming } from '#store/incoming.ts';

const DECISIONS = [
  ...['entered', 'restarted', 'control', 'filter', 'already_inside', 'reentry', 'paused', 'gated', 'too_old'],
  ...['historical', 'duplicate'],
] as [string, ...string[]];

const IncomingShape = z
  .object({
    id: Id('event'),
    name: z.string(),
    source: z.string(),
    receivedAt: Time,
    occurredAt: Time,
    historical: z.boolean(),
    customer: z
      .object({ id: Id('customer'), name: z.string().nullable() })
      .nullable()
      .openapi({ description: 'null for who may not see customers.' }),
    decisions: z
      .array(
        z.object({
          chain: z.object({ id: Id('chain'), name: z.string() }),
          decision: z.enum(DECISIONS),
          enrolment: Id('enrolment').nullable(),
        }),
      )
      .openapi({ description: 'Of each chain that begins with this event; none: no chain does.' }),
  })
  .openapi('IncomingEvent');
export type IncomingEvent = z.output<typeof IncomingShape>;

export function incomingRoutes(api: Api): void {
  const { db } = api.deps;
  endpoint(
    api,
    'GET /v1/events',
    {
      tag: 'Events',
      summary: 'List events as they came, newest first, with what each did to the chains',
      query: paged(z.number().int(), { name: text(200).optional() }),
      answer: Page(IncomingShape),
    },
    async ({ query, caller }) => {
      const sees = allows(caller.scopes, 'customers:read');
      const mask = await maskFor(db, caller);
      const rows = await listIncoming(db, {
        ...{ name: query.name ?? null, after: query.cursor ?? null, limit: query.limit + 1 },
      });
      return page(rows, query.limit, {
        show: (row): IncomingEvent => ({
          ...{ id: idOf('event', row.seq), name: row.name, source: row.source, historical: row.historical },
          ...{ receivedAt: iso(row.received_at), occurredAt: iso(row.occurred_at) },
          customer: sees ? { id: idOf('customer', row.customer), name: nameOf(mask.traits(row.traits)) } : null,
          decisions: row.decisions.map(({ chain, name, decision, enrolment }) => ({
            ...{ chain: { id: idOf('chain', chain), name }, decision },
            enrolment: sees ? maybeId('enrolment', enrolment) : null,
          })),
        }),
        key: (row) => row.seq,
      });
    },
  );
}
