/** Judgements of the past, customer by customer, as a what-if replays them: streamed, for there may be millions. */
import { setImmediate as breathe } from 'node:timers/promises';
import { sql } from 'kysely';
import { DAY } from '#core/clock.ts';
import type { Json } from '#core/facts.ts';
import { placeFrom } from '#core/place.ts';
import { DEFAULT_VALIDITY, type TouchClass, type TouchSpec } from '#core/plan.ts';
import { REPLAYED_REASONS } from '#core/policy/index.ts';
import type { Known, Recorded } from '#core/policy/replay.ts';
import type { Wants } from '#core/policy/wants.ts';
import type { Db } from '#store/db.ts';
import { createPlans, type Plans } from '#store/plans.ts';

/** Groups read at once: customers, or households where contacts count together. */
const AT_ONCE = 500;

export type Span = { from: number; until: number };

export type Group = { touches: Recorded[]; shared: boolean };

type Fetched = { shared: boolean; touches: Row[] };
type Row = [
  ...[customer: number, enrolment: number, chain: number, version: number | null, step: number | null],
  ...[channel: string, counts: string, klass: TouchClass, brand: string, topics: string[], offer: string | null],
  ...[weight: number, state: string, reason: string | null, heldBy: string | null],
  ...[first: number | null, last: number, due: number, validUntil: number | null],
];

/** Floating-point, for it is asked millions of times: `extract` would count in decimals. */
const ms = (column: string) => sql`round(date_part('epoch', ${sql.ref(column)}) * 1000)`;

/**
 * Calls `each` with everybody whose touches were judged in the span, some hundreds at a time, and what is known of them.
 * Test customers are left out, and what is still held: nothing became of it yet.
 */
export async function readHistory(
  db: Db,
  { from, until }: Span,
  wants: Wants,
  company: { zone: string; country: string },
  each: (groups: Group[], known: Map<number, Known>) => Promise<void>,
): Promise<void> {
  const [since, before] = [new Date(from), new Date(until)];
  const group = wants.household ? sql`coalesce('h' || c.household, c.id::text)` : sql`c.id`;
  const shared = wants.household ? sql`bool_and(c.household is not null)` : sql`false`;
  await db.transaction().execute(async (trx) => {
    await sql`set transaction isolation level repeatable read, read only`.execute(trx);
    // Rows are sorted as they are and written as JSON while they are fetched: that is done beside the replaying.
    // All of it is read: a plan that is quick to the first rows is the slow one.
    await sql`set local cursor_tuple_fraction = 1`.execute(trx);
    await sql`set local work_mem = '256MB'`.execute(trx);
    await sql`declare history no scroll cursor for
      select ${shared} as shared, json_agg(json_build_array(h.customer, enrolment, chain, version, step, channel, counts, class,
          brand, topics, offer, weight, state, reason, held_by, ${ms('h.first')}, ${ms('h.last')}, ${ms('due')}, ${ms('valid_until')}
        )) as touches
      from (
        select customer, enrolment, chain, version, step, channel, coalesce(counts_as, channel) as counts, class, brand,
            topics, offer, weight, state, reason, held_by, first_at as first, judged_at as last, due, valid_until
          from touches where judged_at >= ${since} and judged_at < ${before} and state <> 'held'
        union all
        select customer, 0, 0, null, null, channel, channel, class, brand, topics, offer, weight,
            'elsewhere', null, null, null, at, at, null
          from pressure where at >= ${since} and at < ${before} and elsewhere is not null
      ) as h join customers c on c.id = h.customer
      where not c.test group by ${group} order by ${group}`.execute(trx);
    const plans = createPlans(trx);
    const fetch = async () => (await sql<Fetched>`fetch ${sql.raw(String(AT_ONCE))} from history`.execute(trx)).rows;
    for (let rows = await fetch(); rows.length > 0; ) {
      const excess = await excessOf(
        plans,
        rows.flatMap((row) => row.touches),
      );
      const groups = rows.map((row) => ({
        shared: row.shared,
        touches: row.touches.map((one) => recordedOf(one, excess)),
      }));
      const customers = [...new Set(groups.flatMap(({ touches }) => touches.map((t) => t.customer)))];
      const known = await readKnown(trx, customers, { from, until }, wants, company);
      // Asked for before the work is done, so that Postgres gets the next ones ready meanwhile; other requests have their turn.
      const coming = fetch();
      await breathe();
      await Promise.all([each(groups, known), coming]);
      rows = await coming;
    }
  });
}

/** How many customers `readHistory` will tell of; of progress only, so test customers may be among them. */
export async function countJudged(db: Db, { from, until }: Span): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(distinct customer)::integer as count from touches
    where judged_at >= ${new Date(from)} and judged_at < ${new Date(until)} and state <> 'held'`.execute(db);
  return rows[0]?.count ?? 0;
}

type Excess = Map<number, ('postpone' | 'skip')[]>;

/** What the chain wants where a cap is full, by version and step. */
async function excessOf(plans: Plans, rows: readonly Row[]): Promise<Excess> {
  const versions = await plans.versions([...new Set(rows.flatMap((row) => row[3] ?? []))]);
  return new Map(
    [...versions].map(([id, { plan }]) => [
      id,
      plan.steps.map(({ op }) => (op.kind === 'touch' ? op.touch.onExcess : 'postpone')),
    ]),
  );
}

const LEFT = new Set(['handed', 'unknown', 'reserved', 'handing', 'elsewhere']);

function recordedOf(row: Row, excess: Excess): Recorded {
  const [customer, enrolment, chain, version, step, channel, counts, klass, brand, topics, offer, weight] = row;
  const state = row[12];
  const reason = row[13];
  const heldBy = row[14];
  const first = row[15];
  const last = row[16];
  const due = row[17];
  const contacted = LEFT.has(state);
  const waited = heldBy !== null && REPLAYED_REASONS.has(heldBy);
  const byRule = contacted || (reason !== null && REPLAYED_REASONS.has(reason));
  const onExcess = (version !== null && step !== null && excess.get(version)?.[step]) || 'postpone';
  const touch: TouchSpec = { channel, content: null, class: klass, topics, brand, weight, onExcess };
  if (offer !== null) touch.offer = offer;
  return {
    customer,
    enrolment,
    chain,
    channel: counts,
    contacted,
    last,
    due,
    touch,
    first: waited && first !== null ? first : last,
    validUntil: row[18] ?? due + DEFAULT_VALIDITY,
    again: state === 'elsewhere' ? 'never' : byRule ? 'always' : waited ? 'until_last' : 'never',
  };
}

type Person = {
  id: number;
  zone: string | null;
  country: string | null;
  traits: Record<string, Json>;
  postal: string | null;
  phone: string | null;
  perWeek: number | null;
  pausedUntil: number | null;
  limitsAt: number | null;
  events: [string, number[]][] | null;
  tasks: [string, number, number | null][] | null;
};

/** Profiles and limits as they are today: what they were is not kept. Events and tasks as they were. */
async function readKnown(
  trx: Db,
  customers: readonly number[],
  { from, until }: Span,
  { events, pending }: Wants,
  company: { zone: string; country: string },
): Promise<Map<number, Known>> {
  const { rows } = await sql<Person>`
    select c.id, c.zone, c.country, c.traits, l.per_week as "perWeek", ${ms('l.paused_until')} as "pausedUntil", ${ms('l.at')} as "limitsAt",
      (select value from addresses where customer = c.id and kind = 'postal') as postal,
      (select value from addresses where customer = c.id and kind = 'phone') as phone,
      ${
        events.names.length === 0
          ? sql`null`
          : sql`(select json_agg(json_build_array(name, times)) from (
              select name, array_agg(${ms('occurred_at')} order by occurred_at) as times from events
              where customer = c.id and name = any(${events.names}::text[])
                and received_at >= ${new Date(from - events.days * DAY)} and received_at < ${new Date(until)}
              group by name) as e)`
      } as events,
      ${
        pending
          ? sql`(select json_agg(json_build_array(case kind when 'other' then 'task' else kind end,
              ${ms('created_at')}, ${ms('closed_at')})) from tasks where customer = c.id)`
          : sql`null`
      } as tasks
    from customers c left join customer_limits l on l.customer = c.id
    where c.id = any(${customers}::bigint[])`.execute(trx);
  return new Map(rows.map((row) => [row.id, knownOf(row, company)]));
}

function knownOf(row: Person, company: { zone: string; country: string }): Known {
  const place = placeFrom(row, company);
  return {
    place,
    facts: {
      ...{ customer: row.id, zone: row.zone ?? place.zone, country: row.country ?? place.country, locale: 'en' },
      ...{ traits: row.traits, entry: { at: 0, key: '', properties: {} }, params: {}, touches: [], seen: [] },
    },
    limits: row.limitsAt === null ? null : { perWeek: row.perWeek, pausedUntil: row.pausedUntil, at: row.limitsAt },
    events: new Map(row.events ?? []),
    tasks: (row.tasks ?? []).map(([kind, opened, closed]) => ({
      ...{ kind, from: opened, to: closed ?? Number.POSITIVE_INFINITY },
    })),
  };
}
