/** What an enrolment that ends from outside leaves behind: nothing of it may still be made. */
import { sql } from 'kysely';
import type { Db } from '#store/db.ts';

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
  await sql`
    with gone as (
      select id, month from enrolments where id = any(${enrolments}::bigint[])
    ), cancelled as (
      update tasks t set state = 'cancelled', closed_at = ${at} from gone g
      where t.month = g.month and t.enrolment = g.id and t.state = 'open'
      returning t.month, t.enrolment, t.step, t.visit
    ), withdrawn as (
      update touches t set state = 'withdrawn', reason = ${reason}, completed_at = ${at} from gone g
      where t.month = g.month and t.enrolment = g.id and (t.state in ('held', 'reserved') or exists (
        select from cancelled c where c.month = t.month and c.enrolment = t.enrolment and c.step = t.step and c.visit = t.visit))
      returning t.customer, t.enrolment, t.step, t.visit
    ), looked_at as (
      update attention a set resolved_at = ${at}, resolution = ${reason} from gone g
      where a.month = g.month and a.enrolment = g.id and a.resolved_at is null and a.kind <> 'unknown'
    )
    delete from pressure p using withdrawn w
    where p.customer = w.customer and p.enrolment = w.enrolment and p.step = w.step and p.visit = w.visit`.execute(trx);
}
