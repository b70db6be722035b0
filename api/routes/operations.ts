/** What an operator watches: the health of the instance, contacts by state, and what needs a person. */
import { z } from '@hono/zod-openapi';
import { allows } from '#api/access.ts';
import { type Api, endpoint } from '#api/endpoint.ts';
import { idOf, touchId } from '#api/ids.ts';
import { maskFor } from '#api/mask.ts';
import { refuse } from '#api/problem.ts';
import { Id, iso, maybeIso, Page, page, paged, Time } from '#api/shape.ts';
import { spared } from '#api/spared.ts';
import { COUNTED } from '#core/channels/index.ts';
import { mailReady, PARTS, vitalsOf, worstOf } from '#core/health.ts';
import { nameOf } from '#core/lookup.ts';
import { ATTENTION_KINDS, type AttentionRow, countAttention, listAttention, markSeen } from '#store/attention.ts';
import { recordDeed } from '#store/audit.ts';
import { getCustomers } from '#store/customers.ts';
import { type OutboxCount, outboxOf } from '#store/outbox.ts';
import { stoppedNow } from '#store/stops.ts';
import { readWatch } from '#store/workers.ts';

const Vital = z.object({
  part: z.enum(PARTS),
  state: z.enum(['ok', 'warning', 'bad', 'unknown']),
  reason: z.string().openapi({ description: 'In snake_case, for the page’s own words.' }),
  seconds: z.number().int().nullable(),
  count: z.number().int().nullable(),
});

const HealthShape = z
  .object({ at: Time, state: z.enum(['ok', 'warning', 'bad']), parts: z.array(Vital) })
  .openapi('Health');
export type Health = z.output<typeof HealthShape>;

const OutboxShape = z
  .object({
    at: Time,
    counts: z.array(
      z.object({
        ...{ channel: z.string(), state: z.string(), reason: z.string().nullable() },
        ...{ count: z.number().int(), due: Time },
      }),
    ),
    channels: z.array(
      z.object({
        channel: z.string(),
        ready: z.boolean(),
        reason: z.string().openapi({ description: 'By what it goes, or why nothing goes.' }),
      }),
    ),
    attention: z.object({ unknown: z.number().int(), others: z.number().int() }),
  })
  .openapi('Outbox');
export type Outbox = z.output<typeof OutboxShape>;

const AttentionShape = z
  .object({
    id: Id('attention'),
    kind: z.enum(ATTENTION_KINDS),
    at: Time,
    chain: z.object({ id: Id('chain'), name: z.string() }),
    step: z.object({ id: z.string(), name: z.string().nullable() }).nullable(),
    touch: Id('touch').nullable(),
    channel: z.string().nullable(),
    customer: z.object({ id: Id('customer'), name: z.string().nullable() }).nullable(),
    detail: z.record(z.string(), z.unknown()),
    seenAt: Time.nullable(),
    seenBy: z.string().nullable(),
    resolvedAt: Time.nullable(),
    resolution: z.string().nullable(),
  })
  .openapi('Attention');
export type Attention = z.output<typeof AttentionShape>;

export function operationRoutes(api: Api): void {
  const { db, monotonic = () => performance.now() } = api.deps;
  const counted = spared<{ at: number; counts: OutboxCount[] }>(monotonic);
  const tag = 'Operations';

  endpoint(
    api,
    'GET /v1/health',
    { tag, summary: 'Tell how the instance is, part by part', answer: HealthShape },
    async ({ now }) => {
      const [watch, stopped] = await Promise.all([readWatch(db), stoppedNow(db)]);
      const vitals = vitalsOf({ ...watch, stopped });
      const parts = PARTS.map((part) => ({ part, seconds: null, count: null, ...vitals[part] }));
      return { at: iso(now), state: worstOf(vitals), parts };
    },
  );

  endpoint(
    api,
    'GET /v1/outbox',
    {
      ...{ tag, summary: 'Count contacts by channel and state', answer: OutboxShape },
      description:
        '`held`, `reserved`, `handing` and `unknown` as they are now; `handed`, `refused` and `failed` of the last 24 hours. A task counts as the letter, call or SMS it is.',
    },
    async ({ now }) => {
      const [{ at, counts }, watch, attention] = await Promise.all([
        counted('', async () => ({ at: now, counts: await outboxOf(db, now) })),
        readWatch(db),
        countAttention(db),
      ]);
      const mail = mailReady(vitalsOf(watch));
      const sum = (which: (kind: string) => boolean) =>
        attention.filter(({ kind }) => which(kind)).reduce((n, { open }) => n + open, 0);
      return {
        at: iso(at),
        counts: counts.map((row) => ({ ...row, due: iso(row.due) })),
        channels: COUNTED.map((channel) =>
          channel === 'email' ? { channel, ...mail } : { channel, ready: true, reason: 'people' },
        ),
        attention: { unknown: sum((kind) => kind === 'unknown'), others: sum((kind) => kind !== 'unknown') },
      };
    },
  );

  endpoint(
    api,
    'GET /v1/attention',
    {
      ...{ tag, summary: 'List what needs a person, newest first' },
      query: paged(z.number().int(), {
        kind: z.enum(ATTENTION_KINDS).optional(),
        except: z.enum(ATTENTION_KINDS).optional(),
        open: z.stringbool().default(true).openapi({ type: 'boolean', description: 'Only what is not mended yet.' }),
      }),
      answer: Page(AttentionShape),
    },
    async ({ query, caller }) => {
      const rows = await listAttention(db, {
        ...{ open: query.open, kind: query.kind ?? null, except: query.except ?? null },
        ...{ after: query.cursor ?? null, limit: query.limit + 1 },
      });
      const sees = allows(caller.scopes, 'customers:read');
      const mask = await maskFor(db, caller);
      const ids = sees ? [...new Set(rows.flatMap(({ customer }) => customer ?? []))] : [];
      const named = new Map((await getCustomers(db, ids)).map((c) => [c.id, nameOf(mask.traits(c.traits))]));
      return page(rows, query.limit, { show: (row) => show(row, sees ? named : null), key: ({ id }) => id });
    },
  );

  endpoint(
    api,
    'POST /v1/attention/{id}/seen',
    {
      ...{ tag, summary: 'Put it away: seen, though not mended', id: 'attention' },
      description: 'It stands in the list until it is mended; the home page does not speak of it any more.',
      answer: z.object({ id: Id('attention'), seen: z.literal(true) }),
    },
    async ({ id, caller, now }) =>
      db.transaction().execute(async (trx) => {
        const seen = await markSeen(trx, now, id, caller.actor);
        if (seen === 'missing') return refuse(404, 'not_found', 'There is nothing of this id to look at.', 'id');
        const subject = idOf('attention', id);
        if (seen === 'seen') await recordDeed(trx, now, { actor: caller.actor, action: 'attention.seen', subject });
        return { id: subject, seen: true as const };
      }),
  );
}

/** `named`: null for who may not see customers; what broke a member may speak of the person too. */
function show(row: AttentionRow, named: ReadonlyMap<number, string | null> | null): Attention {
  const { month, enrolment, step, visit, customer, kind } = row;
  const touch = month !== null && enrolment !== null && step !== null && visit !== null;
  return {
    ...{ id: idOf('attention', row.id), kind, at: iso(row.at), channel: row.channel },
    chain: { id: idOf('chain', row.chain), name: row.chain_name },
    step: row.step_id === null ? null : { id: row.step_id, name: row.step_name },
    touch: touch && row.channel !== null ? touchId({ month, enrolment, step, visit }) : null,
    customer:
      customer === null || named === null
        ? null
        : { id: idOf('customer', customer), name: named.get(customer) ?? null },
    detail: (kind === 'guard' || named !== null ? row.detail : {}) as Record<string, unknown>,
    ...{ seenAt: maybeIso(row.seen_at), seenBy: row.seen_by },
    ...{ resolvedAt: maybeIso(row.resolved_at), resolution: row.resolution },
  };
}
