/** Events as seen so far, and what one of them did to each chain. */
import { z } from '@hono/zod-openapi';
import { type Api, endpoint } from '#api/endpoint.ts';
import { idOf, maybeId } from '#api/ids.ts';
import { maskFor } from '#api/mask.ts';
import { refuse } from '#api/problem.ts';
import { Id, iso, Page, page, paged, Time } from '#api/shape.ts';
import { entryDecisions, getEvent, listEventNames } from '#store/catalogue.ts';

const NameShape = z
  .object({
    name: z.string(),
    count: z.number().int(),
    firstSeen: Time,
    lastSeen: Time,
    properties: z.record(z.string(), z.unknown()).openapi({ description: 'Properties seen, by name.' }),
  })
  .openapi('EventName');

const EventShape = z
  .object({
    id: Id('event'),
    name: z.string(),
    customer: Id('customer'),
    source: z.string(),
    messageId: z.string(),
    occurredAt: Time,
    receivedAt: Time,
    historical: z.boolean(),
    properties: z.record(z.string(), z.unknown()),
    decisions: z.array(z.object({ chain: Id('chain'), decision: z.string(), enrolment: Id('enrolment').nullable() })),
  })
  .openapi('Event');

export function eventRoutes(api: Api): void {
  const { db } = api.deps;
  const tag = 'Events';

  endpoint(
    api,
    'GET /v1/events/catalogue',
    { tag, summary: 'List the names of events seen so far', query: paged(z.string(), {}), answer: Page(NameShape) },
    async ({ query }) => {
      const rows = await listEventNames(db, { after: query.cursor ?? null, limit: query.limit + 1 });
      return page(rows, query.limit, {
        show: (r) => ({
          name: r.name,
          count: r.count,
          firstSeen: iso(r.first_seen),
          lastSeen: iso(r.last_seen),
          properties: r.properties as Record<string, unknown>,
        }),
        key: (r) => r.name,
      });
    },
  );

  endpoint(
    api,
    'GET /v1/events/{id}',
    { tag, summary: 'Read an event and what it did to each chain', id: 'event', answer: EventShape },
    async ({ id, caller }) => {
      const event = await getEvent(db, id);
      if (!event) return refuse(404, 'not_found', 'There is no such event, or it is past its retention.', 'id');
      const decisions = await entryDecisions(db, id);
      return {
        id: idOf('event', event.seq),
        name: event.name,
        customer: idOf('customer', event.customer),
        source: event.source,
        messageId: event.message_id,
        occurredAt: iso(event.occurred_at),
        receivedAt: iso(event.received_at),
        historical: event.historical,
        properties: (await maskFor(db, caller)).properties(event.properties),
        decisions: decisions.map((d) => ({
          chain: idOf('chain', d.chain),
          decision: d.decision,
          enrolment: maybeId('enrolment', d.enrolment),
        })),
      };
    },
  );
}
