/** The work list of the people who write letters and make calls: read, counted, closed. */
import { z } from '@hono/zod-openapi';
import { allows } from '#api/access.ts';
import { type Api, endpoint } from '#api/endpoint.ts';
import { idOf } from '#api/ids.ts';
import { refuse } from '#api/problem.ts';
import { moment, Page, page, paged, ref, text } from '#api/shape.ts';
import {
  closedAlready,
  inOtherHands,
  isTheirs,
  noTask,
  outcomesOf,
  ownTeam,
  showTask,
  TASK_KINDS,
  TASK_STATES,
  TaskShape,
} from '#api/worklist.ts';
import { again } from '#store/again.ts';
import { recordDeed } from '#store/audit.ts';
import { plansOf } from '#store/chains.ts';
import type { Db } from '#store/db.ts';
import { closeTask, closeTasks, countTasks, getTask, getTasks, listTasks } from '#store/tasks.ts';

/** Letters of a mail-room's day. */
const TOGETHER = 200;

const Count = z.object({
  kind: z.string(),
  team: z.string().nullable(),
  open: z.number().int(),
  overdue: z.number().int(),
});
export type TaskCounts = { items: z.output<typeof Count>[] };

export function taskRoutes(api: Api): void {
  const { db, signaller } = api.deps;
  const tag = 'Tasks';

  endpoint(
    api,
    'GET /v1/tasks',
    {
      tag,
      summary: 'List tasks, what is due first coming first',
      query: paged(z.object({ due: z.number(), id: z.number().int() }), {
        state: z.enum(TASK_STATES).optional(),
        kind: z.enum(TASK_KINDS).optional(),
        team: text(100).optional(),
        customer: ref('customer').optional(),
        chain: ref('chain').optional(),
        dueBefore: moment().optional(),
      }),
      answer: Page(TaskShape),
    },
    async ({ query, caller }) => {
      const rows = await listTasks(db, {
        own: ownTeam(caller),
        state: query.state ?? null,
        kind: query.kind ?? null,
        team: query.team ?? null,
        customer: query.customer ?? null,
        chain: query.chain ?? null,
        dueBefore: query.dueBefore ?? null,
        after: query.cursor ?? null,
        limit: query.limit + 1,
      });
      const plans = await plansOf(db, { versions: rows.map((r) => r.version) });
      return page(rows, query.limit, {
        show: (r) => showTask(r, plans, caller),
        key: (r) => ({ due: r.due.getTime(), id: r.id }),
      });
    },
  );

  endpoint(
    api,
    'GET /v1/task-counts',
    {
      tag,
      summary: 'Count the open tasks by kind and team',
      description: 'Of those that the caller may see.',
      answer: z.object({ items: z.array(Count) }),
    },
    async ({ caller, now }) => ({ items: await countTasks(db, now, ownTeam(caller)) }),
  );

  endpoint(
    api,
    'GET /v1/tasks/{id}',
    { tag, summary: 'Read a task', id: 'task', answer: TaskShape },
    async ({ id, caller }) => {
      const task = await getTask(db, id);
      if (!task || !isTheirs(task, caller)) return noTask();
      return showTask(task, await plansOf(db, { versions: [task.version] }), caller);
    },
  );

  endpoint(
    api,
    'POST /v1/tasks/{id}/close',
    {
      tag,
      summary: 'Close a task with its outcome',
      description:
        'The touch is completed now, and the chain goes on. The same outcome twice changes nothing; another answers 409, as does a task in somebody else’s hand.',
      id: 'task',
      body: z.strictObject({
        outcome: text(100).openapi({ description: "One of the task's `outcomes`, where the chain names any." }),
        note: text(4_000).optional(),
      }),
      answer: TaskShape,
    },
    async ({ id, body, caller, now }) => {
      const known = await getTask(db, id);
      if (!known || !isTheirs(known, caller)) return noTask();
      const plans = await plansOf(db, { versions: [known.version] });
      const outcomes = outcomesOf(known, plans);
      if (outcomes && !outcomes.includes(body.outcome)) {
        return refuse(422, 'unknown_outcome', `outcome: expected one of ${outcomes.join(', ')}.`, 'outcome');
      }
      const closed = await db.transaction().execute(async (trx) => {
        const done = await closeTask(trx, now, {
          ...{ id, outcome: body.outcome, note: body.note ?? null },
          ...{ by: caller.actor, over: allows(caller.scopes, 'tasks:write') },
        });
        if (done.kind === 'closed') {
          await recordDeed(trx, now, {
            actor: caller.actor,
            action: 'task.close',
            subject: idOf('task', id),
            detail: { outcome: body.outcome },
          });
        }
        return done;
      });
      if (closed.kind === 'missing') return noTask();
      if (closed.kind === 'conflict') return closedAlready(closed.task);
      if (closed.kind === 'claimed') return inOtherHands(known.claimed_name);
      // Also when it was closed before: the caller may repeat because the first answer was lost, and the wake with it.
      signaller.wake([{ cohort: closed.cohort, enrolment: closed.task.enrolment }]);
      return showTask({ ...known, ...closed.task, claimed: false }, plans, caller);
    },
  );

  endpoint(
    api,
    'POST /v1/tasks/close',
    {
      tag,
      summary: 'Close many tasks with one outcome',
      description: `Up to ${TOGETHER} at once, such as the letters of a day. Those that cannot be closed so are told in \`left\`.`,
      body: z.strictObject({
        tasks: z.array(ref('task')).min(1).max(TOGETHER),
        outcome: text(100),
        note: text(4_000).optional(),
      }),
      answer: z.object({
        closed: z.number().int(),
        left: z.array(z.object({ task: z.string(), why: z.enum(['missing', 'outcome', 'closed', 'claimed']) })),
      }),
    },
    async ({ body, caller, now }) => {
      const { outcome, note = null } = body;
      const asked = [...new Set(body.tasks)];
      const known = (await getTasks(db, asked)).filter((task) => isTheirs(task, caller));
      const plans = await plansOf(db, { versions: known.map((task) => task.version) });
      const allowed = known.filter((task) => outcomesOf(task, plans)?.includes(outcome) ?? true);
      const close = async (trx: Db) => {
        const ids = allowed.map((task) => task.id);
        const closed = await closeTasks(trx, now, { ids, outcome, note, by: caller.actor });
        const detail = { outcome, tasks: closed.length };
        if (closed.length > 0)
          await recordDeed(trx, now, { actor: caller.actor, action: 'task.close', subject: 'tasks', detail });
        return closed;
      };
      // The sweep and withdrawals take tasks in their own order.
      const done = await again(() => db.transaction().execute(close));
      signaller.wake(done.map(({ cohort, task }) => ({ cohort, enrolment: task.enrolment })));
      const closed = new Set(done.map(({ task }) => task.id));
      const why = (id: number) => {
        const task = known.find((one) => one.id === id);
        if (!task) return 'missing' as const;
        if (!allowed.includes(task)) return 'outcome' as const;
        return task.state === 'open' ? ('claimed' as const) : ('closed' as const);
      };
      const left = asked.filter((id) => !closed.has(id)).map((id) => ({ task: idOf('task', id), why: why(id) }));
      return { closed: closed.size, left };
    },
  );
}
