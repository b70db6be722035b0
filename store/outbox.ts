/** Contacts by state at this moment, and what became of those of the last day. */
import { sql } from 'kysely';
import { DAY } from '#core/clock.ts';
import { WAITING } from '#core/member.ts';
import type { Db } from '#store/db.ts';
import { bookedSince, touchesOf } from '#store/ledger.ts';

export type OutboxCount = {
  /** As the customer sees it. */
  channel: string;
  state: string;
  /** Of held ones: what holds them. */
  reason: string | null;
  count: number;
  /** The earliest that is due. */
  due: Date;
};

const OPEN = ['held', 'reserved', 'handing', 'unknown'];
const ENDED = ['handed', 'refused', 'failed'];
/** A burst makes no more contacts of one member before it writes down where it stands. */
const AHEAD = 100;

/**
 * No index names a touch's state, so they are looked for where they can be: what is open stands at the place of a live
 * enrolment that is held or due, or is in doubt; what has ended was booked or refused lately. Test customers' all are asked.
 */
export async function outboxOf(db: Db, now: number): Promise<OutboxCount[]> {
  const since = new Date(now - DAY);
  const open = sql`select t.month, t.enrolment, t.step, t.visit from enrolments e cross join lateral (
      select * from touches t where t.month = e.month and t.enrolment = e.id and t.step >= e.step and t.visit >= e.visit
      order by t.step limit ${AHEAD}
    ) t where e.state = 'live' and (e.phase <> ${WAITING} or e.due <= ${new Date(now)})`;
  const names = sql`${bookedSince(since)}
    union select month, enrolment, step, visit from undelivered where at >= ${since}
    union select t.month, t.enrolment, t.step, t.visit from customers c join touches t on t.customer = c.id where c.test
    union ${open}`;
  const { rows } = await sql<OutboxCount>`
    select coalesce(t.counts_as, t.channel) as channel, t.state, case when t.state = 'held' then t.reason end as reason,
      count(*)::int as count, min(t.due) as due
    from ${touchesOf(names)}
    where t.state = any(${OPEN}::text[])
      or (t.state = any(${ENDED}::text[]) and coalesce(t.handed_at, t.completed_at, t.judged_at) >= ${since})
    group by 1, 2, 3 order by 1, 2, 4 desc`.execute(db);
  return rows;
}
