/** What the home page is made of: the last seven days of each chain, what waits for a person, how far the set-up is. */
import { sql } from 'kysely';
import { DAY } from '#core/clock.ts';
import type { ChainState } from '#store/chains.ts';
import type { Db } from '#store/db.ts';
import { bookedSince, touchesOf } from '#store/ledger.ts';

export type Weekly = {
  id: number;
  name: string;
  state: ChainState;
  live: number;
  entered: number;
  touches: number;
  /** Nobody has ever entered it. */
  untrodden: boolean;
  /** By day (YYYY-MM-DD) of the zone asked for. */
  days: { day: string; entered: number; touches: number }[];
};

/** Chains that are not archived, the busiest first. Test customers are not counted. */
export async function weekOf(db: Db, { from, zone, limit }: { from: number; zone: string; limit: number }) {
  const since = new Date(from);
  const { rows } = await sql<Weekly & { total: number }>`
    with entries as (
      select chain, case when entered_at >= ${since} then (entered_at at time zone ${zone}::text)::date end as day,
        count(*) filter (where entered_at >= ${since})::int as entered, count(*) filter (where state = 'live')::int as live
      from enrolments where (state = 'live' or entered_at >= ${since})
        and customer not in (select id from customers where test)
      group by 1, 2
    ), contacts as (
      select t.chain, (t.handed_at at time zone ${zone}::text)::date as day, count(*)::int as touches
      from ${touchesOf(bookedSince(since))} where t.handed_at >= ${since} and t.state in ('handed', 'unknown')
        and t.customer not in (select id from customers where test)
      group by 1, 2
    ), days as (
      select chain, day, sum(entered)::int as entered, sum(touches)::int as touches, sum(live)::int as live from (
        select chain, day, entered, 0 as touches, live from entries
        union all select chain, day, 0, touches, 0 from contacts) both_ group by 1, 2
    )
    select c.id, c.name, c.state, coalesce(sum(d.live), 0)::int as live, coalesce(sum(d.entered), 0)::int as entered,
      coalesce(sum(d.touches), 0)::int as touches, (count(*) over ())::int as total,
      not exists (select from enrolments e where e.chain = c.id) as untrodden,
      coalesce(json_agg(json_build_object('day', d.day, 'entered', d.entered, 'touches', d.touches))
        filter (where d.day is not null), '[]') as days
    from chains c left join days d on d.chain = c.id
    where c.state <> 'archived'
    group by c.id
    order by (c.state = 'draft'), coalesce(sum(d.entered), 0) + coalesce(sum(d.touches), 0) desc, c.id desc
    limit ${limit}`.execute(db);
  return { chains: rows as Weekly[], total: rows[0]?.total ?? 0 };
}

export type Waiting = {
  overdueTasks: number;
  /** Expired in the last seven days: nobody saw to them. */
  lapsedTasks: number;
  stops: number;
  requests: { id: number; chain: number; name: string; by: string; at: Date }[];
  trips: { id: number; chain: number; name: string; detail: Record<string, string | number>; at: Date }[];
  putAway: Record<string, number>;
};

const SHOWN = 10;

export async function waitingFor(db: Db, now: number): Promise<Waiting> {
  const { rows } = await sql<Waiting>`
    select
      (select count(*) from tasks where state = 'open' and due < ${new Date(now)})::int as "overdueTasks",
      (select count(*) from tasks where state = 'expired' and closed_at >= ${new Date(now - 7 * DAY)})::int as "lapsedTasks",
      (select count(*) from stops where lifted_at is null)::int as stops,
      (select coalesce(json_agg(r), '[]') from (
        select r.id, r.chain, c.name, coalesce(p.name, '') as by, r.at from publish_requests r
        join chains c on c.id = r.chain left join people p on p.id = r.requested_by
        where r.answer is null order by r.id desc limit ${SHOWN}) r) as requests,
      (select coalesce(json_agg(g), '[]') from (
        select a.id, a.chain, c.name, a.detail, a.at from attention a join chains c on c.id = a.chain
        where a.kind = 'guard' and a.resolved_at is null and a.seen_at is null order by a.id desc limit ${SHOWN}) g) as trips,
      (select coalesce(json_object_agg(what, amount), '{}') from put_away) as "putAway"`.execute(db);
  return rows[0]!;
}

export type SetUp = { drawn: boolean; received: boolean; tested: boolean; published: boolean };

/** Facts, never marks: an item is done as long as it is true. */
export async function setUpOf(db: Db): Promise<SetUp> {
  const { rows } = await sql<SetUp>`
    select exists (select from chains where jsonb_array_length(draft -> 'steps') > 1) as drawn,
      exists (select from event_names) or exists (select from events) as received,
      exists (select from customers where test) as tested,
      exists (select from versions) as published`.execute(db);
  return rows[0]!;
}

/** Until there is more of it than now. */
export async function putAway(db: Db, now: number, what: string, amount: number, by: string): Promise<void> {
  await sql`
    insert into put_away (what, amount, by, at) values (${what}, ${amount}, ${by}, ${new Date(now)})
    on conflict (what) do update set amount = excluded.amount, by = excluded.by, at = excluded.at`.execute(db);
}
