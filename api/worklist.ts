/** Tasks as the work list shows them: to whom, what of the customer, in whose hand. Shared by the routes of tasks. */
import { z } from '@hono/zod-openapi';
import { allows } from '#api/access.ts';
import { idOf, touchId } from '#api/ids.ts';
import type { Caller } from '#api/keyring.ts';
import { type Refusal, refuse } from '#api/problem.ts';
import { Id, iso, maybeIso, Time } from '#api/shape.ts';
import type { Json } from '#core/facts.ts';
import { nameOf } from '#core/lookup.ts';
import type { Plan } from '#core/plan.ts';
import { envelopeOf } from '#core/postal.ts';
import type { TaskRow } from '#store/tasks.ts';

export const TASK_STATES = ['open', 'done', 'expired', 'cancelled'] as const;
export const TASK_KINDS = ['call', 'letter', 'sms', 'other'] as const;

export const TaskShape = z
  .object({
    id: Id('task'),
    touch: Id('touch'),
    customer: Id('customer'),
    chain: Id('chain'),
    chainName: z.string(),
    enrolment: Id('enrolment'),
    kind: z.string(),
    team: z.string().nullable(),
    title: z.string(),
    body: z.string(),
    person: z
      .object({
        name: z.string().nullable(),
        phone: z.string().nullable(),
        address: z.array(z.string()).nullable().openapi({ description: 'Lines of an envelope.' }),
      })
      .openapi({
        description:
          'Who reads no customers gets the telephone number of the tasks in hand only; the address of letters always.',
      }),
    claim: z
      .object({
        by: z.string().nullable().openapi({ description: 'Name of the person; null: another system.' }),
        mine: z.boolean(),
        until: Time.openapi({ description: 'By the wall’s clock.' }),
      })
      .nullable()
      .openapi({ description: 'Who has it in hand.' }),
    state: z.enum(TASK_STATES),
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

export type TaskAnswer = z.output<typeof TaskShape>;

/** undefined: all tasks may be seen; else those of the team, and everybody's. */
export function ownTeam({ scopes, person }: Caller): string | null | undefined {
  return allows(scopes, 'tasks:read') ? undefined : (person?.team ?? null);
}

export function isTheirs({ team }: TaskRow, caller: Caller): boolean {
  const own = ownTeam(caller);
  return own === undefined || team === null || team === own;
}

export function noTask(): Refusal {
  return refuse(404, 'not_found', 'There is no such task.', 'id');
}

export function closedAlready({ state, outcome }: Pick<TaskRow, 'state' | 'outcome'>): Refusal {
  return refuse(409, 'closed', `The task is ${state}${outcome ? ` with the outcome '${outcome}'` : ''} already.`);
}

export function inOtherHands(name: string | null): Refusal {
  return refuse(409, 'claimed', `${name ?? 'Another system'} has the task in hand: take another.`);
}

/** As the content of the plan's step names them. */
export function outcomesOf(t: Pick<TaskRow, 'version' | 'step'>, plans: ReadonlyMap<number, Plan>): string[] | null {
  const op = plans.get(t.version)?.steps[t.step]?.op;
  const content = op?.kind === 'touch' ? (op.touch.content as { outcomes?: unknown } | null) : null;
  return Array.isArray(content?.outcomes) ? content.outcomes.map(String) : null;
}

/** The one place where what a task says of its customer is hidden from who may not see it. */
function personOf(t: TaskRow, caller: Caller): z.input<typeof TaskShape>['person'] {
  const traits = t.traits as Record<string, Json>;
  const inHand = t.claimed && t.claimed_by === caller.actor;
  const reads = allows(caller.scopes, 'customers:read') || inHand;
  const told = typeof traits.phone === 'string' ? traits.phone : null;
  const lines = envelopeOf(t.postal ?? traits.address);
  return {
    name: nameOf(traits),
    phone: reads ? (t.phone ?? told) : null,
    address: lines.length > 0 && (reads || t.kind === 'letter') ? lines : null,
  };
}

export function showTask(t: TaskRow, plans: ReadonlyMap<number, Plan>, caller: Caller): z.input<typeof TaskShape> {
  return {
    ...{ id: idOf('task', t.id), touch: touchId(t), customer: idOf('customer', t.customer) },
    ...{ chain: idOf('chain', t.chain), chainName: t.chain_name, enrolment: idOf('enrolment', t.enrolment) },
    ...{ kind: t.kind, team: t.team, title: t.title, body: t.body, person: personOf(t, caller) },
    claim:
      t.claimed && t.lease_until
        ? { by: t.claimed_name, mine: t.claimed_by === caller.actor, until: iso(t.lease_until) }
        : null,
    ...{ state: t.state, outcome: t.outcome, note: t.note, outcomes: outcomesOf(t, plans) },
    ...{ due: iso(t.due), validUntil: maybeIso(t.valid_until), createdAt: iso(t.created_at) },
    ...{ closedAt: maybeIso(t.closed_at), closedBy: t.closed_by },
  };
}
