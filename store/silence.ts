/** What a withdrawal does to what was on its way: nothing of its scope leaves any more, on paper and by phone too. */
import { sql } from 'kysely';
import { type ConsentRecord, recordConsents } from '#store/consents.ts';
import type { Db } from '#store/db.ts';
import type { Wake } from '#store/enrol.ts';
import type { TouchKey } from '#store/touches.ts';

/** What one customer does not want: `*` stands for all; with an offer, that offer only. */
export type Unwanted = { customer: number; brand: string; channel: string; topic: string; offer: string | null };

const unwanted = (all: readonly Unwanted[]) => sql`unnest(${all.map((u) => u.customer)}::bigint[],
  ${all.map((u) => u.brand)}::text[], ${all.map((u) => u.channel)}::text[], ${all.map((u) => u.topic)}::text[],
  ${all.map((u) => u.offer)}::text[]) as u (customer, brand, channel, topic, offer)`;

/** Of a touch `t` and an unwanted `u`. What is owed is never meant. */
const meant = sql`t.customer = u.customer and t.class <> 'service' and (u.brand = '*' or t.brand = u.brand)
  and (u.channel = '*' or coalesce(t.counts_as, t.channel) = u.channel) and (u.topic = '*' or u.topic = any(t.topics))
  and (u.offer is null or t.offer = u.offer)`;

/** The last word on touch `t` is a withdrawal: one that was said long ago does not outdo a later giving. */
const refused = sql`(u.offer is not null or exists (
  select from unnest(case when t.topics = '{}' then array['*'] else t.topics end) as about (topic)
  where (select not o.given from consents o where o.customer = t.customer and o.brand in (t.brand, '*')
    and o.channel in (coalesce(t.counts_as, t.channel), '*') and o.topic in (about.topic, '*')
    order by o.at desc, o.given limit 1)))`;

/**
 * Booked and held touches are withdrawn, open tasks closed as such, their pressure given back. The customers' locks are
 * held and the words are in the ledger. Wake the cohorts after the commit.
 */
export async function silence(
  trx: Db,
  now: number,
  all: readonly Unwanted[],
): Promise<{ withdrawn: number; wakes: Wake[] }> {
  if (all.length === 0) return { withdrawn: 0, wakes: [] };
  const at = new Date(now);
  // Two statements: where a claim gets in between, Postgres asks a row again, and then cannot look into a list that the
  // same statement is writing.
  const { rows: closed } = await sql<TouchKey>`
    update tasks k set state = 'cancelled', outcome = 'withdrawn', closed_at = ${at}
    from touches t join ${unwanted(all)} on ${meant}
    where k.customer = u.customer and k.state = 'open' and t.month = k.month and t.enrolment = k.enrolment
      and t.step = k.step and t.visit = k.visit and ${refused}
    returning k.month, k.enrolment, k.step, k.visit`.execute(trx);
  const { rows } = await sql<{ enrolment: number; cohort: number | null }>`
    with gone as (
      update touches t set state = 'withdrawn', reason = 'no_consent', completed_at = ${at}, held_until = null,
        outcome = case when t.state = 'handed' then 'withdrawn' else t.outcome end
      from ${unwanted(all)}
      where ${meant} and ((t.state in ('reserved', 'held') and ${refused})
        or (t.month, t.enrolment, t.step, t.visit) in (select * from unnest(${closed.map((c) => c.month)}::date[],
          ${closed.map((c) => c.enrolment)}::bigint[], ${closed.map((c) => c.step)}::integer[],
          ${closed.map((c) => c.visit)}::integer[])))
      returning t.customer, t.enrolment, t.step, t.visit
    ), refunded as (
      delete from pressure p using gone g
      where p.customer = g.customer and p.enrolment = g.enrolment and p.step = g.step and p.visit = g.visit
    )
    select g.enrolment, e.cohort from gone g left join enrolments e on e.id = g.enrolment and e.state = 'live'`.execute(
    trx,
  );
  const wakes = new Map(rows.flatMap(({ enrolment, cohort }) => (cohort === null ? [] : [[enrolment, cohort]])));
  return { withdrawn: rows.length, wakes: [...wakes].map(([enrolment, cohort]) => ({ enrolment, cohort })) };
}

/** `written`: what was not in the ledger before. */
export type Heard = { written: number; withdrawn: number; unwanted: Unwanted[]; wakes: Wake[] };

/** Writes into the ledger what was said, and does what its withdrawals ask for. Wake the cohorts after the commit. */
export async function hear(trx: Db, now: number, records: readonly ConsentRecord[]): Promise<Heard> {
  const ids = await recordConsents(trx, now, records);
  const unwanted = records.flatMap(({ customer, brand, channel, topic = '*', given }, i): Unwanted[] =>
    given || ids[i] === null ? [] : [{ customer, brand, channel, topic, offer: null }],
  );
  const written = ids.filter((id) => id !== null).length;
  return { written, ...(await silence(trx, now, unwanted)), unwanted };
}

/** What is leaving at this moment and cannot be called back. */
export async function leaving(db: Db, all: readonly Unwanted[]): Promise<TouchKey[]> {
  if (all.length === 0) return [];
  const { rows } = await sql<TouchKey>`
    select distinct t.month, t.enrolment, t.step, t.visit from touches t join ${unwanted(all)} on ${meant}
    where t.state = 'handing' order by t.enrolment, t.step, t.visit`.execute(db);
  return rows;
}

/** Whether a person is asked to make something of it: what was being handed over at that moment may have come onto the list since. */
export async function onList(db: Db, all: readonly Unwanted[]): Promise<boolean> {
  if (all.length === 0) return false;
  const { rows } = await sql<{ found: boolean }>`
    select exists (select from ${unwanted(all)} join tasks k on k.customer = u.customer and k.state = 'open'
      join touches t on t.month = k.month and t.enrolment = k.enrolment and t.step = k.step and t.visit = k.visit
        and ${meant}) as found`.execute(db);
  return rows[0]?.found ?? false;
}
