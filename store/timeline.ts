/** Everything that happened between the company and one customer, newest first, whatever table remembers it. */
import { sql } from 'kysely';
import type { Json } from '#core/facts.ts';
import type { Db } from '#store/db.ts';

export type Moment = {
  at: Date;
  kind: 'event' | 'entry' | 'end' | 'touch' | 'task' | 'consent' | 'contact';
  /** Unique among moments of its kind and time; orders them. */
  ref: string;
  data: { [key: string]: Json };
};

export type After = { at: string; kind: string; ref: string };

/** Microseconds count: `at` of the cursor is the database's own text. */
export async function timelineOf(
  db: Db,
  customer: number,
  page: { after: After | null; limit: number },
): Promise<(Moment & { cursor: After })[]> {
  const { after, limit } = page;
  const older = after
    ? sql`(at, kind, ref) < (${after.at}::timestamptz, ${after.kind}::text, ${after.ref}::text)`
    : sql`true`;
  const { rows } = await sql<Moment & { exact: string }>`
    select at, at::text as exact, kind, ref, data from (
      (select * from (
        select occurred_at as at, 'event' as kind, lpad(seq::text, 16, '0') as ref,
          jsonb_build_object('seq', seq, 'name', name, 'historical', historical, 'properties', properties) as data
        from events where customer = ${customer}) s where ${older} order by at desc, kind desc, ref desc limit ${limit})
      union all
      (select * from (
        select entered_at as at, 'entry' as kind, lpad(id::text, 16, '0') as ref,
          jsonb_build_object('enrolment', id, 'chain', chain, 'control', control) as data
        from enrolments where customer = ${customer}) s where ${older} order by at desc, kind desc, ref desc limit ${limit})
      union all
      (select * from (
        select ended_at as at, 'end' as kind, lpad(id::text, 16, '0') as ref,
          jsonb_build_object('enrolment', id, 'chain', chain, 'outcome', outcome) as data
        from enrolments where customer = ${customer} and state = 'ended') s
        where ${older} order by at desc, kind desc, ref desc limit ${limit})
      union all
      (select * from (
        select coalesce(handed_at, judged_at) as at, 'touch' as kind,
          concat_ws('/', month, lpad(enrolment::text, 16, '0'), lpad(step::text, 6, '0'), visit) as ref,
          jsonb_build_object('month', month, 'enrolment', enrolment, 'plan_step', step, 'visit', visit, 'chain', chain,
            'step', step_id, 'channel', channel, 'class', class, 'state', state, 'reason', reason, 'outcome', outcome) as data
        from touches where customer = ${customer}) s where ${older} order by at desc, kind desc, ref desc limit ${limit})
      union all
      (select * from (
        select coalesce(closed_at, created_at) as at, 'task' as kind, lpad(id::text, 16, '0') as ref,
          jsonb_build_object('task', id, 'kind', kind, 'state', state, 'outcome', outcome, 'title', title) as data
        from tasks where customer = ${customer}) s where ${older} order by at desc, kind desc, ref desc limit ${limit})
      union all
      (select * from (
        select at, 'consent' as kind, lpad(id::text, 16, '0') as ref,
          jsonb_build_object('brand', brand, 'channel', channel, 'topic', topic, 'given', given, 'source', source) as data
        from consent_records where customer = ${customer}) s where ${older} order by at desc, kind desc, ref desc limit ${limit})
      union all
      (select * from (
        select at, 'contact' as kind, lpad(id::text, 16, '0') as ref,
          jsonb_build_object('contact', id, 'source', source, 'channel', channel, 'class', class, 'offer', offer,
            'outcome', outcome, 'cancelled', cancelled_at is not null) as data
        from contacts_elsewhere where customer = ${customer}) s
        where ${older} order by at desc, kind desc, ref desc limit ${limit})
    ) moments
    order by at desc, kind desc, ref desc limit ${limit}`.execute(db);
  return rows.map(({ exact, ...moment }) => ({
    ...moment,
    cursor: { at: exact, kind: moment.kind, ref: moment.ref },
  }));
}
