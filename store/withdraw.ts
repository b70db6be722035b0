/** What an enrolment that ends from outside leaves behind: nothing of it may still be made. */
import { sql } from 'kysely';
import type { Db } from '#store/db.ts';
import type { TouchKey } from '#store/touches.ts';

/**
 * Withdraws what these enrolments had held, booked or put on the work list, gives back what it had booked of the
 * customers' pressure, and closes what a person was asked to look at. Touches that are leaving at this moment go on.
 */
export async function withdrawPending(
  trx: Db,
  enrolments: readonly number[],
  reason: string,
  now: number,
): Promise<void> {
  if (enrolments.length === 0) return;
  const at = new Date(now);
  const gone = sql`(select id, month from enrolments where id = any(${enrolments}::bigint[])) as g`;
  // A statement of its own: where a claim gets in between, Postgres asks a touch again, and then cannot look into a list
  // that the same statement is writing.
  const { rows: cancelled } = await sql<TouchKey>`
    update tasks t set state = 'cancelled', closed_at = ${at} from ${gone}
    where t.month = g.month and t.enrolment = g.id and t.state = 'open'
    returning t.month, t.enrolment, t.step, t.visit`.execute(trx);
  await sql`
    with withdrawn as (
      update touches t set state = 'withdrawn', reason = ${reason}, completed_at = ${at} from ${gone}
      where t.month = g.month and t.enrolment = g.id and (t.state in ('held', 'reserved')
        or (t.month, t.enrolment, t.step, t.visit) in (select * from unnest(${cancelled.map((c) => c.month)}::date[],
          ${cancelled.map((c) => c.enrolment)}::bigint[], ${cancelled.map((c) => c.step)}::integer[],
          ${cancelled.map((c) => c.visit)}::integer[])))
      returning t.customer, t.enrolment, t.step, t.visit
    ), looked_at as (
      update attention a set resolved_at = ${at}, resolution = ${reason} from ${gone}
      where a.month = g.month and a.enrolment = g.id and a.resolved_at is null and a.kind <> 'unknown'
    )
    delete from pressure p using withdrawn w
    where p.customer = w.customer and p.enrolment = w.enrolment and p.step = w.step and p.visit = w.visit`.execute(trx);
}
