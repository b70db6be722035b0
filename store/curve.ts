/** What one contact more does, by how many the customer has had lately: everybody's answers and withdrawals after it. */
import { sql } from 'kysely';
import { DAY } from '#core/clock.ts';
import type { Db } from '#store/db.ts';

export type CurveAsked = {
  /** Contacts of so many days before count. */
  days: number;
  /** Answers and withdrawals of so many days after it count. */
  within: number;
  /** Contacts older than so many days are not looked at. */
  back: number;
  event: string;
  /** Contacts at least so many before are one level. */
  most: number;
};

export type Level = { contacts: number; customers: number; responded: number; optedOut: number };

/**
 * At each level a customer is counted once, with the last contact they got there that is at least `within` days old.
 * Service contacts neither count nor are counted. One statement, over the ledger's rows of `back` and `days` days.
 */
export async function readCurve(
  db: Db,
  { days, within, back, event, most }: CurveAsked,
  now: number,
): Promise<Level[]> {
  const [first, ripe] = [new Date(now - back * DAY), new Date(now - within * DAY)];
  // A contact exactly so old is out, as it is for the caps.
  const before = sql`make_interval(secs => ${(days * DAY - 1) / 1_000}::double precision)`;
  const after = sql`make_interval(secs => ${(within * DAY) / 1_000}::double precision)`;
  const { rows } = await sql<Level>`
    with contact as (
      select p.customer, p.at, least(${most}::bigint, count(*) over (partition by p.customer order by p.at
        range between ${before} preceding and current row exclude group)) as level
      from pressure p join customers c on c.id = p.customer
      where p.at > ${new Date(now - (back + days) * DAY)} and p.at <= ${ripe} and p.class <> 'service' and not c.test
        and p.until is null
    ), last as materialized (
      select customer, level, max(at) as at from contact where at > ${first} group by customer, level
    ), responded as (
      select distinct l.customer, l.level from last l join events v on v.customer = l.customer
      where v.name = ${event} and v.received_at > ${first} and v.occurred_at >= l.at and v.occurred_at < l.at + ${after}
    ), opted_out as (
      select distinct l.customer, l.level from last l join consent_records r on r.customer = l.customer
      where not r.given and not r.pending and r.at > ${first} and r.at >= l.at and r.at < l.at + ${after}
    )
    select l.level as contacts, count(*) as customers, count(r.customer) as responded, count(o.customer) as "optedOut"
    from last l left join responded r on r.customer = l.customer and r.level = l.level
      left join opted_out o on o.customer = l.customer and o.level = l.level
    group by l.level order by l.level`.execute(db);
  return rows;
}
