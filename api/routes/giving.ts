/** What one customer gives or withdraws, as another system says it; double opt-in is a mode of giving. */
import { z } from '@hono/zod-openapi';
import { type Api, endpoint } from '#api/endpoint.ts';
import { waitForFlight } from '#api/flight.ts';
import { idOf, maybeId, touchId } from '#api/ids.ts';
import { refuse } from '#api/problem.ts';
import { ConsentShape, noCustomer, showConsent } from '#api/routes/customers.ts';
import { Id, moment, ref, text } from '#api/shape.ts';
import { COUNTED } from '#core/channels/index.ts';
import { consentEvent } from '#core/consentevent.ts';
import type { Json } from '#core/facts.ts';
import { recordDeed } from '#store/audit.ts';
import { findBrand } from '#store/brands.ts';
import { CONFIRM_DAYS, confirmConsent } from '#store/confirmation.ts';
import { recordConsent } from '#store/consents.ts';
import { customerExists, getCustomers } from '#store/customers.ts';
import { createPlans } from '#store/plans.ts';
import { type Scope, unwantedBy, withdraw } from '#store/withdrawal.ts';

const Consents = z.object({ customer: Id('customer'), consents: z.array(ConsentShape) });

const Given = Consents.extend({
  record: Id('record').openapi({ description: 'Of the ledger; what waits for its confirmation is confirmed by it.' }),
  pending: z.boolean().openapi({ description: 'It gives nothing until it is confirmed.' }),
  inFlight: z.array(Id('touch')).openapi({ description: 'Of a withdrawal: what could not be called back any more.' }),
});

const Giving = z
  .strictObject({
    channel: z.enum(['*', ...COUNTED]),
    brand: text(64).default('default').openapi({ description: '`*`: all brands' }),
    topic: text(64).default('*').openapi({ description: '`*`: all topics' }),
    given: z.boolean(),
    mode: z
      .enum(['single', 'double'])
      .default('single')
      .openapi({
        description: `double: it waits, up to ${CONFIRM_DAYS} days, for its confirmation by the link \`{{ confirm_url }}\` of a message (a chain that enters on \`Consent Requested\` sends it) or by a call.`,
      }),
    source: text(64).default('api').openapi({ description: 'Where it was said: a shop, a form, a call' }),
    wording: text(4_000).optional(),
    wordingVersion: text(64).optional(),
    ip: z.union([z.ipv4(), z.ipv6()]).optional(),
    expiresAt: moment().optional(),
    proof: z.record(z.string(), z.unknown()).optional(),
  })
  .refine(({ given, mode }) => given || mode === 'single', {
    message: 'expected single: a withdrawal needs no confirmation and holds at once',
    path: ['mode'],
  });

export function givingRoutes(api: Api): void {
  const { db, intake } = api.deps;
  const plans = createPlans(db);
  const tag = 'Customers';

  endpoint(
    api,
    'POST /v1/customers/{id}/consents',
    {
      tag,
      summary: 'Record a consent or its withdrawal',
      description:
        'Kept for ever as proof; the last word counts. A withdrawal calls back what was booked and waits up to a second for what is leaving.',
      id: 'customer',
      body: Giving,
      status: 201,
      answer: Given,
    },
    async ({ id, body, caller, now }) => {
      if (!(await customerExists(db, id))) return noCustomer();
      const { mode, given, proof, expiresAt, brand, channel, topic, source } = body;
      if (brand !== '*' && !(await findBrand(db, brand)))
        return refuse(422, 'unknown_brand', 'There is no such brand.', 'brand');
      const { wording = null, wordingVersion = null, ip = null } = body;
      const pending = mode === 'double';
      const said = {
        ...{ customer: id, source, wording, wordingVersion, ip },
        ...{ expiresAt: expiresAt === undefined ? null : new Date(expiresAt) },
        ...(proof ? { proof: proof as Json } : {}),
      };
      const about = { brand, channel, topic };
      const whole = brand === '*' && channel === '*' && topic === '*';
      const scope: Scope = whole ? { kind: 'everything', end: true } : { kind: 'part', ...about };
      const { record, wakes } = await db.transaction().execute(async (trx) => {
        const done = given
          ? { record: await recordConsent(trx, now, { ...said, ...about, given, pending }), wakes: [] }
          : await withdraw(trx, now, { ...said, scope }, plans);
        const action = given ? (pending ? 'consent.request' : 'consent.give') : 'consent.withdraw';
        await recordDeed(trx, now, { actor: caller.actor, action, subject: idOf('customer', id), detail: about });
        return done;
      });
      if (record === null) throw new Error('A consent was recorded and has no record.');
      if (pending) {
        const more = { record: idOf('record', record) };
        await intake.take([consentEvent({ name: 'Consent Requested', customer: id, record, about, more, at: now })]);
      }
      const inFlight = given ? [] : await waitForFlight(api.deps, { unwanted: [unwantedBy(id, scope)], wakes });
      return { ...(await shown(id)), record: idOf('record', record), pending, inFlight: inFlight.map(touchId) };
    },
  );

  endpoint(
    api,
    'POST /v1/customers/{id}/consents/confirm',
    {
      tag,
      summary: 'Confirm a double opt-in',
      description: 'As its link does: what was asked for is given from now on. Twice is once.',
      id: 'customer',
      body: z.strictObject({
        record: ref('record').openapi({ description: 'As the request for it was answered' }),
        source: text(64).default('api').openapi({ description: 'Where it was confirmed: it stands in the proof' }),
        wording: text(4_000).default('').openapi({ description: 'What was asked' }),
        wordingVersion: text(64).optional(),
        ip: z.union([z.ipv4(), z.ipv6()]).optional(),
      }),
      answer: Consents.extend({ confirmed: z.literal(true), record: Id('record').nullable() }),
    },
    async ({ id, body, caller, now }) => {
      if (!(await customerExists(db, id))) return noCustomer();
      const { record, source: by, wording, wordingVersion = null, ip = null } = body;
      const done = await db.transaction().execute(async (trx) => {
        const confirmed = await confirmConsent(trx, now, { customer: id, record, ip, wording, wordingVersion, by });
        if (confirmed?.given) {
          const detail = { record: idOf('record', record) };
          const subject = idOf('customer', id);
          await recordDeed(trx, now, { actor: caller.actor, action: 'consent.confirm', subject, detail });
        }
        return confirmed;
      });
      if (!done) {
        const message = 'record: this customer has no giving of this record that waits for a confirmation.';
        return refuse(404, 'not_found', message, 'record');
      }
      if (done.state === 'expired') {
        const message = `record: it was asked for more than ${CONFIRM_DAYS} days ago; ask again, by POST /v1/customers/{id}/consents.`;
        return refuse(410, 'expired', message, 'record');
      }
      if (done.state === 'overtaken') {
        return refuse(409, 'withdrawn_since', 'record: it has been withdrawn since; ask the customer again.', 'record');
      }
      if (done.given !== null) {
        await intake.take([
          consentEvent({ name: 'Consent Given', customer: id, record, about: done.request, at: now }),
        ]);
      }
      return { ...(await shown(id)), confirmed: true as const, record: maybeId('record', done.given) };
    },
  );

  async function shown(id: number) {
    const [customer] = await getCustomers(db, [id]);
    return { customer: idOf('customer', id), consents: customer!.consents.map(showConsent) };
  }
}
