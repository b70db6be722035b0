/** What customers answered to offers: refused, accepted, or owned already. While it holds, the offer is not made again. */
import { z } from '@hono/zod-openapi';
import { type Api, endpoint } from '#api/endpoint.ts';
import { waitForFlight } from '#api/flight.ts';
import { idOf, touchId } from '#api/ids.ts';
import { refuse } from '#api/problem.ts';
import { noCustomer } from '#api/routes/customers.ts';
import { Id, iso, maybeIso, moment, Page, page, paged, Time, text } from '#api/shape.ts';
import { recordDeed } from '#store/audit.ts';
import { customerExists } from '#store/customers.ts';
import { answerOffer, listAnswers } from '#store/offers.ts';
import { createPlans } from '#store/plans.ts';
import { lockCustomers } from '#store/touches.ts';
import { type Scope, unwantedBy, withdraw } from '#store/withdrawal.ts';

const ANSWERS = ['refused', 'accepted', 'owned'] as const;

const Answer = z
  .object({
    offer: z.string(),
    answer: z.enum(ANSWERS),
    until: Time.nullable().openapi({ description: 'It holds until then; null: for good.' }),
    source: z.string(),
    at: Time,
  })
  .openapi('OfferAnswer');

export function offerAnswerRoutes(api: Api): void {
  const { db } = api.deps;
  const plans = createPlans(db);
  const tag = 'Customers';

  endpoint(
    api,
    'GET /v1/customers/{id}/offer-answers',
    {
      tag,
      summary: 'List what a customer answered to offers',
      id: 'customer',
      query: paged(z.string(), {}),
      answer: Page(Answer),
    },
    async ({ id, query }) => {
      if (!(await customerExists(db, id))) return noCustomer();
      const rows = await listAnswers(db, { customer: id, after: query.cursor ?? null, limit: query.limit + 1 });
      return page(rows, query.limit, {
        show: ({ until, at, ...row }) => ({ ...row, until: maybeIso(until), at: iso(at) }),
        key: (row) => row.offer,
      });
    },
  );

  endpoint(
    api,
    'POST /v1/customers/{id}/offer-answers',
    {
      tag,
      summary: 'Record that a customer refused or accepted an offer, or owns it already',
      description:
        'The last answer counts. While it holds, no contact makes the offer again, on any channel; service contacts go on. What was refused is called back too, as by a withdrawal of the offer.',
      id: 'customer',
      body: z.strictObject({
        offer: text(64),
        answer: z.enum(ANSWERS),
        until: moment().nullable().default(null).openapi({ description: 'Left out: for good' }),
        source: text(64).default('api'),
      }),
      answer: Answer.extend({ inFlight: z.array(Id('touch')) }),
    },
    async ({ id, body, caller, now }) => {
      if (!(await customerExists(db, id))) return noCustomer();
      const { offer, answer, source } = body;
      if (body.until !== null && body.until <= now) {
        const message = `until: expected a moment to come, got ${iso(body.until)} and it is ${iso(now)}.`;
        return refuse(422, 'in_past', message, 'until');
      }
      const until = body.until === null ? null : new Date(body.until);
      const scope: Scope = { kind: 'offer', offer, until };
      const wakes = await db.transaction().execute(async (trx) => {
        const subject = idOf('customer', id);
        const detail = { offer, answer, until: maybeIso(until) };
        await recordDeed(trx, now, { actor: caller.actor, action: 'offer.answer', subject, detail });
        if (answer === 'refused') return (await withdraw(trx, now, { customer: id, scope, source }, plans)).wakes;
        await lockCustomers(trx, [id]);
        await answerOffer(trx, now, { customer: id, offer, answer, until, source });
        return [];
      });
      const unwanted = answer === 'refused' ? [unwantedBy(id, scope)] : [];
      const inFlight = await waitForFlight(api.deps, { unwanted, wakes });
      return { offer, answer, until: maybeIso(until), source, at: iso(now), inFlight: inFlight.map(touchId) };
    },
  );
}
