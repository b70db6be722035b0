/** The hands of the task channel: a letter, a call, an SMS for a person to make, as rows of the work list. */
import { sql } from 'kysely';
import type { Adapter, HandedOver, TouchKey } from '#activities/channels/adapter.ts';
import { createFiller, joined } from '#activities/channels/liquid.ts';
import { scopeOf } from '#activities/channels/scope.ts';
import type { TaskContent } from '#core/channels/task.ts';
import type { Clock } from '#core/clock.ts';
import type { Db } from '#store/db.ts';

export type TaskMessage = TouchKey & {
  customer: number;
  chain: number;
  kind: string;
  team: string | null;
  title: string;
  body: string;
  due: number;
  validUntil: number | null;
};

export function createTask({ db, clock }: { db: Db; clock: Clock }): Adapter<TaskContent, TaskMessage> {
  return {
    channel: 'task',
    // A row is one of a statement, not a conversation: a whole burst at once.
    chunk: 500,
    repeatable: true,

    prepare(content) {
      const filler = taskFillerOf(content);
      return {
        render(to) {
          const filled = filler.fill(scopeOf(to));
          if (filled.kind !== 'ready') return filled;
          const { month, enrolment, step, visit, customer, chain, due, validUntil } = to;
          const key = { month, enrolment, step, visit, customer, chain, due, validUntil };
          const words = { title: storable(joined(filled.parts.title)), body: storable(joined(filled.parts.body)) };
          return { kind: 'ready', message: { ...key, ...words, kind: content.kind, team: content.team ?? null } };
        },
      };
    },

    /** Handed over twice (a retry after a crash) it is still one task. */
    async handOver(messages) {
      if (messages.length === 0) return [];
      const rows = messages.map(({ due, validUntil, ...row }) => ({
        ...row,
        due: new Date(due).toISOString(),
        valid_until: validUntil === null ? null : new Date(validUntil).toISOString(),
      }));
      await sql`
        insert into tasks (month, enrolment, step, visit, customer, chain, kind, team, title, body, due, valid_until, created_at)
        select month, enrolment, step, visit, customer, chain, kind, team, title, body, due, valid_until, ${new Date(clock.now())}
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (
          month date, enrolment bigint, step integer, visit integer, customer bigint, chain bigint,
          kind text, team text, title text, body text, due timestamptz, valid_until timestamptz
        )
        order by enrolment, step, visit
        on conflict (month, enrolment, step, visit) do nothing`.execute(db);
      return messages.map((): HandedOver => ({ kind: 'handed', response: 'on the work list', completed: false }));
    },

    async close() {},
  };
}

export function taskFillerOf({ title, body, defaults }: Pick<TaskContent, 'title' | 'body' | 'defaults'>) {
  return createFiller({ title: { source: title, html: false }, body: { source: body, html: false } }, defaults);
}

/** Postgres keeps no NUL. */
function storable(text: string): string {
  return text.replaceAll('\0', '');
}
