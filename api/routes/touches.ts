/** Touches: what was said to whom and why, or why not; and the unknown ones, which a person resolves. */
import { z } from '@hono/zod-openapi';
import { type Api, endpoint } from '#api/endpoint.ts';
import { idOf, touchId } from '#api/ids.ts';
import { maskFor } from '#api/mask.ts';
import { refuse } from '#api/problem.ts';
import { Id, iso, maybeIso, Page, page, paged, ref, Time, text } from '#api/shape.ts';
import { wordsIn } from '#api/words.ts';
import { LANGUAGES } from '#core/language.ts';
import type { Mask } from '#core/mask.ts';
import { tell } from '#core/policy/fate.ts';
import type { DecisionRecord } from '#core/policy/rule.ts';
import { recordDeed } from '#store/audit.ts';
import { readCompany } from '#store/settings.ts';
import { decisionsOf, getTouch, listTouches, nameOf, resolveTouch, type TouchRow } from '#store/touchlist.ts';

const STATES = [
  'held',
  'reserved',
  'handing',
  'handed',
  'refused',
  'unknown',
  'skipped',
  'withdrawn',
  'expired',
  'control',
  'off',
  'failed',
] as const;

const TouchHead = z.object({
  id: Id('touch'),
  customer: Id('customer'),
  chain: Id('chain'),
  version: Id('version'),
  enrolment: Id('enrolment'),
  step: z.string(),
  visit: z.number().int(),
  state: z.enum(STATES),
  reason: z.string().nullable(),
  brand: z.string(),
  channel: z.string(),
  class: z.enum(['service', 'information', 'commercial']),
  topics: z.array(z.string()),
  offer: z.string().nullable(),
  cost: z.number(),
  weight: z.number(),
  policy: z.number().int().nullable(),
  due: Time,
  validUntil: Time.nullable(),
  heldUntil: Time.nullable(),
  judgedAt: Time,
  handedAt: Time.nullable(),
  attempts: z.number().int(),
  response: z.string().nullable(),
  completedAt: Time.nullable(),
  outcome: z.string().nullable(),
});

const TouchLine = TouchHead.extend({
  why: z.string().nullable().optional().openapi({ description: 'Asked for by `why`; null: no longer known.' }),
}).openapi('TouchLine');
export type TouchLine = z.output<typeof TouchLine>;

const TouchShape = TouchHead.extend({
  decision: z
    .record(z.string(), z.unknown())
    .openapi({ description: 'The rules asked, what they counted, what would flip them.' }),
}).openapi('Touch');

const key = z.object({
  month: z.string().regex(/^\d{4}-\d\d-01$/),
  enrolment: z.number().int(),
  step: z.number().int(),
  visit: z.number().int(),
});

export function touchRoutes(api: Api): void {
  const { db } = api.deps;
  const tag = 'Touches';

  endpoint(
    api,
    'GET /v1/touches',
    {
      tag,
      summary: 'List touches',
      description:
        'By enrolment, newest first. `state=unknown` lists those a person must resolve; `why=en` says of each in a sentence why it was sent, postponed or not sent.',
      query: paged(key, {
        customer: ref('customer').optional(),
        chain: ref('chain').optional(),
        enrolment: ref('enrolment').optional(),
        step: text(64).optional(),
        state: z.enum(STATES).optional(),
        channel: text(64).optional(),
        why: z.enum(LANGUAGES).optional(),
      }),
      answer: Page(TouchLine),
    },
    async ({ query, caller }) => {
      const mask = await maskFor(db, caller);
      const rows = await listTouches(db, {
        customer: query.customer ?? null,
        chain: query.chain ?? null,
        enrolment: query.enrolment ?? null,
        step: query.step ?? null,
        state: query.state ?? null,
        channel: query.channel ?? null,
        after: query.cursor ?? null,
        limit: query.limit + 1,
      });
      const lang = query.why;
      const decided = lang === undefined ? null : await decisionsOf(db, rows);
      const zone = lang === undefined ? '' : (await readCompany(db)).zone;
      const why = (row: TouchRow) => {
        const found = decided?.get(nameOf(row));
        const record = found?.decision as DecisionRecord | undefined;
        return record?.verdict ? tell(record, row, wordsIn(lang!, found?.zone ?? zone)) : null;
      };
      return page(rows, query.limit, {
        show: (row) => ({ ...show(row, mask), ...(decided ? { why: why(row) } : {}) }),
        key: ({ month, enrolment, step, visit }) => ({ month, enrolment, step, visit }),
      });
    },
  );

  endpoint(
    api,
    'GET /v1/touches/{id}',
    { tag, summary: 'Read a touch and its decision record', id: 'touch', answer: TouchShape },
    async ({ id, caller }) => {
      const touch = await getTouch(db, id);
      if (!touch) return noTouch();
      const shown = show(touch, await maskFor(db, caller));
      return { ...shown, decision: touch.decision as Record<string, unknown> };
    },
  );

  endpoint(
    api,
    'POST /v1/touches/{id}/resolve',
    {
      tag,
      summary: 'Say what became of an unknown touch',
      description:
        '`not_sent` takes it out of the count of pressure. Nothing is sent again by this: the enrolment has gone on as if it had left.',
      id: 'touch',
      body: z.strictObject({ as: z.enum(['sent', 'not_sent']) }),
      answer: TouchHead,
    },
    async ({ id, body, caller, now }) =>
      db.transaction().execute(async (trx) => {
        const resolved = await resolveTouch(trx, now, id, { as: body.as, by: caller.actor });
        if (resolved.kind === 'missing') return noTouch();
        if (resolved.kind === 'not_unknown') {
          return refuse(
            409,
            'not_unknown',
            `Only an unknown touch can be resolved; this one is ${resolved.touch.state}.`,
          );
        }
        if (resolved.kind === 'resolved') {
          await recordDeed(trx, now, {
            actor: caller.actor,
            action: 'touch.resolve',
            subject: touchId(id),
            detail: { as: body.as },
          });
        }
        return show(resolved.touch, await maskFor(trx, caller));
      }),
  );
}

function noTouch() {
  return refuse(404, 'not_found', 'There is no such touch.', 'id');
}

function show(t: TouchRow, mask: Mask): z.input<typeof TouchHead> {
  return {
    id: touchId(t),
    customer: idOf('customer', t.customer),
    chain: idOf('chain', t.chain),
    version: idOf('version', t.version),
    enrolment: idOf('enrolment', t.enrolment),
    step: t.step_id,
    visit: t.visit,
    state: t.state as (typeof STATES)[number],
    reason: t.reason,
    brand: t.brand,
    channel: t.channel,
    class: t.class as 'service',
    topics: t.topics,
    offer: t.offer,
    cost: t.cost,
    weight: t.weight,
    policy: t.policy,
    due: iso(t.due),
    validUntil: maybeIso(t.valid_until),
    heldUntil: maybeIso(t.held_until),
    judgedAt: iso(t.judged_at),
    handedAt: maybeIso(t.handed_at),
    attempts: t.attempts,
    response: mask.line(t.response),
    completedAt: maybeIso(t.completed_at),
    outcome: t.outcome,
  };
}
