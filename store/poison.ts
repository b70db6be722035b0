/** Members whose data broke their burst: set aside with the reason, for a person to mend. */
import { sql } from 'kysely';
import type { Json } from '#core/facts.ts';
import type { Walker } from '#core/machine.ts';
import type { Db } from '#store/db.ts';
import type { EnrolmentRow } from '#store/enrolments.ts';

/** Stays where it is, to be tried again when its new date comes. */
export async function setMemberAside(db: Db, walker: Walker, month: string, problem: Json, now: number): Promise<void> {
  const text = JSON.stringify(problem);
  await sql`
    with aside as (
      update enrolments set due = to_timestamp(${walker.due}::float8 / 1000), rev = ${walker.rev}, problem = ${text}::jsonb
      where id = ${walker.enrolment} and state = 'live' and rev < ${walker.rev}
    )
    insert into attention (month, enrolment, step, visit, kind, detail, at)
    values (${month}::date, ${walker.enrolment}, ${walker.step}, ${walker.visit}, 'poison', ${text}::jsonb, ${new Date(now)})
    on conflict (month, enrolment, step, visit, kind) do update set detail = excluded.detail, resolved_at = null,
      resolved_by = null, resolution = null, seen_at = null, seen_by = null`.execute(db);
}

/** They went on: nobody needs to look any more. */
export async function clearProblems(db: Db, rows: readonly EnrolmentRow[], now: number): Promise<void> {
  await sql`
    with mended as (
      update enrolments set problem = null where id = any(${rows.map((r) => r.id)}::bigint[]) returning id, month
    )
    update attention a set resolved_at = ${new Date(now)}, resolution = 'mended' from mended m
    where a.month = m.month and a.enrolment = m.id and a.kind = 'poison' and a.resolved_at is null`.execute(db);
}
