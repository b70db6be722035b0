/** Contacts made lately, whatever the month of their chains: found by the ledger of pressure, for no index names when a touch left. */
import { type RawBuilder, sql } from 'kysely';
import { DAY } from '#core/clock.ts';

/** A booking is handed over at once or judged again; what a process left behind when it died stands in `attention`. */
const BOOKED_BEFORE = DAY;

/**
 * Their touches, as a table of its own; those of test customers are not in the ledger. Looked up one by one: there are few,
 * and Postgres would rather read every touch there is.
 */
export function madeSince(since: Date): RawBuilder<unknown> {
  return sql`(
    select made.* from (
      select month, enrolment, step, visit from pressure where at >= ${new Date(+since - BOOKED_BEFORE)} and enrolment is not null
      union select month, enrolment, step, visit from attention where kind = 'unknown' and at >= ${since}
    ) booked cross join lateral (
      select t.* from touches t where t.month = booked.month and t.enrolment = booked.enrolment and t.step = booked.step
        and t.visit = booked.visit limit 1
    ) made where made.handed_at >= ${since} and made.state in ('handed', 'unknown')
  ) made_lately`;
}
