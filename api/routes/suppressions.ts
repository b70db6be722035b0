/** Suppression: addresses nothing is sent to. They are stored as hashes; lists show a hint. */
import { z } from '@hono/zod-openapi';
import { actorNames } from '#api/actors.ts';
import { type Api, endpoint } from '#api/endpoint.ts';
import { waitForFlight } from '#api/flight.ts';
import { idOf, touchId } from '#api/ids.ts';
import { type Refusal, refuse } from '#api/problem.ts';
import { Id, iso, Page, page, paged, Time, text } from '#api/shape.ts';
import { withoutAddresses } from '#core/mask.ts';
import { again } from '#store/again.ts';
import { recordDeed } from '#store/audit.ts';
import { complain } from '#store/complaints.ts';
import { customerExists } from '#store/customers.ts';
import type { Db } from '#store/db.ts';
import type { Heard } from '#store/silence.ts';
import {
  countSuppressions,
  findSuppression,
  liftSuppression,
  listSuppressions,
  SOFT_ERRORS,
  type Suppression as SuppressionRow,
  suppress,
  suppressionsOf,
} from '#store/suppressions.ts';

const REASONS = ['hard_bounce', 'soft_bounces', 'complaint', 'erased', 'invalid', 'manual'] as const;

const KINDS = ['email', 'phone', 'postal'] as const;

const Suppression = z
  .object({
    id: Id('suppression'),
    kind: z.enum(KINDS),
    hint: z.string().openapi({ example: 'z…@shop.example' }),
    reason: z.enum(REASONS),
    also: z.enum(REASONS).nullable().openapi({
      description: 'Of a complaint: why nothing at all is sent to the address any more.',
    }),
    by: z.string().nullable(),
    byName: z.string().nullable(),
    at: Time,
  })
  .openapi('Suppression');

const Lifted = z.object({ id: Id('suppression'), lifted: z.boolean() });

const Found = z
  .object({
    suppression: Suppression.nullable(),
    softErrors: z
      .object({ errors: z.number().int(), last: Time })
      .nullable()
      .openapi({ description: `Since the last ten quiet days; the ${SOFT_ERRORS}th, a day apart, suppresses.` }),
  })
  .openapi('SuppressionFound');

const Counts = z
  .object({
    reasons: z.array(z.object({ reason: z.enum(REASONS), addresses: z.number().int() })),
    softErrors: z.object({
      most: z.number().int().openapi({ description: 'So many suppress the address.' }),
      counted: z.array(z.object({ errors: z.number().int(), addresses: z.number().int() })),
    }),
  })
  .openapi('SuppressionCounts');

export type Suppression = z.output<typeof Suppression>;
export type SuppressionFound = z.output<typeof Found>;
export type SuppressionCounts = z.output<typeof Counts>;

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
      query: paged(z.number().int(), { reason: z.enum(REASONS).optional(), kind: z.enum(KINDS).optional() }),
      answer: Page(Suppression),
    },
    async ({ query }) => {
      const { cursor: after = null, limit, reason = null, kind = null } = query;
      const rows = await listSuppressions(db, { after, limit: limit + 1, reason, kind });
      const name = await actorNames(
        db,
        rows.map(({ by }) => by),
      );
      return page(rows, limit, { show: (row) => show(row, name(row.by)), key: (row) => row.id });
    },
  );

  endpoint(
    api,
    'GET /v1/customers/{id}/suppressions',
    {
      tag,
      summary: 'List the suppressions of a customer’s addresses',
      id: 'customer',
      answer: z.object({ items: z.array(Suppression) }),
    },
    async ({ id }) => {
      if (!(await customerExists(db, id))) return refuse(404, 'not_found', 'There is no such customer.', 'id');
      const rows = await suppressionsOf(db, id);
      const name = await actorNames(
        db,
        rows.map(({ by }) => by),
      );
      return { items: rows.map((row) => show(row, name(row.by))) };
    },
  );

  endpoint(
    api,
    'GET /v1/suppressions/counts',
    {
      tag,
      summary: 'Count the suppressed addresses by reason, and those whose soft errors are counted',
      answer: Counts,
    },
    async ({ now }) => {
      const { reasons, soft } = await countSuppressions(db, now);
      return { reasons, softErrors: { most: SOFT_ERRORS, counted: soft } };
    },
  );

  endpoint(
    api,
    'POST /v1/suppressions/find',
    {
      tag,
      summary: 'Find out whether an address is suppressed',
      description: 'In the body, for addresses do not belong in URLs.',
      body: z.strictObject({ kind: z.enum(KINDS).default('email'), value: text(320) }),
      answer: Found,
    },
    async ({ body, now }) => {
      const { found, soft } = await findSuppression(db, now, body);
      return {
        suppression: found && show(found, (await actorNames(db, [found.by]))(found.by)),
        softErrors: soft && { errors: soft.errors, last: iso(soft.last) },
      };
    },
  );

  endpoint(
    api,
    'POST /v1/suppressions/{id}/lift',
    {
      tag,
      summary: 'Lift a suppression, saying why',
      description: 'As DELETE does; the reason stays in the audit.',
      id: 'suppression',
      body: z.strictObject({ reason: text(500) }),
      answer: Lifted,
    },
    ({ id, body, caller, now }) =>
      lift(id, { actor: caller.actor, now, detail: { reason: withoutAddresses(body.reason) } }),
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
          .array(z.strictObject({ kind: z.enum(KINDS), value: text(320) }))
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
    { tag, summary: 'Lift a suppression', id: 'suppression', answer: Lifted },
    ({ id, caller, now }) => lift(id, { actor: caller.actor, now, detail: {} }),
  );

  function lift(
    id: number,
    { actor, now, detail }: { actor: string; now: number; detail: Record<string, string> },
  ): Promise<z.input<typeof Lifted> | Refusal> {
    return db.transaction().execute(async (trx) => {
      if (!(await liftSuppression(trx, id))) return refuse(404, 'not_found', 'There is no such suppression.', 'id');
      const subject = idOf('suppression', id);
      await recordDeed(trx, now, { actor, action: 'suppression.lift', subject, detail });
      return { id: subject, lifted: true };
    });
  }
}

function show(
  { id, kind, hint, reason, also, by, at }: SuppressionRow,
  byName: string | null,
): z.input<typeof Suppression> {
  return { id: idOf('suppression', id), kind: kind as 'email', hint, reason, also, by, byName, at: iso(at) };
}
