/** Contacts made lately, whatever the month of their chains: found by the ledger of pressure, for no index names when a touch left. */
import { type RawBuilder, sql } from 'kysely';
import { DAY } from '#core/clock.ts';

/** A booking is handed over at once or judged again; what a process left behind when it died stands in `attention`. */
const BOOKED_BEFORE = DAY;

const KEY = sql.raw('month, enrolment, step, visit');

/** Names of touches that were booked lately, and of those in doubt. Those of test customers are not in the ledger. */
export function bookedSince(since: Date): RawBuilder<unknown> {
  return sql`select ${KEY} from pressure where at >= ${new Date(+since - BOOKED_BEFORE)} and enrolment is not null
    union select ${KEY} from attention where kind = 'unknown' and (at >= ${since} or resolved_at is null)`;
}

/** The touches of these names. Looked up one by one: there are few, and Postgres would rather read every touch there is. */
export function touchesOf(names: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(${names}) named cross join lateral (
    select t.* from touches t where t.month = named.month and t.enrolment = named.enrolment and t.step = named.step
      and t.visit = named.visit limit 1
  ) t`;
}
