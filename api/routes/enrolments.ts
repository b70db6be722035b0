/** Enrolments: who is where in which chain, by which way, and out by hand. */
import { z } from '@hono/zod-openapi';
import { type Api, endpoint } from '#api/endpoint.ts';
import { idOf, maybeId } from '#api/ids.ts';
import { type Refusal, refuse } from '#api/problem.ts';
import { Id, iso, maybeIso, Page, page, paged, ref, Time, text } from '#api/shape.ts';
import type { Json } from '#core/facts.ts';
import type { Plan } from '#core/plan.ts';
import { recordDeed } from '#store/audit.ts';
import { plansOf } from '#store/chains.ts';
import { createSeats } from '#store/cohorts.ts';
import { enrolByHand, seatIn, type Unseated } from '#store/hand.ts';
import { cancelEnrolment, type Enrolment, getEnrolment, listEnrolments, stepsNamed } from '#store/listing.ts';
import { createPlans } from '#store/plans.ts';

const EnrolmentHead = z.object({
  id: Id('enrolment'),
  customer: Id('customer'),
  chain: Id('chain'),
  version: Id('version'),
  key: z.string().openapi({ description: 'Of the cart, order or appointment it runs for.' }),
  event: Id('event').nullable(),
  state: z.enum(['live', 'ended']),
  outcome: z.string().nullable(),
  control: z.string().nullable().openapi({ description: 'Held out by the chain or the company; null: contacted.' }),
  step: z.string().openapi({ description: 'Step of the graph it stands at, or ended at.' }),
  waiting: z.enum(['no', 'asleep', 'held']),
  due: Time,
  enteredAt: Time,
  triggerAt: Time,
  endedAt: Time.nullable(),
});

const EnrolmentShape = EnrolmentHead.extend({
  arms: z.record(z.string(), z.unknown()),
  path: z.array(z.object({ step: z.string(), port: z.string().nullable(), at: Time })).openapi({
    description: 'Steps left so far, in order, with the port taken; null: it ended there.',
  }),
  problem: z.unknown(),
}).openapi('Enrolment');
export type EnrolmentAnswer = z.output<typeof EnrolmentShape>;

export function enrolmentRoutes(api: Api): void {
  const { db, clock, signaller } = api.deps;
  const tag = 'Enrolments';
  const seats = createSeats(db, clock, 'api');
  const versions = createPlans(db);

  endpoint(
    api,
    'GET /v1/enrolments',
    {
      tag,
      summary: 'List enrolments, newest first',
      description: '`step` is a step of the graph and needs `chain`.',
      query: paged(z.number().int(), {
        chain: ref('chain').optional(),
        customer: ref('customer').optional(),
        step: text(64).optional(),
        state: z.enum(['live', 'ended']).optional(),
      }),
      answer: Page(EnrolmentHead),
    },
    async ({ query }) => {
      if (query.step !== undefined && query.chain === undefined) {
        return refuse(400, 'invalid', 'step: names a step of one chain, so `chain` is needed too.', 'step');
      }
      const chainPlans = query.step === undefined ? null : await plansOf(db, { chain: query.chain! });
      const rows = await listEnrolments(db, {
        customer: query.customer ?? null,
        chain: query.chain ?? null,
        state: query.state ?? null,
        at: chainPlans === null ? null : stepsNamed(chainPlans, query.step!),
        after: query.cursor ?? null,
        limit: query.limit + 1,
      });
      const plans = chainPlans ?? (await plansOf(db, { versions: [...new Set(rows.map((r) => r.version))] }));
      return page(rows, query.limit, { show: (row) => showHead(row, plans.get(row.version)), key: (r) => r.id });
    },
  );

  endpoint(
    api,
    'POST /v1/enrolments',
    {
      tag,
      summary: 'Enrol a customer by hand',
      description:
        'Neither the event of the entry nor its re-entry rule is asked; the control group is drawn as for everybody. Who is inside already for the same key answers 409.',
      body: z.strictObject({
        customer: ref('customer'),
        chain: ref('chain'),
        key: text(255, 0).default(''),
        properties: z
          .record(z.string(), z.unknown())
          .default({})
          .openapi({ description: 'What the event would have said.' }),
      }),
      status: 201,
      answer: EnrolmentShape,
    },
    async ({ body, caller, now }) => {
      const entry = { ...body, properties: body.properties as Record<string, Json> };
      const seat = await seatIn(db, body.chain, { plans: versions, seats });
      if (seat.kind !== 'seat') return unseated(seat);
      const done = await db.transaction().execute(async (trx) => {
        const enrolled = await enrolByHand(trx, now, entry, seat);
        if (enrolled.kind === 'enrolled') {
          await recordDeed(trx, now, {
            actor: caller.actor,
            action: 'enrolment.create',
            subject: idOf('enrolment', enrolled.enrolment),
          });
        }
        return enrolled;
      });
      if (done.kind === 'missing' || done.kind === 'closed') return unseated(done);
      if (done.kind === 'inside') {
        return refuse(409, 'already_inside', `Already inside, as ${idOf('enrolment', done.enrolment)}.`);
      }
      signaller.wake([{ cohort: done.cohort, enrolment: done.enrolment }]);
      return show(api, done.enrolment);
    },
  );

  endpoint(
    api,
    'GET /v1/enrolments/{id}',
    { tag, summary: 'Read an enrolment and its path', id: 'enrolment', answer: EnrolmentShape },
    async ({ id }) => show(api, id),
  );

  endpoint(
    api,
    'POST /v1/enrolments/{id}/cancel',
    {
      tag,
      summary: 'End an enrolment here',
      description: 'Open tasks and touches not yet handed over go with it. Cancelling twice changes nothing.',
      id: 'enrolment',
      answer: EnrolmentShape,
    },
    async ({ id, caller, now }) => {
      const cancelled = await db.transaction().execute(async (trx) => {
        const done = await cancelEnrolment(trx, now, id);
        if (done.kind === 'cancelled') {
          await recordDeed(trx, now, {
            actor: caller.actor,
            action: 'enrolment.cancel',
            subject: idOf('enrolment', id),
          });
        }
        return done;
      });
      if (cancelled.kind === 'missing') return noEnrolment();
      if (cancelled.kind === 'ended' && cancelled.outcome !== 'cancelled') {
        return refuse(
          409,
          'ended',
          `The enrolment had ended before (${cancelled.outcome}): there is nothing to cancel.`,
        );
      }
      if (cancelled.kind === 'cancelled') signaller.wake([{ cohort: cancelled.cohort, enrolment: id }]);
      return show(api, id);
    },
  );
}

async function show({ deps: { db } }: Api, id: number): Promise<z.input<typeof EnrolmentShape> | Refusal> {
  const row = await getEnrolment(db, id);
  if (!row) return noEnrolment();
  const plan = (await plansOf(db, { versions: [row.version] })).get(row.version);
  return {
    ...showHead(row, plan),
    arms: row.arms as Record<string, unknown>,
    path: readPath(row, plan),
    problem: row.problem,
  };
}

function unseated(why: Unseated): Refusal {
  if (why.kind === 'missing') return refuse(422, `unknown_${why.what}`, `There is no such ${why.what}.`, why.what);
  return refuse(
    409,
    'closed',
    why.state === 'erased' ? 'The customer was erased.' : `Only a live chain takes entries; this one is ${why.state}.`,
  );
}

function noEnrolment(): Refusal {
  return refuse(404, 'not_found', 'There is no such enrolment.', 'id');
}

const WAITING = ['no', 'asleep', 'held'] as const;

function showHead(row: Enrolment, plan: Plan | undefined): z.input<typeof EnrolmentHead> {
  return {
    id: idOf('enrolment', row.id),
    customer: idOf('customer', row.customer),
    chain: idOf('chain', row.chain),
    version: idOf('version', row.version),
    key: row.key,
    event: maybeId('event', row.event),
    state: row.state,
    outcome: row.outcome,
    control: row.control,
    step: plan?.steps[row.step]?.step ?? `#${row.step}`,
    waiting: row.state === 'ended' ? 'no' : (WAITING[row.phase] ?? 'no'),
    due: iso(row.due),
    enteredAt: iso(row.entered_at),
    triggerAt: iso(row.trigger_at),
    endedAt: maybeIso(row.ended_at),
  };
}

/** Triples of plan step, index of the port among the step's ports (-1: none), seconds since the entry. */
function readPath(row: Enrolment, plan: Plan | undefined): z.input<typeof EnrolmentShape>['path'] {
  const path: z.input<typeof EnrolmentShape>['path'] = [];
  for (let i = 0; i + 2 < row.path.length; i += 3) {
    const [step, port, seconds] = [row.path[i]!, row.path[i + 1]!, row.path[i + 2]!];
    const at = plan?.steps[step];
    path.push({
      step: at?.step ?? `#${step}`,
      port: (at && Object.keys(at.next)[port]) ?? null,
      at: iso(row.entered_at.getTime() + seconds * 1000),
    });
  }
  return path;
}
