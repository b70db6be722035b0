/**
 * What came of a pressure test, by variant. By intention: everybody judged since it began belongs to the variant they were
 * first judged by, whatever they got. Test customers are left out.
 */
import { sql } from 'kysely';
import { DAY } from '#core/clock.ts';
import type { Variant } from '#core/policy/variant.ts';
import type { Db } from '#store/db.ts';

export type Response = {
  /** The event that answers a contact, within so many days of it. */
  event: string;
  days: number;
  /** Its properties that may hold the money, the first that is a number does. */
  revenue: readonly string[];
};

export type Period = { test: string; from: number; until: number | null };

/** Of one measure in one variant: how many customers had something of it, how much of it, and the sum of squares by customer. */
export type Row = {
  variant: Variant;
  measure: string;
  /** Of which channel or rule; null: of all. */
  of: string | null;
  having: number;
  total: number;
  squares: number;
};

export type Outcome = { customers: Record<Variant, number>; rows: Row[] };

export async function readOutcome(db: Db, period: Period, response: Response, now: number): Promise<Outcome> {
  const from = new Date(period.from);
  const until = new Date(Math.min(period.until ?? now + 1, now + 1));
  const window = response.days * DAY;
  // What follows a contact is waited for a little beyond the end.
  const seen = new Date(Math.min(+until + window, now + 1));
  const span = sql`make_interval(secs => ${window / 1_000}::double precision)`;
  const { rows } = await sql<Row>`
    with people as materialized (
      select e.customer, e.variant, e.at from policy_exposures e join customers c on c.id = e.customer
      where e.test = ${period.test} and not c.test
    ), contact as materialized (
      select p.customer, p.channel, p.at from pressure p join people e on e.customer = p.customer
      where p.at >= ${from} and p.at >= e.at and p.at < ${until} and (p.until is null or p.until > ${new Date(now)})
    ), answer as materialized (
      select v.customer, v.seq, v.occurred_at as at, coalesce((
        select (v.properties ->> n.name)::double precision from unnest(${response.revenue}::text[]) with ordinality as n (name, nr)
        where jsonb_typeof(v.properties -> n.name) = 'number' order by n.nr limit 1), 0) as amount
      from events v join people e on e.customer = v.customer
      where v.name = ${response.event} and v.received_at >= ${from} and v.occurred_at >= e.at and v.occurred_at < ${seen}
    ), after as (
      select distinct a.customer, a.seq, a.amount from answer a join contact c on c.customer = a.customer
      where a.at >= c.at and a.at < c.at + ${span}
    ), stopped as (
      select t.customer, case t.state when 'held' then 'held' else 'skipped' end as measure,
        coalesce(t.decision #>> '{asked,-1,rule}', t.reason, 'unknown') as rule
      from touches t join people e on e.customer = t.customer
      where t.state in ('held', 'skipped', 'expired', 'control') and t.judged_at >= e.at and t.judged_at < ${until}
    ), found as (
      select customer, 'contacts' as measure, null as of, count(*)::double precision as x from contact group by customer
      union all select customer, 'contacts', channel, count(*) from contact group by customer, channel
      union all select customer, measure, rule, count(*) from stopped group by customer, measure, rule
      union all select customer, 'response', null, count(*) from after group by customer
      union all select customer, 'revenue', null, sum(amount) from after group by customer
      union all select customer, 'response_any', null, count(*) from answer group by customer
      union all select customer, 'revenue_any', null, sum(amount) from answer group by customer
      union all select r.customer, 'opt_outs', null, count(*) from consent_records r join people e on e.customer = r.customer
        where not r.given and not r.pending and r.at >= e.at and r.at < ${seen} group by r.customer
      union all select e.customer, 'complaints', null, count(*) from people e join addresses a on a.customer = e.customer
        join suppressions s on s.hash = address_hash(a.kind, a.value) and s.reason = 'complaint'
        where s.at >= e.at and s.at < ${seen} group by e.customer
    )
    select e.variant, f.measure, f.of, count(*) as having, sum(f.x) as total, sum(f.x * f.x) as squares
    from found f join people e on e.customer = f.customer group by e.variant, f.measure, f.of
    union all select variant, 'customers', null, count(*), count(*), count(*) from people group by variant
    order by measure, of nulls first, variant`.execute(db);
  const count = (variant: Variant) =>
    rows.find((row) => row.measure === 'customers' && row.variant === variant)?.having ?? 0;
  return {
    customers: { a: count('a'), b: count('b') },
    rows: rows.filter((row) => row.measure !== 'customers'),
  };
}
