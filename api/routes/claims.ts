/** Who has which task in hand, so that two people do not call the same customer. */
import { z } from '@hono/zod-openapi';
import { type Api, endpoint } from '#api/endpoint.ts';
import { idOf } from '#api/ids.ts';
import type { Caller } from '#api/keyring.ts';
import { type Refusal, refuse } from '#api/problem.ts';
import { iso, moment, text } from '#api/shape.ts';
import { closedAlready, inOtherHands, isTheirs, noTask, showTask, TaskShape } from '#api/worklist.ts';
import { recordDeed } from '#store/audit.ts';
import { plansOf } from '#store/chains.ts';
import { claimTask, getTask, IN_HAND, postponeTask, releaseTask, type TaskRow } from '#store/tasks.ts';

export function claimRoutes(api: Api): void {
  const { db } = api.deps;
  const tag = 'Tasks';

  endpoint(
    api,
    'POST /v1/tasks/{id}/claim',
    {
      tag,
      summary: 'Take a task in hand',
      description:
        'For 30 minutes of the wall’s clock; asked again, for 30 more. Somebody else’s answers 409, and so does an eleventh in the hands of one person. Who reads no customers sees the telephone number from now on.',
      id: 'task',
      answer: TaskShape,
    },
    async ({ id, caller, now }) => {
      const known = await find(id, caller);
      if (!known) return noTask();
      const most = caller.person ? IN_HAND : null;
      const claimed = await db.transaction().execute(async (trx) => {
        const done = await claimTask(trx, { id, by: caller.actor, most });
        // From here on the telephone number is told: who was told it can be found out.
        if (done === 'mine' && !known.claimed) {
          await recordDeed(trx, now, { actor: caller.actor, action: 'task.claim', subject: idOf('task', id) });
        }
        return done;
      });
      if (claimed === 'full')
        return refuse(
          409,
          'hands_full',
          `You have ${IN_HAND} tasks in hand, the most one may: close one or give one back first.`,
        );
      return claimed === 'mine' ? show(id, caller) : held(id, caller);
    },
  );

  endpoint(
    api,
    'POST /v1/tasks/{id}/release',
    { tag, summary: 'Give a task back to the list', id: 'task', answer: TaskShape },
    async ({ id, caller }) => {
      const known = await find(id, caller);
      if (!known) return noTask();
      const given = await releaseTask(db, { id, by: caller.actor });
      return !given && known.claimed ? inOtherHands(known.claimed_name) : show(id, caller);
    },
  );

  endpoint(
    api,
    'POST /v1/tasks/{id}/postpone',
    {
      tag,
      summary: 'Put a task off to another time',
      description: 'The customer asked to be called back then. It stays open and is nobody’s; the chain waits.',
      id: 'task',
      body: z.strictObject({ until: moment(), note: text(4_000).optional() }),
      answer: TaskShape,
    },
    async ({ id, body: { until, note = null }, caller, now }) => {
      const known = await find(id, caller);
      if (!known) return noTask();
      if (until <= now) return refuse(422, 'in_past', 'until: expected a moment in the future.', 'until');
      const end = known.valid_until?.getTime() ?? Number.POSITIVE_INFINITY;
      if (until >= end)
        return refuse(
          422,
          'too_late',
          `until: the task is of no use after ${iso(end)}; choose an earlier time.`,
          'until',
        );
      const done = await db.transaction().execute(async (trx) => {
        const put = await postponeTask(trx, { id, by: caller.actor, until, note });
        const subject = idOf('task', id);
        const deed = { actor: caller.actor, action: 'task.postpone', subject, detail: { until: iso(until) } };
        if (put) await recordDeed(trx, now, deed);
        return put;
      });
      return done ? show(id, caller) : held(id, caller);
    },
  );

  async function find(id: number, caller: Caller): Promise<TaskRow | null> {
    const task = await getTask(db, id);
    return task && isTheirs(task, caller) ? task : null;
  }

  async function show(id: number, caller: Caller): Promise<z.input<typeof TaskShape> | Refusal> {
    const task = await find(id, caller);
    return task ? showTask(task, await plansOf(db, { versions: [task.version] }), caller) : noTask();
  }

  async function held(id: number, caller: Caller): Promise<Refusal> {
    const task = await find(id, caller);
    if (!task) return noTask();
    return task.state === 'open' ? inOtherHands(task.claimed_name) : closedAlready(task);
  }
}
