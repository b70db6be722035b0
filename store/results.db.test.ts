/** Counts that are made the quick way must say what the plain way says: one row after the other, without a thought. */
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DAY } from '#core/clock.ts';
import { type FreshDatabase, freshDatabase } from '#setup/testing/postgres.ts';
import type { Db } from '#store/db.ts';
import { type Mark, passagesOf, seen, type Watched, waysOf } from '#store/passages.ts';
import { contactsOf, crowdOf, objectiveOf } from '#store/results.ts';

const NOW = Date.parse('2026-11-24T10:00:00Z');
const [PEOPLE, ENROLMENTS] = [40, 260];

let database: FreshDatabase;
let db: Db;

/** The same on every run. */
let state = 7;
const upTo = (n: number) => {
  state = (state * 48_271) % 2_147_483_647;
  return state % n;
};
const ago = (days: number) => new Date(NOW - Math.round(days * DAY)).toISOString();

beforeAll(async () => {
  database = await freshDatabase();
  db = database.connection.db;
  await sql`insert into customers (created_at, updated_at, test)
    select now(), now(), n % 13 = 0 from generate_series(1, ${PEOPLE}::integer) n`.execute(db);
  const enrolments = Array.from({ length: ENROLMENTS }, (_, n) => {
    // Most walk a few steps forward, some in circles, one in thirty for longer than anything is read one by one.
    const circles = upTo(5) === 0;
    const hops = upTo(30) === 0 ? 140 + upTo(3) : upTo(7);
    const path = Array.from({ length: hops }, (_, i) => [
      circles || hops > 9 ? upTo(6) : i,
      upTo(3) - 1,
      10 * i + upTo(9),
    ]);
    const live = upTo(3) > 0;
    return {
      ...{ customer: 1 + upTo(PEOPLE), chain: 1 + (upTo(4) === 0 ? 1 : 0), version: 1 + upTo(2), cohort: 1 },
      ...{ month: upTo(2) === 0 ? '2026-10-01' : '2026-11-01', key: `k${n}`, event: n + 1, entered_at: ago(upTo(80)) },
      ...{ trigger_at: ago(1), state: live ? 'live' : 'ended', outcome: live ? null : ['goal', 'done'][upTo(2)] },
      ...{ control: upTo(6) === 0 ? 'chain' : null, step: upTo(6), visit: circles ? 2 : 1, due: ago(upTo(6) - 3) },
      path: path.flat(),
    };
  });
  await sql`insert into enrolments (customer, chain, version, cohort, month, key, event, entered_at, trigger_at, state, outcome,
      control, step, visit, due, path)
    select customer, chain, version, cohort, month, key, event, entered_at, trigger_at, state, outcome, control, step, visit, due, path
    from json_to_recordset(${JSON.stringify(enrolments)}::json) as r (customer bigint, chain bigint, version bigint, cohort bigint,
      month date, key text, event bigint, entered_at timestamptz, trigger_at timestamptz, state text, outcome text, control text,
      step integer, visit integer, due timestamptz, path integer[])`.execute(db);
  await sql`insert into touches (month, enrolment, step, visit, customer, chain, version, step_id, state, reason, brand, channel, class,
      decision, due, judged_at)
    select e.month, e.id, s, v, e.customer, e.chain, e.version, 's' || s,
      (array['handed', 'skipped', 'held'])[1 + (e.id * 7 + s * 3 + v) % 3],
      (array['capped', 'no_address'])[1 + e.id % 2], 'default', 'email', 'commercial', '{}', now(), now()
    from enrolments e, generate_series(0, 3) s, generate_series(1, e.visit) v where (e.id + s) % 5 > 0`.execute(db);
  const events = Array.from({ length: 400 }, (_, n) => {
    const days = upTo(900) / 10;
    const total = upTo(3) === 0 ? 'much' : upTo(90);
    return {
      ...{ seq: n + 1, received_at: ago(days - upTo(5) / 10), occurred_at: ago(days), customer: 1 + upTo(PEOPLE) },
      ...{ name: upTo(4) === 0 ? 'Seen' : 'Bought', message: `m${n}`, properties: upTo(5) === 0 ? {} : { total } },
    };
  });
  await sql`insert into events (seq, received_at, occurred_at, customer, name, source, message_id, properties) overriding system value
    select seq, received_at, occurred_at, customer, name, 'shop', message, properties
    from json_to_recordset(${JSON.stringify(events)}::json) as r (seq bigint, received_at timestamptz, occurred_at timestamptz,
      customer bigint, name text, message text, properties jsonb)`.execute(db);
});
afterAll(() => database.drop());

const WATCHED: [string, Watched][] = [
  ['all of a chain', { chain: 1, version: null, from: null }],
  ['one version', { chain: 1, version: 2, from: null }],
  ['who entered lately', { chain: 1, version: null, from: NOW - 30 * DAY }],
  ['another chain', { chain: 2, version: 1, from: NOW - 60 * DAY }],
];

/** Test customers count nowhere. */
const counted = sql`e.customer in (select id from customers where not test)`;

/** Step 0 is two steps of the first plan; step 4 of the second plan is on no card. */
const MARKS: Mark[] = [
  ...[1, 2, 3, 4, 5].map((step) => ({ version: 1, step, name: step === 1 ? 'a' : `n${step}` })),
  ...[0, 2, 3, 5].map((step) => ({ version: 2, step, name: step === 0 ? 'a' : `n${step}` })),
];

test.each(WATCHED)('ways taken apart give what each hop counted by itself gives: %s', async (_, watched) => {
  const hops = sql`(select e.customer, e.version, e.path[i] as step, e.path[i + 1] as port
    from enrolments e cross join generate_series(1, cardinality(e.path) - 2, 3) as i
    where ${seen(watched)} and ${counted}) h
    join json_to_recordset(${JSON.stringify(MARKS)}::json) as k (version bigint, step integer, name text) using (version, step)`;
  const { rows: names } = await sql<{ name: string; count: number; customers: number }>`
    select name, count(*)::int as count, count(distinct customer)::int as customers from ${hops} group by 1`.execute(
    db,
  );
  const { rows: ports } = await sql<{ name: string; version: number; step: number; port: number; count: number }>`
    select name, version, step, port, count(*)::int as count from ${hops} group by 1, 2, 3, 4`.execute(db);
  expect(names.length).toBeGreaterThan(2);
  const found = passagesOf(await waysOf(db, watched), MARKS);
  const flat = [...found].map(([name, { count, customers }]) => ({ name, count, customers }));
  expect(flat).toHaveLength(names.length);
  expect(flat).toEqual(expect.arrayContaining(names));
  const byPort = [...found].flatMap(([name, passage]) => passage.ports.map((port) => ({ name, ...port })));
  expect(byPort).toHaveLength(ports.length);
  expect(byPort).toEqual(expect.arrayContaining(ports));
});

test.each(WATCHED)('one pass over the enrolments says who is there: %s', async (_, watched) => {
  const crowd = await crowdOf(db, watched, NOW);
  const { rows } = await sql<Record<string, number>>`
    select count(*)::int as entered, count(*) filter (where state = 'live')::int as live,
      count(*) filter (where outcome = 'goal')::int as goal
    from enrolments e where ${seen(watched)} and ${counted}`.execute(db);
  expect({ entered: crowd.entered, live: crowd.live, goal: crowd.goal }).toEqual(rows[0]);
  const { rows: places } = await sql<Record<string, number>>`
    select version, step, count(*)::int as here, count(*) filter (where due <= ${new Date(NOW + DAY)})::int as due
    from enrolments e where ${seen(watched)} and ${counted} and state = 'live' group by 1, 2`.execute(db);
  expect(crowd.here).toHaveLength(places.length);
  expect(crowd.here).toEqual(expect.arrayContaining(places));
  const { rows: versions } = await sql<Record<string, number>>`
    select version, count(*) filter (where state = 'live')::int as live, count(*)::int as total
    from enrolments e where chain = ${watched.chain} and ${counted} group by 1`.execute(db);
  expect(crowd.versions).toHaveLength(versions.length);
  expect(crowd.versions).toEqual(expect.arrayContaining(versions));
  const { rows: tests } = await sql<Record<string, number>>`
    select count(*)::int as entered, count(*) filter (where state = 'live')::int as live, max(id) as last
    from enrolments e where ${seen(watched)} and not ${counted}`.execute(db);
  expect(crowd.tests).toEqual(tests[0]);
});

const SPANS = [
  { chain: 1, version: null, from: NOW - 90 * DAY, until: NOW },
  { chain: 1, version: 2, from: NOW - 50 * DAY, until: NOW - 10 * DAY },
];

const within = ({ chain, version, from, until }: (typeof SPANS)[number]) => sql`e.chain = ${chain}
  and e.entered_at >= ${new Date(from)} and e.entered_at < ${new Date(until)} and (${version}::bigint is null or e.version = ${version})
  and ${counted}`;

test.each(SPANS)('contacts of entrants, each customer once a step and state: %o', async (span) => {
  const { rows } = await sql`
    select t.step_id as step, t.channel, t.state, case when t.state = 'skipped' then t.reason end as reason,
      count(*)::int as count, count(distinct t.customer)::int as customers
    from touches t join enrolments e on e.id = t.enrolment where ${within(span)} group by 1, 2, 3, 4 order by 1, 2, 3, 4`.execute(
    db,
  );
  expect(rows.length).toBeGreaterThan(5);
  expect(await contactsOf(db, span)).toEqual(rows);
});

test.each(SPANS)('the objective, asked of each entrant by itself: %o', async (span) => {
  const { rows } = await sql<{ n: number }>`
    select e.control is not null as control, e.version, count(*)::int as entered, count(*) filter (where v.n > 0)::int as reached,
      coalesce(sum(coalesce(v.value, 0)), 0) as value, coalesce(sum(coalesce(v.value, 0) ^ 2), 0) as squares
    from enrolments e, lateral (
      select count(*) as n, sum(case when jsonb_typeof(x.properties -> 'total') = 'number' then (x.properties ->> 'total')::float8 else 0 end) as value
      from events x where x.customer = e.customer and x.name = 'Bought' and x.seq <> e.event
        and x.occurred_at > e.entered_at and x.occurred_at <= e.entered_at + interval '20 days') v
    where ${within(span)} group by 1, 2 order by 1, 2`.execute(db);
  expect(rows.length).toBeGreaterThan(1);
  expect(await objectiveOf(db, span, { event: 'Bought', valueField: 'total', windowDays: 20 })).toEqual(rows);
  const parts = await objectiveOf(db, span, null);
  const { rows: goals } = await sql<{ n: number }>`
    select count(*)::int as n from enrolments e where ${within(span)} and outcome = 'goal'`.execute(db);
  expect(parts.reduce((sum, part) => sum + part.reached, 0)).toBe(goals[0]!.n);
});
