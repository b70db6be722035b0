/** The policy for other systems: would it let this contact through, and may it be booked until it is made? */
import { z } from '@hono/zod-openapi';
import { type Api, endpoint } from '#api/endpoint.ts';
import { idOf, maybeId } from '#api/ids.ts';
import { judgeFor } from '#api/judging.ts';
import { type Refusal, refuse } from '#api/problem.ts';
import { contactFields, OUTCOMES } from '#api/routes/elsewhere.ts';
import { showWhy, Why } from '#api/routes/why.ts';
import { Id, iso, maybeIso, moment, ref, Time } from '#api/shape.ts';
import type { Json } from '#core/facts.ts';
import { LANGUAGES } from '#core/language.ts';
import { reserve, type Settled, settleReservation } from '#store/reservations.ts';

const asked = { customer: ref('customer'), ...contactFields, lang: z.enum(LANGUAGES).default('en') };

const until = Time.nullable().openapi({ description: 'Where it is held: the first moment at which to ask again.' });
const LONGEST = 24 * 3_600;

const Reservation = z.object({
  ...{ id: Id('reservation'), customer: Id('customer'), state: z.enum(['confirmed', 'released']) },
  contact: Id('contact').nullable().openapi({ description: 'The contact it became.' }),
});

export function reserveRoutes(api: Api): void {
  const { db, clock } = api.deps;
  const tag = 'Contact policy';

  endpoint(
    api,
    'POST /v1/policy/check',
    {
      tag,
      summary: 'Ask whether a contact would be let through now',
      description:
        'Judged as a touch of ours would be, and neither booked nor written down. Looks at no planned touches.',
      body: z.strictObject(asked),
      answer: Why.extend({ until }).openapi('PolicyCheck'),
    },
    async ({ body: { lang, ...ask } }) => {
      const found = await judgeFor(db, ask, { clock, lock: false, needsAddress: true }, async (_, judged) => judged);
      if (!found) return noCustomer();
      const { record, zone } = found;
      return { ...showWhy(record, lang, zone), until: heldUntil(record.verdict) };
    },
  );

  endpoint(
    api,
    'POST /v1/policy/reserve',
    {
      tag,
      summary: 'Book a contact that another system is about to make',
      description:
        'Judged under the customer’s lock and counted from now on, for at most 24 hours. Confirm it when it was made, release it when it was not; one that runs out counts no more.',
      body: z.strictObject({
        ...asked,
        ttlSeconds: z.int().min(1).max(LONGEST).default(3_600),
      }),
      status: 201,
      answer: Why.extend({ until, reservation: Id('reservation').nullable(), expiresAt: Time.nullable() }).openapi(
        'PolicyReservation',
      ),
    },
    async ({ body: { lang, ttlSeconds, ...ask }, caller }) => {
      const how = { clock, lock: true, needsAddress: false };
      const found = await judgeFor(db, ask, how, async (trx, judged) => {
        const { record, now, test } = judged;
        const expires = now + ttlSeconds * 1_000;
        if (record.verdict.kind !== 'send') return { ...judged, id: null, expires: null };
        const times = { at: now, until: expires };
        const decision = record as unknown as Json;
        const id = await reserve(trx, { ...ask, ...times, decision, by: caller.actor, counts: !test });
        return { ...judged, id, expires };
      });
      if (!found) return noCustomer();
      const { record, zone, id, expires } = found;
      return {
        ...{ ...showWhy(record, lang, zone), until: heldUntil(record.verdict) },
        ...{ reservation: maybeId('reservation', id), expiresAt: maybeIso(expires) },
      };
    },
  );

  endpoint(
    api,
    'POST /v1/reservations/{id}/confirm',
    {
      tag,
      summary: 'Say that a booked contact was made',
      description: 'It becomes a contact made elsewhere, at the moment it was booked unless `at` says otherwise.',
      id: 'reservation',
      body: z.strictObject({ outcome: z.enum(OUTCOMES).default('made'), at: moment().optional() }),
      answer: Reservation.openapi('ReservationSettled'),
    },
    async ({ id, body, caller, now }) => {
      const at = body.at ?? null;
      if (at !== null && at > now + 5 * 60_000)
        return refuse(
          422,
          'in_future',
          `at: expected a moment in the past, got ${iso(at)}; confirm it once made.`,
          'at',
        );
      const to = { to: 'confirmed' as const, id, by: caller.actor, at, outcome: body.outcome };
      return show(await db.transaction().execute((trx) => settleReservation(trx, now, to)));
    },
  );

  endpoint(
    api,
    'POST /v1/reservations/{id}/release',
    {
      tag,
      summary: 'Say that a booked contact will not be made',
      description: 'It counts no more.',
      id: 'reservation',
      answer: Reservation.openapi('ReservationSettled'),
    },
    async ({ id, caller, now }) => {
      const to = { to: 'released' as const, id, by: caller.actor };
      return show(await db.transaction().execute((trx) => settleReservation(trx, now, to)));
    },
  );
}

function heldUntil(verdict: { kind: string; until?: number }): string | null {
  return verdict.until === undefined ? null : iso(verdict.until);
}

function show(settled: Settled): z.input<typeof Reservation> | Refusal {
  if (settled.kind === 'none') return refuse(404, 'not_found', 'There is no such reservation.', 'id');
  if (settled.kind === 'conflict') {
    const instead = settled.state === 'expired' ? '; record the contact by POST /v1/touches' : '';
    return refuse(409, `already_${settled.state}`, `The reservation is ${settled.state} already${instead}.`);
  }
  const { id, customer, state, contact } = settled.row;
  return {
    ...{ id: idOf('reservation', id), customer: idOf('customer', customer), state: state as 'confirmed' | 'released' },
    contact: maybeId('contact', contact),
  };
}

function noCustomer(): Refusal {
  return refuse(404, 'not_found', 'There is no such customer.', 'customer');
}
