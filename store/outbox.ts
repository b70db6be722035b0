/** Contacts by state at this moment, and what became of those of the last day. */
import { sql } from 'kysely';
import type { Db } from '#store/db.ts';

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

/** One pass over all touches: no index names a touch's state. */
export async function outboxOf(db: Db, since: number): Promise<OutboxCount[]> {
  const { rows } = await sql<OutboxCount>`
    select coalesce(counts_as, channel) as channel, state, case when state = 'held' then reason end as reason,
      count(*)::int as count, min(due) as due
    from touches
    where state = any(${OPEN}::text[])
      or (state = any(${ENDED}::text[]) and coalesce(handed_at, completed_at, judged_at) >= ${new Date(since)})
    group by 1, 2, 3 order by 1, 2, 4 desc`.execute(db);
  return rows;
}
