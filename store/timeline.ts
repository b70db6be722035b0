/** Everything that happened between the company and one customer, newest first, whatever table remembers it. */
import { sql } from 'kysely';
import type { Json } from '#core/facts.ts';
import type { Db } from '#store/db.ts';

export const KINDS = ['event', 'entry', 'end', 'touch', 'task', 'consent', 'contact'] as const;
export type MomentKind = (typeof KINDS)[number];

export type Moment = {
  at: Date;
  kind: MomentKind;
  /** Unique among moments of its kind and time; orders them. */
  ref: string;
  data: { [key: string]: Json };
};

export type After = { at: string; kind: string; ref: string };

/** Microseconds count: `at` of the cursor is the database's own text. */
export async function timelineOf(
  db: Db,
  customer: number,
  page: { after: After | null; limit: number; kinds?: readonly MomentKind[] },
): Promise<(Moment & { cursor: After })[]> {
  const { after, limit, kinds = KINDS } = page;
  const older = after
    ? sql`(at, kind, ref) < (${after.at}::timestamptz, ${after.kind}::text, ${after.ref}::text)`
    : sql`true`;
  /** One table's moments, as many as could be on the page. */
  const from = (select: ReturnType<typeof sql>) =>
    sql`(select * from (${select}) s where ${older} order by at desc, kind desc, ref desc limit ${limit})`;
  const parts: Record<MomentKind, ReturnType<typeof sql>> = {
    event: sql`select occurred_at as at, 'event' as kind, lpad(seq::text, 16, '0') as ref,
        jsonb_build_object('seq', seq, 'name', name, 'historical', historical, 'properties', properties) as data
      from events where customer = ${customer}`,
    entry: sql`select entered_at as at, 'entry' as kind, lpad(id::text, 16, '0') as ref,
        jsonb_build_object('enrolment', id, 'chain', chain, 'control', control) as data
      from enrolments where customer = ${customer}`,
    end: sql`select ended_at as at, 'end' as kind, lpad(id::text, 16, '0') as ref,
        jsonb_build_object('enrolment', id, 'chain', chain, 'outcome', outcome) as data
      from enrolments where customer = ${customer} and state = 'ended'`,
    touch: sql`select coalesce(handed_at, judged_at) as at, 'touch' as kind,
        concat_ws('/', month, lpad(enrolment::text, 16, '0'), lpad(step::text, 6, '0'), visit) as ref,
        jsonb_build_object('month', month, 'enrolment', enrolment, 'plan_step', step, 'visit', visit, 'chain', chain,
          'version', version, 'step', step_id, 'channel', channel, 'countsAs', coalesce(counts_as, channel),
          'class', class, 'state', state, 'reason', reason, 'heldUntil', held_until, 'outcome', outcome) as data
      from touches where customer = ${customer}`,
    task: sql`select coalesce(closed_at, created_at) as at, 'task' as kind, lpad(id::text, 16, '0') as ref,
        jsonb_build_object('task', id, 'chain', chain, 'kind', kind, 'state', state, 'outcome', outcome, 'title', title,
          'note', note) as data
      from tasks where customer = ${customer}`,
    consent: sql`select at, 'consent' as kind, lpad(id::text, 16, '0') as ref,
        jsonb_build_object('brand', brand, 'channel', channel, 'topic', topic, 'given', given, 'source', source) as data
      from consent_records where customer = ${customer}`,
    contact: sql`select at, 'contact' as kind, lpad(id::text, 16, '0') as ref,
        jsonb_build_object('contact', id, 'source', source, 'channel', channel, 'class', class, 'offer', offer,
          'outcome', outcome, 'cancelled', cancelled_at is not null) as data
      from contacts_elsewhere where customer = ${customer}`,
  };
  const wanted = KINDS.filter((kind) => kinds.includes(kind)).map((kind) => from(parts[kind]));
  // What is named is looked up for the page only.
  const { rows } = await sql<Moment & { exact: string }>`
    select m.at, m.at::text as exact, m.kind, m.ref, m.data || jsonb_strip_nulls(jsonb_build_object(
        'chainName', (select c.name from chains c where c.id = (m.data ->> 'chain')::bigint),
        'stepName', (select s ->> 'label' from versions v, jsonb_array_elements(v.graph -> 'steps') as s
          where v.id = (m.data ->> 'version')::bigint and s ->> 'id' = m.data ->> 'step' limit 1))) - 'version' as data
    from (
      select at, kind, ref, data from (${sql.join(wanted, sql` union all `)}) moments
      order by at desc, kind desc, ref desc limit ${limit}
    ) m order by m.at desc, m.kind desc, m.ref desc`.execute(db);
  return rows.map(({ exact, ...moment }) => ({
    ...moment,
    cursor: { at: exact, kind: moment.kind, ref: moment.ref },
  }));
}
