/** The first page: chains with their last seven days, what needs a person, and how far the set-up has come. */
import { z } from '@hono/zod-openapi';
import { allows } from '#api/access.ts';
import { type Api, endpoint } from '#api/endpoint.ts';
import { idOf } from '#api/ids.ts';
import { Id, iso, Time } from '#api/shape.ts';
import { spared } from '#api/spared.ts';
import { addDays, atTime, isoDay, toInstant, toLocal } from '#core/date.ts';
import { mailReady, vitalsOf, worstOf } from '#core/health.ts';
import { ATTENTION_KINDS, countAttention } from '#store/attention.ts';
import { recordDeed } from '#store/audit.ts';
import { putAway, setUpOf, type Waiting, waitingFor, weekOf } from '#store/home.ts';
import { readCompany } from '#store/settings.ts';
import { readWatch } from '#store/workers.ts';

const KINDS = [...ATTENTION_KINDS, 'tasks', 'lapsed', 'request', 'stop', 'health'] as const;
const ITEMS = ['drawn', 'received', 'channel', 'tested', 'published'] as const;

/** What can be put away until there is more of it, and may be asked for in other places too. */
const PUT_AWAY = ['zones', 'checklist', 'tasks', 'lapsed'] as const;

const HomeShape = z
  .object({
    at: Time,
    days: z.array(z.string()).openapi({ description: 'Seven days of the company’s zone; today is the last.' }),
    chains: z.array(
      z.object({
        ...{ id: Id('chain'), name: z.string(), state: z.enum(['draft', 'live', 'paused', 'archived']) },
        live: z.number().int().openapi({ description: 'Customers under way in it.' }),
        entered: z.array(z.number().int()).openapi({ description: 'By day.' }),
        touches: z.array(z.number().int()).openapi({ description: 'Contacts made, by day.' }),
        untrodden: z.boolean().openapi({ description: 'Nobody has ever entered it.' }),
      }),
    ),
    more: z.number().int().openapi({ description: 'Chains that are not shown: these are the busiest.' }),
    needs: z.array(
      z.object({
        kind: z.enum(KINDS),
        count: z.number().int(),
        id: z.string().nullable().openapi({ description: 'Of what can be put away by itself.' }),
        chain: z.object({ id: Id('chain'), name: z.string() }).nullable(),
        detail: z.record(z.string(), z.union([z.string(), z.number()])),
        at: Time.nullable(),
      }),
    ),
    checklist: z
      .array(z.object({ item: z.enum(ITEMS), done: z.boolean(), reason: z.string().nullable() }))
      .nullable()
      .openapi({ description: 'null: put away.' }),
    putAway: z.record(z.string(), z.number()).openapi({ description: 'What was put away, and how much of it.' }),
  })
  .openapi('Home');
export type Home = z.output<typeof HomeShape>;
export type Need = Home['needs'][number];

const SHOWN = 12;

export function homeRoutes(api: Api): void {
  const { db, monotonic = () => performance.now() } = api.deps;
  const week = spared<Awaited<ReturnType<typeof weekOf>>>(monotonic);
  const tag = 'Operations';

  endpoint(api, 'GET /v1/home', { tag, summary: 'Read the home page', answer: HomeShape }, async ({ caller, now }) => {
    const { zone } = await readCompany(db);
    const today = toLocal(now, zone);
    const days = [6, 5, 4, 3, 2, 1, 0].map((ago) => isoDay(addDays(today, -ago)));
    const from = toInstant(atTime(addDays(today, -6), '00:00'), zone);
    const [weekly, waiting, attention, setUp, watch] = await Promise.all([
      week(`${from} ${zone}`, () => weekOf(db, { from, zone, limit: SHOWN })),
      waitingFor(db, now),
      countAttention(db),
      setUpOf(db),
      readWatch(db),
    ]);
    const vitals = vitalsOf(watch);
    const mail = mailReady(vitals);
    const ill = setUp.published && worstOf(vitals) === 'bad';
    const checklist = ITEMS.map((item) => ({
      item,
      done: item === 'channel' ? mail.ready : setUp[item],
      reason: item === 'channel' && !mail.ready ? mail.reason : null,
    }));
    return {
      ...{ at: iso(now), days, needs: needsOf(caller.scopes, { waiting, attention, ill }) },
      ...{ more: Math.max(0, weekly.total - weekly.chains.length) },
      chains: weekly.chains.map(({ id, days: told, name, state, live, untrodden }) => {
        const byDay = (pick: 'entered' | 'touches') => days.map((day) => told.find((d) => d.day === day)?.[pick] ?? 0);
        const [entered, touches] = [byDay('entered'), byDay('touches')];
        return { id: idOf('chain', id), name, state, live, untrodden, entered, touches };
      }),
      checklist: 'checklist' in waiting.putAway ? null : checklist,
      putAway: waiting.putAway,
    };
  });

  endpoint(
    api,
    'POST /v1/home/put-away',
    {
      ...{ tag, summary: 'Put something away, for everybody, until there is more of it' },
      body: z.strictObject({ what: z.enum(PUT_AWAY), amount: z.number().int().min(0).max(2_000_000_000) }),
      answer: z.object({ what: z.string(), amount: z.number().int() }),
    },
    async ({ body, caller, now }) => {
      await db.transaction().execute(async (trx) => {
        await putAway(trx, now, body.what, body.amount, caller.actor);
        await recordDeed(trx, now, { actor: caller.actor, action: 'home.put_away', subject: body.what });
      });
      return body;
    },
  );
}

type Found = { waiting: Waiting; attention: Awaited<ReturnType<typeof countAttention>>; ill: boolean };

/** Only what the reader may go and mend, or at least look at. */
function needsOf(scopes: readonly string[], { waiting, attention, ill }: Found): Need[] {
  const needs: Need[] = [];
  const need = (kind: Need['kind'], count: number, more: Partial<Need> = {}) => {
    if (count > 0) needs.push({ kind, count, id: null, chain: null, detail: {}, at: null, ...more });
  };
  if (allows(scopes, 'touches:read')) {
    need('health', ill ? 1 : 0);
    need('stop', waiting.stops);
    for (const { id, chain, name, detail, at } of waiting.trips) {
      const of = { id: idOf('chain', chain), name };
      need('guard', 1, { id: idOf('attention', id), chain: of, detail, at: iso(new Date(at)) });
    }
    for (const { kind, unseen } of attention) if (kind !== 'guard') need(kind, unseen);
  }
  if (allows(scopes, 'chains:draft')) {
    for (const { chain, name, by, at } of waiting.requests)
      need('request', 1, { chain: { id: idOf('chain', chain), name }, detail: { by }, at: iso(new Date(at)) });
  }
  const { overdueTasks, lapsedTasks, putAway: away } = waiting;
  if (allows(scopes, 'tasks:read')) {
    if (overdueTasks > (away.tasks ?? 0)) need('tasks', overdueTasks);
    if (lapsedTasks > (away.lapsed ?? 0)) need('lapsed', lapsedTasks);
  }
  return needs;
}
