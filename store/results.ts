/** What a chain has brought: entries, who reached the objective and for how much, with and without contacts. */
import { sql } from 'kysely';
import type { Objective } from '#core/objective.ts';
import type { Db } from '#store/db.ts';

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
  const { rows } = await sql<Part>`
    select control is not null as control, version, count(*)::int as entered,
      count(*) filter (where case when ${event}::text is null then outcome = 'goal' else n > 0 end)::int as reached,
      coalesce(sum(value), 0) as value, coalesce(sum(value * value), 0) as squares
    from (
      select e.id, e.control, e.version, e.outcome, v.n, coalesce(v.value, 0) as value
      from enrolments e left join lateral (
        select count(*) as n, sum(case when jsonb_typeof(x.properties -> ${field}::text) = 'number'
          then (x.properties ->> ${field}::text)::double precision else 0 end) as value
        from events x where x.customer = e.customer and x.name = ${event}::text and x.seq <> coalesce(e.event, 0)
          and x.occurred_at > e.entered_at and x.occurred_at <= e.entered_at + ${days}::double precision * interval '1 day'
      ) v on ${event}::text is not null
      where ${within(span)}
    ) each_one group by 1, 2 order by 1, 2`.execute(db);
  return rows;
}

/** Test customers never count. */
const within = ({ chain, version, from, until }: Span) => sql`e.chain = ${chain}
  and e.entered_at >= ${new Date(from)} and e.entered_at < ${new Date(until)}
  and (${version}::bigint is null or e.version = ${version}::bigint)
  and not exists (select from customers c where c.id = e.customer and c.test)`;

export type StepResult = { step: string; channel: string; state: string; count: number; customers: number };

export async function contactsOf(db: Db, span: Span): Promise<StepResult[]> {
  const { rows } = await sql<StepResult>`
    select step, channel, state, sum(n)::int as count, count(*)::int as customers from (
      select t.step_id as step, t.channel, t.state, t.customer, count(*) as n
      from enrolments e join touches t on t.month = e.month and t.enrolment = e.id and t.chain = e.chain
      where ${within(span)} group by 1, 2, 3, 4
    ) each_one group by 1, 2, 3 order by 1, 2, 3`.execute(db);
  return rows;
}

export async function entriesByDay(db: Db, span: Span, zone: string): Promise<{ day: string; entered: number }[]> {
  const { rows } = await sql<{ day: string; entered: number }>`
    select to_char(e.entered_at at time zone ${zone}::text, 'YYYY-MM-DD') as day, count(*)::int as entered
    from enrolments e where ${within(span)} group by 1 order by 1`.execute(db);
  return rows;
}

/** What is watched of a chain: all of it, or one version, or who entered since `from`. */
export type Watched = { chain: number; version: number | null; from: number | null };

const seen = ({ chain, version, from }: Watched) => sql`e.chain = ${chain}
  and (${version}::bigint is null or e.version = ${version}::bigint)
  and (${from === null ? null : new Date(from)}::timestamptz is null or e.entered_at >= ${from === null ? null : new Date(from)}::timestamptz)`;

export type Pulse = { version: number; step: number; here: number; due: number };

/** Live enrolments by place: how many stand there, and how many of them are due within a day. */
export async function pulseOf(db: Db, watched: Watched, now: number): Promise<Pulse[]> {
  const { rows } = await sql<Pulse>`
    select version, step, count(*)::int as here,
      count(*) filter (where due <= ${new Date(now + 86_400_000)})::int as due
    from enrolments e where ${seen(watched)} and state = 'live' group by 1, 2`.execute(db);
  return rows;
}

/** Of which plan step of which version it is known which step of the drawing is left by it. */
export type Mark = { version: number; step: number; name: string };
/** `version` and `port` null: the step as a whole, over all versions. */
export type Passage = { name: string; version: number | null; step: number | null; port: number | null } & {
  count: number;
  customers: number;
};

/** A customer who passes twice is one customer, whatever the version and the port. */
export async function passagesOf(db: Db, watched: Watched, marks: readonly Mark[]): Promise<Passage[]> {
  const { rows } = await sql<Passage>`
    select k.name, k.version, k.step, e.path[i + 1] as port,
      count(*)::int as count, count(distinct e.customer)::int as customers
    from enrolments e cross join generate_series(1, cardinality(e.path) - 2, 3) as i
    join unnest(${marks.map((m) => m.version)}::bigint[], ${marks.map((m) => m.step)}::integer[],
      ${marks.map((m) => m.name)}::text[]) as k (version, step, name) on k.version = e.version and k.step = e.path[i]
    where ${seen(watched)} group by grouping sets ((k.name), (k.name, k.version, k.step, e.path[i + 1]))`.execute(db);
  return rows;
}

export async function membersByVersion(
  db: Db,
  chain: number,
): Promise<{ version: number; live: number; total: number }[]> {
  const { rows } = await sql<{ version: number; live: number; total: number }>`
    select version, count(*) filter (where state = 'live')::int as live, count(*)::int as total
    from enrolments where chain = ${chain} group by 1`.execute(db);
  return rows;
}

/** Entered ever, under way, and ended by the goal. */
export async function crowdOf(db: Db, watched: Watched): Promise<{ entered: number; live: number; goal: number }> {
  const { rows } = await sql<{ entered: number; live: number; goal: number }>`
    select count(*)::int as entered, count(*) filter (where state = 'live')::int as live,
      count(*) filter (where outcome = 'goal')::int as goal
    from enrolments e where ${seen(watched)}`.execute(db);
  return rows[0]!;
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
  const { rows } = await sql<Entrant>`
    select x.customer, x.occurred_at as at, x.properties, c.traits, c.zone, c.country, c.locale
    from events x join customers c on c.id = x.customer
    where x.name = ${name} and x.received_at >= ${new Date(from)} and not x.historical
    order by x.seq desc limit ${limit}`.execute(db);
  const { rows: counted } = await sql<{ n: number }>`
    select count(*)::int as n from events where name = ${name} and received_at >= ${new Date(from)} and not historical`.execute(
    db,
  );
  return { total: counted[0]?.n ?? 0, rows };
}
