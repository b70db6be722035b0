/** Enrolments as a burst sees them: loaded with what is known of their customers, progress written back in one statement. */
import { sql } from 'kysely';
import type { Facts, Json, PastTouch, SeenEvent } from '#core/facts.ts';
import type { Walker } from '#core/machine.ts';
import { placeFrom } from '#core/place.ts';
import type { Db } from '#store/db.ts';

export type EnrolmentRow = {
  id: number;
  customer: number;
  chain: number;
  version: number;
  cohort: number;
  month: string;
  key: string;
  event: number | null;
  entered_at: Date;
  trigger_at: Date;
  entry: Record<string, Json>;
  control: 'chain' | 'company' | null;
  state: string;
  step: number;
  visit: number;
  phase: number;
  due: Date;
  rev: number;
  heard: number;
  shift: number;
  due_shift: number;
  arms: Record<string, string>;
  problem: { times: number } | null;
  zone: string | null;
  /** Read only where no zone is known. */
  phone: string | null;
  postal: string | null;
  country: string | null;
  locale: string | null;
  test: boolean;
  traits: Record<string, Json>;
};

export async function loadEnrolments(db: Db, ids: readonly number[]): Promise<EnrolmentRow[]> {
  const { rows } = await sql<EnrolmentRow>`/* hot */
    select e.id, e.customer, e.chain, e.version, e.cohort, e.month, e.key, e.event, e.entered_at, e.trigger_at, e.entry, e.control, e.state,
      e.step, e.visit, e.phase, e.due, e.rev, e.heard, e.shift, e.due_shift, e.arms, e.problem,
      c.zone, c.country, c.locale, c.test, c.traits,
      case when c.zone is null then (select value from addresses where customer = c.id and kind = 'phone') end as phone,
      case when c.zone is null then (select value from addresses where customer = c.id and kind = 'postal') end as postal
    from enrolments e join customers c on c.id = e.customer
    where e.id = any(${ids}::bigint[])`.execute(db);
  return rows;
}

/** Earlier touches of the enrolments, for conditions and dates that ask about them. */
export async function pastTouches(db: Db, rows: readonly EnrolmentRow[]): Promise<Map<number, PastTouch[]>> {
  const past = await sql<{
    enrolment: number;
    step_id: string;
    visit: number;
    state: string;
    outcome: string | null;
    handed_at: Date | null;
    completed_at: Date | null;
  }>`
    select t.enrolment, t.step_id, t.visit, t.state, t.outcome, t.handed_at, t.completed_at
    from unnest(${rows.map((r) => r.month)}::date[], ${rows.map((r) => r.id)}::bigint[]) as k (month, enrolment)
    join touches t on t.month = k.month and t.enrolment = k.enrolment`.execute(db);
  const found = new Map<number, PastTouch[]>();
  for (const t of past.rows) {
    const touch: PastTouch = {
      step: t.step_id,
      visit: t.visit,
      state: t.state,
      outcome: t.outcome,
      handedAt: t.handed_at ? +t.handed_at : null,
      completedAt: t.completed_at ? +t.completed_at : null,
    };
    found.set(t.enrolment, [...(found.get(t.enrolment) ?? []), touch]);
  }
  return found;
}

/** Events by name since `from` (domain ms) for each customer: what `happened` conditions ask. */
export async function seenEvents(
  db: Db,
  customers: readonly number[],
  names: readonly string[],
  from: number,
): Promise<Map<number, SeenEvent[]>> {
  const { rows } = await sql<EventRow>`
    select e.seq, e.customer, e.name, e.occurred_at, e.properties from events e
    where e.customer = any(${customers}::bigint[]) and e.name = any(${names}::text[])
      and e.occurred_at >= ${new Date(from)} and e.received_at >= ${new Date(from)}
    order by e.seq`.execute(db);
  return byKey(rows, (r) => r.customer);
}

/** Events that arrived after what each enrolment has heard, for the names its plan listens to. */
export async function arrivedEvents(
  db: Db,
  walkers: readonly Walker[],
  names: readonly string[],
): Promise<Map<number, SeenEvent[]>> {
  const { rows } = await sql<EventRow & { enrolment: number }>`/* hot */
    select k.enrolment, e.seq, e.customer, e.name, e.occurred_at, e.properties
    from unnest(${walkers.map((w) => w.enrolment)}::bigint[], ${walkers.map((w) => w.customer)}::bigint[],
      ${walkers.map((w) => w.heard)}::bigint[]) as k (enrolment, customer, heard)
    join events e on e.customer = k.customer and e.seq > k.heard
    where e.name = any(${names}::text[]) and not e.historical
    order by e.seq`.execute(db);
  return byKey(rows, (r) => r.enrolment);
}

type EventRow = { seq: number; customer: number; name: string; occurred_at: Date; properties: Record<string, Json> };

function byKey<R extends EventRow>(rows: readonly R[], key: (row: R) => number): Map<number, SeenEvent[]> {
  const found = new Map<number, SeenEvent[]>();
  for (const row of rows) {
    const event = { seq: row.seq, name: row.name, at: +row.occurred_at, properties: row.properties };
    const list = found.get(key(row));
    if (list) list.push(event);
    else found.set(key(row), [event]);
  }
  return found;
}

/**
 * The path is triples of plan step, port index and seconds since entry. One longer than this is cut: a loop
 * that runs for years must not grow its row for ever. */
const PATH_MAX = 3 * 400;

/**
 * Writes progress, one statement a burst. `rev` decides: an older burst that comes late changes nothing, and an
 * enrolment ended from outside stays ended.
 */
export async function projectEnrolments(
  db: Db,
  all: readonly Walker[],
  rows: Map<number, EnrolmentRow>,
  now: number,
): Promise<void> {
  // In one order for all statements that write several enrolments, so that none waits for another in a circle.
  const walkers = all.filter((w) => w.news).sort((a, b) => a.enrolment - b.enrolment);
  if (walkers.length === 0) return;
  const shift = (w: Walker) => rows.get(w.enrolment)?.shift ?? 0;
  const path = (w: Walker) => {
    const entered = +(rows.get(w.enrolment)?.entered_at ?? now);
    return `{${w.hops.flatMap(([step, port, at]) => [step, port, Math.round((at - entered) / 1000)]).join(',')}}`;
  };
  await sql`/* hot */
    update enrolments e set
      step = n.step, visit = n.visit, phase = n.phase, due = to_timestamp(n.due / 1000), rev = n.rev, heard = n.heard,
      due_shift = n.due_shift, arms = n.arms::jsonb,
      path = case when cardinality(e.path) < ${PATH_MAX} then e.path || n.path::integer[] else e.path end,
      state = case when n.ended is null then 'live' else 'ended' end,
      outcome = n.ended,
      ended_at = case when n.ended is null then null else ${new Date(now)}::timestamptz end
    from unnest(
      ${walkers.map((w) => w.enrolment)}::bigint[], ${walkers.map((w) => w.step)}::integer[],
      ${walkers.map((w) => w.visit)}::integer[], ${walkers.map((w) => w.phase)}::smallint[],
      ${walkers.map((w) => w.due)}::double precision[], ${walkers.map((w) => w.rev)}::integer[],
      ${walkers.map((w) => w.heard)}::bigint[], ${walkers.map(shift)}::bigint[],
      ${walkers.map((w) => JSON.stringify(w.arms))}::text[],
      ${walkers.map(path)}::text[], ${walkers.map((w) => w.ended)}::text[]
    ) as n (id, step, visit, phase, due, rev, heard, due_shift, arms, path, ended)
    where e.id = n.id and e.state = 'live' and (e.rev < n.rev or (e.rev = n.rev and e.heard < n.heard))`.execute(db);
  for (const w of walkers) {
    w.hops = [];
    w.news = false;
  }
}

/** The facts of an enrolment, before what only some plans ask for (touches, seen). */
export function factsOf(
  row: EnrolmentRow,
  defaults: { zone: string; country: string; language?: string | undefined; params: Facts['params'] },
): Facts {
  // Where a postal address or a phone number tells it, a customer's days are not the company's.
  const { zone, country, source } = placeFrom(row, defaults);
  return {
    customer: row.customer,
    zone: row.zone ?? zone,
    country: row.country ?? (source === 'brand' ? defaults.country : country),
    locale: row.locale ?? defaults.language ?? 'en',
    traits: row.traits,
    entry: { at: +row.trigger_at, shift: row.shift, key: row.key, properties: row.entry },
    params: defaults.params,
    touches: [],
    seen: [],
  };
}
