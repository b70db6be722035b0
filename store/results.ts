/** What a chain has brought: entries, who reached the objective and for how much, with and without contacts. */
import { sql } from 'kysely';
import { DAY } from '#core/clock.ts';
import type { Objective } from '#core/objective.ts';
import type { Db } from '#store/db.ts';
import { isTest, seen, type Watched } from '#store/passages.ts';

export type Span = { chain: number; version: number | null; from: number; until: number };

export type Part = {
  control: boolean;
  version: number;
  entered: number;
  reached: number;
  value: number;
  squares: number;
};

/** By version and part: contacted, and held out. `value` is summed over entrants, so that a mean a head can be told. */
export async function objectiveOf(db: Db, span: Span, objective: Objective | null): Promise<Part[]> {
  const event = objective?.event ?? null;
  const field = objective?.valueField ?? null;
  const days = objective?.windowDays ?? 0;
  // An event is not received before it occurs. Joined as a whole: asked one by one, each would look into every month.
  const { rows } = await sql<Part>`
    with entrant as (
      select id, customer, control, version, outcome, event, entered_at from enrolments e where ${within(span)}
    ), answered as (
      select e.id, count(*) as n, sum(case when jsonb_typeof(x.properties -> ${field}::text) = 'number'
        then (x.properties ->> ${field}::text)::double precision else 0 end) as value
      from entrant e join events x on x.customer = e.customer
      where x.name = ${event}::text and x.received_at >= ${new Date(span.from)} and x.seq <> coalesce(e.event, 0)
        and x.occurred_at > e.entered_at and x.occurred_at <= e.entered_at + ${days}::double precision * interval '1 day'
      group by e.id
    )
    select control is not null as control, version, count(*)::int as entered,
      count(*) filter (where case when ${event}::text is null then outcome = 'goal' else n > 0 end)::int as reached,
      coalesce(sum(value), 0) as value, coalesce(sum(value * value), 0) as squares
    from entrant left join answered using (id) group by 1, 2 order by 1, 2`.execute(db);
  return rows;
}

const within = ({ chain, version, from, until }: Span) => sql`e.chain = ${chain}
  and e.entered_at >= ${new Date(from)} and e.entered_at < ${new Date(until)}
  and (${version}::bigint is null or e.version = ${version}::bigint)
  and not ${isTest}`;

export type StepResult = {
  step: string;
  channel: string;
  state: string;
  reason: string | null;
  count: number;
  customers: number;
};

/** Only of who came several times, or round in a circle, it must be looked whether they are the same: most are not sorted. */
export async function contactsOf(db: Db, span: Span): Promise<StepResult[]> {
  const { rows } = await sql<StepResult>`
    select step, channel, state, reason, sum(n)::int as count, sum(case when again is null then n else 1 end)::int as customers from (
      select t.step_id as step, t.channel, t.state, count(*) as n,
        case when t.state in ('skipped', 'expired') then t.reason end as reason,
        case when e.visit > 1 or several.customer is not null then e.customer end as again
      from enrolments e
      left join (select customer from enrolments e where ${within(span)} group by 1 having count(*) > 1) as several
        on several.customer = e.customer
      join touches t on t.month = e.month and t.enrolment = e.id and t.chain = e.chain
      where ${within(span)} group by 1, 2, 3, 5, 6
    ) each_one group by 1, 2, 3, 4 order by 1, 2, 3, 4`.execute(db);
  return rows;
}

export async function entriesByDay(db: Db, span: Span, zone: string): Promise<{ day: string; entered: number }[]> {
  const { rows } = await sql<{ day: string; entered: number }>`
    select to_char(e.entered_at at time zone ${zone}::text, 'YYYY-MM-DD') as day, count(*)::int as entered
    from enrolments e where ${within(span)} group by 1 order by 1`.execute(db);
  return rows;
}

/** Of a chain and what is watched of it: who is there, in one pass over its enrolments. */
export type Crowd = {
  entered: number;
  live: number;
  goal: number;
  /** Live enrolments by place: how many stand there, and how many of them are due within a day. */
  here: { version: number; step: number; here: number; due: number }[];
  /** Of the whole chain, whatever is watched. */
  versions: { version: number; live: number; total: number }[];
  /** Enrolments of test customers, which none of the other numbers counts; and the last of them. */
  tests: { entered: number; live: number; last: number | null };
};

type Together = {
  test: boolean;
  last: number;
  version: number;
  step: number | null;
  goal: boolean;
  watched: boolean;
  count: number;
  due: number;
};

export async function crowdOf(db: Db, { chain, ...watched }: Watched, now: number): Promise<Crowd> {
  const { rows } = await sql<Together>`
    select version, case when state = 'live' then step end as step, coalesce(outcome = 'goal', false) as goal,
      ${seen({ chain, ...watched })} as watched, ${isTest} as test, count(*)::int as count, max(id) as last,
      count(*) filter (where due <= ${new Date(now + DAY)})::int as due
    from enrolments e where e.chain = ${chain} group by 1, 2, 3, 4, 5`.execute(db);
  const tests: Crowd['tests'] = { entered: 0, live: 0, last: null };
  const crowd: Crowd = { entered: 0, live: 0, goal: 0, here: [], versions: [], tests };
  const versions = new Map<number, Crowd['versions'][number]>();
  for (const { version, step, goal, watched: counts, test, count, due, last } of rows) {
    if (test) {
      if (!counts) continue;
      tests.entered += count;
      if (step !== null) tests.live += count;
      tests.last = Math.max(tests.last ?? 0, last);
      continue;
    }
    const known = versions.get(version) ?? { version, live: 0, total: 0 };
    versions.set(version, known);
    known.total += count;
    if (step !== null) known.live += count;
    if (!counts) continue;
    crowd.entered += count;
    if (goal) crowd.goal += count;
    if (step === null) continue;
    crowd.live += count;
    crowd.here.push({ version, step, here: count, due });
  }
  return { ...crowd, versions: [...versions.values()] };
}

export type Entrant = {
  customer: number;
  at: Date;
  traits: never;
  zone: string | null;
  country: string | null;
  locale: string | null;
  properties: never;
};

/** Events of a name since `from` with the profile of their customer, newest first. */
export async function candidates(
  db: Db,
  name: string,
  from: number,
  limit: number,
): Promise<{ total: number; rows: Entrant[] }> {
  const [{ rows }, { rows: counted }] = await Promise.all([
    sql<Entrant>`
      select x.customer, x.occurred_at as at, x.properties, c.traits, c.zone, c.country, c.locale
      from events x join customers c on c.id = x.customer
      where x.name = ${name} and x.received_at >= ${new Date(from)} and not x.historical and not c.test
      order by x.seq desc limit ${limit}`.execute(db),
    // Those of test customers are few and found by customer: all are counted as the index has them, and these taken off.
    sql<{ n: number }>`
      select (select count(*) from events where name = ${name} and received_at >= ${new Date(from)} and not historical)::int
        - (select count(*) from customers c join events x on x.customer = c.id where c.test
          and x.name = ${name} and x.received_at >= ${new Date(from)} and not x.historical)::int as n`.execute(db),
  ]);
  return { total: counted[0]?.n ?? 0, rows };
}
