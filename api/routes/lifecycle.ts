/** Chains as something that runs: pause, resume with its decision, archive and back, and the count of who is where. */
import { z } from '@hono/zod-openapi';
import { type Api, endpoint } from '#api/endpoint.ts';
import { idOf } from '#api/ids.ts';
import { type Refusal, refuse } from '#api/problem.ts';
import { ChainShape, noChain, showChain } from '#api/routes/chains.ts';
import { iso, Time } from '#api/shape.ts';
import { wakeAll } from '#api/wake.ts';
import type { ResumeDecision } from '#core/policy/rule.ts';
import { recordDeed } from '#store/audit.ts';
import { getChain, plansOf } from '#store/chains.ts';
import {
  archiveChain,
  liveMembers,
  overdueOf,
  pauseChain,
  restoreChain,
  resumeChain,
  type Turned,
} from '#store/pauses.ts';
import { countChain } from '#store/stats.ts';

const Decision = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('send'), overHours: z.number().min(0).max(8_760) }),
    z.strictObject({ kind: z.literal('skip'), olderThanDays: z.number().min(0).max(3_650) }),
    z.strictObject({ kind: z.literal('shift') }),
  ])
  .openapi('ResumeDecision', {
    description:
      'send: the overdue, spread over h hours · skip: those older than d days · shift: all dates move by the pause.',
  });

const Overdue = z.object({
  step: z.string(),
  total: z.number().int(),
  underHour: z.number().int(),
  underDay: z.number().int(),
  underWeek: z.number().int(),
  older: z.number().int(),
});

export function lifecycleRoutes(api: Api): void {
  const { db, signaller } = api.deps;
  const tag = 'Chains';

  endpoint(
    api,
    'POST /v1/chains/{id}/pause',
    {
      tag,
      summary: 'Stop all touches of the chain at once',
      description: 'Touches stop at once. Clocks run on, events are still taken, and whom they let in enters.',
      id: 'chain',
      answer: ChainShape,
    },
    async ({ id, caller, now }) =>
      db.transaction().execute(async (trx) => {
        const turned = await pauseChain(trx, now, id, caller.actor);
        if (turned.kind === 'turned') {
          await recordDeed(trx, now, { actor: caller.actor, action: 'chain.pause', subject: idOf('chain', id) });
        }
        return shown(turned, 'Only a live chain can be paused');
      }),
  );

  endpoint(
    api,
    'POST /v1/chains/{id}/resume',
    {
      tag,
      summary: 'Let a paused chain go on',
      description:
        'Without a decision nothing changes: the answer says what is overdue, by step and age. With one, the chain is live again and everybody in it is woken.',
      id: 'chain',
      body: z.strictObject({ decision: Decision.optional() }),
      answer: z.object({
        resumed: z.boolean(),
        chain: ChainShape,
        overdue: z.array(Overdue),
        woken: z.number().int().optional(),
      }),
    },
    async ({ id, body, caller, now }) => {
      const chain = await getChain(db, id);
      if (!chain) return noChain();
      if (chain.state !== 'paused') return shownRefusal(chain.state, 'Only a paused chain can be resumed');
      const overdue = await overdueOf(db, now, id, await plansOf(db, { chain: id }));
      if (!body.decision) return { resumed: false, chain: showChain(chain), overdue };
      const decision: ResumeDecision = body.decision;
      const turned = await db.transaction().execute(async (trx) => {
        const done = await resumeChain(trx, now, id, { decision, by: caller.actor });
        if (done.kind === 'turned') {
          await recordDeed(trx, now, {
            actor: caller.actor,
            action: 'chain.resume',
            subject: idOf('chain', id),
            detail: { ...decision },
          });
        }
        return done;
      });
      if (turned.kind === 'missing') return noChain();
      if (turned.kind !== 'turned') return shownRefusal(turned.chain.state, 'Only a paused chain can be resumed');
      const woken = await wakeAll(signaller, (page) => liveMembers(db, id, page));
      return { resumed: true, chain: showChain(turned.chain), overdue, woken };
    },
  );

  endpoint(
    api,
    'POST /v1/chains/{id}/archive',
    {
      tag,
      summary: 'Let nobody enter any more',
      description: 'Who is inside goes on to the end.',
      id: 'chain',
      answer: ChainShape,
    },
    async ({ id, caller, now }) =>
      db.transaction().execute(async (trx) => {
        const turned = await archiveChain(trx, now, id);
        if (turned.kind === 'turned') {
          await recordDeed(trx, now, { actor: caller.actor, action: 'chain.archive', subject: idOf('chain', id) });
        }
        return shown(turned, 'Only a live chain can be archived: resume a paused one first, delete a draft');
      }),
  );

  endpoint(
    api,
    'POST /v1/chains/{id}/restore',
    {
      tag,
      summary: 'Take a chain back from the archive',
      description: 'Customers enter its last version again from now on; what set it off meanwhile is not caught up.',
      id: 'chain',
      answer: ChainShape,
    },
    async ({ id, caller, now }) =>
      db.transaction().execute(async (trx) => {
        const turned = await restoreChain(trx, now, id);
        if (turned.kind === 'turned') {
          await recordDeed(trx, now, { actor: caller.actor, action: 'chain.restore', subject: idOf('chain', id) });
        }
        return shown(turned, 'Only an archived chain can be taken back');
      }),
  );

  endpoint(
    api,
    'GET /v1/chains/{id}/stats',
    {
      tag,
      summary: 'Count who is where',
      description:
        'Counted from the projection, which lags the engine by one burst at most. Each figure has its definition in `definitions`.',
      id: 'chain',
      answer: Stats,
    },
    async ({ id, now }) => {
      if (!(await getChain(db, id))) return noChain();
      const counted = await countChain(db, id, await plansOf(db, { chain: id }));
      return { at: iso(now), ...counted, definitions: DEFINITIONS };
    },
  );
}

const DEFINITIONS = {
  enrolments:
    'Enrolments of all versions by state (live, ended), outcome of the ended, and control (held out by the chain or the company; null: contacted).',
  here: 'Live enrolments that stand at the step now: waiting for its date, held, or on their way through.',
  passed: 'Times the step was left, visits of the same enrolment counted each; `ports` says by which port.',
  touches: 'Touches of the step by channel and state. Held ones are counted until they are decided.',
};

const Stats = z
  .object({
    at: Time,
    enrolments: z.array(
      z.object({
        state: z.string(),
        outcome: z.string().nullable(),
        control: z.string().nullable(),
        count: z.number().int(),
      }),
    ),
    steps: z.array(
      z.object({
        step: z.string(),
        here: z.number().int(),
        passed: z.number().int(),
        ports: z.record(z.string(), z.number().int()),
        touches: z.array(z.object({ channel: z.string(), state: z.string(), count: z.number().int() })),
      }),
    ),
    definitions: z.object({ enrolments: z.string(), here: z.string(), passed: z.string(), touches: z.string() }),
  })
  .openapi('ChainStats');

function shown(turned: Turned, rule: string): z.input<typeof ChainShape> | Refusal {
  if (turned.kind === 'missing') return noChain();
  return turned.kind === 'refused' ? shownRefusal(turned.chain.state, rule) : showChain(turned.chain);
}

function shownRefusal(state: string, rule: string): Refusal {
  return refuse(409, 'wrong_state', `${rule}; this one is ${state}.`);
}
