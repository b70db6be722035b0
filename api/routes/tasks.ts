/** The work list of the people who write letters and make calls. */
import { z } from '@hono/zod-openapi';
import { allows } from '#api/access.ts';
import { type Api, endpoint } from '#api/endpoint.ts';
import { idOf, touchId } from '#api/ids.ts';
import type { Caller } from '#api/keyring.ts';
import { type Refusal, refuse } from '#api/problem.ts';
import { Id, iso, maybeIso, moment, Page, page, paged, ref, Time, text } from '#api/shape.ts';
import type { Plan } from '#core/plan.ts';
import { recordDeed } from '#store/audit.ts';
import { plansOf } from '#store/chains.ts';
import { closeTask, getTask, listTasks, type TaskRow } from '#store/tasks.ts';

const STATES = ['open', 'done', 'expired', 'cancelled'] as const;

const TaskShape = z
  .object({
    id: Id('task'),
    touch: Id('touch'),
    customer: Id('customer'),
    chain: Id('chain'),
    enrolment: Id('enrolment'),
    kind: z.string(),
    team: z.string().nullable(),
    title: z.string(),
    body: z.string(),
    state: z.enum(STATES),
    outcome: z.string().nullable(),
    note: z.string().nullable(),
    outcomes: z.array(z.string()).nullable().openapi({ description: 'What may be answered; null: anything.' }),
    due: Time,
    validUntil: Time.nullable(),
    createdAt: Time,
    closedAt: Time.nullable(),
    closedBy: z.string().nullable(),
  })
  .openapi('Task');

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
        state: z.enum(STATES).optional(),
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
        team: query.team ?? null,
        customer: query.customer ?? null,
        chain: query.chain ?? null,
        dueBefore: query.dueBefore ?? null,
        after: query.cursor ?? null,
        limit: query.limit + 1,
      });
      const plans = await plansOf(db, { versions: rows.map((r) => r.version) });
      return page(rows, query.limit, { show: (r) => show(r, plans), key: (r) => ({ due: r.due.getTime(), id: r.id }) });
    },
  );

  endpoint(
    api,
    'GET /v1/tasks/{id}',
    { tag, summary: 'Read a task', id: 'task', answer: TaskShape },
    async ({ id, caller }) => {
      const task = await getTask(db, id);
      return task && isTheirs(task, caller) ? show(task, await plansOf(db, { versions: [task.version] })) : noTask();
    },
  );

  endpoint(
    api,
    'POST /v1/tasks/{id}/close',
    {
      tag,
      summary: 'Close a task with its outcome',
      description:
        'The touch is completed now, and the chain goes on. The same outcome twice changes nothing; another answers 409.',
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
          id,
          outcome: body.outcome,
          note: body.note ?? null,
          by: caller.actor,
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
      if (closed.kind === 'conflict') {
        const { state, outcome } = closed.task;
        return refuse(409, 'closed', `The task is ${state}${outcome ? ` with the outcome '${outcome}'` : ''} already.`);
      }
      // Also when it was closed before: the caller may repeat because the first answer was lost, and the wake with it.
      signaller.wake([{ cohort: closed.cohort, enrolment: closed.task.enrolment }]);
      return show({ ...closed.task, version: known.version }, plans);
    },
  );
}

/** undefined: all tasks may be seen; else those of the team, and everybody's. */
function ownTeam({ scopes, person }: Caller): string | null | undefined {
  return allows(scopes, 'tasks:read') ? undefined : (person?.team ?? null);
}

function isTheirs({ team }: TaskRow, caller: Caller): boolean {
  const own = ownTeam(caller);
  return own === undefined || team === null || team === own;
}

function noTask(): Refusal {
  return refuse(404, 'not_found', 'There is no such task.', 'id');
}

/** As the content of the plan's step names them. */
function outcomesOf(t: TaskRow, plans: ReadonlyMap<number, Plan>): string[] | null {
  const op = plans.get(t.version)?.steps[t.step]?.op;
  const content = op?.kind === 'touch' ? (op.touch.content as { outcomes?: unknown } | null) : null;
  return Array.isArray(content?.outcomes) ? content.outcomes.map(String) : null;
}

function show(t: TaskRow, plans: ReadonlyMap<number, Plan>): z.input<typeof TaskShape> {
  return {
    id: idOf('task', t.id),
    touch: touchId(t),
    customer: idOf('customer', t.customer),
    chain: idOf('chain', t.chain),
    enrolment: idOf('enrolment', t.enrolment),
    kind: t.kind,
    team: t.team,
    title: t.title,
    body: t.body,
    state: t.state,
    outcome: t.outcome,
    note: t.note,
    outcomes: outcomesOf(t, plans),
    due: iso(t.due),
    validUntil: maybeIso(t.valid_until),
    createdAt: iso(t.created_at),
    closedAt: maybeIso(t.closed_at),
    closedBy: t.closed_by,
  };
}
