/** Waiting customers of older versions are moved to another one: in slices, under their locks, nobody twice or lost. */
import { sql } from 'kysely';
import { GENERATION, hopsOf, type Place, placesOf, twiceFrom } from '#core/move.ts';
import type { Plan } from '#core/plan.ts';
import type { Db } from '#store/db.ts';
import type { Wake } from '#store/enrol.ts';
import { lockCustomers } from '#store/touches.ts';

export type Target = { chain: number; to: { id: number; plan: Plan }; from: ReadonlyMap<number, Plan>; now: number };

/** More than a burst adds: one that still carries the old place is not written any more. */
const REV_LEAP = 10_000;
const SLICE = 500;
const MADE = ['handed', 'reserved', 'handing', 'unknown'];

/** Touches at or after the place where the enrolment stands: a burst is further than its projection tells. */
const busy = sql<boolean>`(e.phase not in (1, 2) or e.due <= now_ or exists (select from touches t
  where t.month = e.month and t.enrolment = e.id and (t.visit, t.step) >= (e.visit, e.step) and t.state <> 'held'))`;

export type Group = { version: number; step: number; count: number; busy: number; twice: number };

/** Who waits where, how many are on their way at this moment, and how many would get something twice. */
export async function waitingOf(db: Db, { chain, to, from, now }: Target): Promise<Group[]> {
  const again = twiceRows(from, to.plan);
  const { rows } = await sql<Group>`
    select e.version, e.step, count(*)::int as count, count(*) filter (where ${busy})::int as busy,
      count(*) filter (where not ${busy} and ${twice(again)})::int as twice
    from enrolments e, (select ${new Date(now)}::timestamptz as now_) clock
    where e.chain = ${chain} and e.state = 'live' and e.version = any(${[...from.keys()]}::bigint[])
    group by 1, 2 order by 1, 2`.execute(db);
  return rows;
}

export type Moved = { moved: number; wakes: Wake[]; last: number | null };

/** One slice: those behind `after`. Whoever is already in the version is not touched, so it may be asked again. */
export async function moveSlice(
  db: Db,
  target: Target,
  { after, twice: allow }: { after: number; twice: boolean },
): Promise<Moved> {
  const { chain, to, from, now } = target;
  const { rows: page } = await sql<{ id: number; customer: number }>`
    select id, customer from enrolments where chain = ${chain} and state = 'live' and id > ${after}
      and version = any(${[...from.keys()]}::bigint[]) order by id limit ${SLICE}`.execute(db);
  const last = page.length < SLICE ? null : page.at(-1)!.id;
  if (page.length === 0) return { moved: 0, wakes: [], last: null };
  const ids = page.map(({ id }) => id);
  const wakes = await db.transaction().execute(async (trx) => {
    await lockCustomers(trx, [...new Set(page.map(({ customer }) => customer))]);
    const places = placeRows(from, to.plan);
    const hops = hopRows(from, to.plan);
    const again = allow ? [] : twiceRows(from, to.plan);
    const { rows } = await sql<
      Wake & { month: string; was_step: number; was_visit: number; step: number; visit: number }
    >`
      with mine as (
        select e.id, e.month, e.version, e.step as was_step, e.visit as was_visit, m.to_step, m.delay, m.again
        from (select ${new Date(now)}::timestamptz as now_) clock, enrolments e
        join unnest(${places.map((p) => p.version)}::bigint[], ${places.map((p) => p.step)}::integer[],
          ${places.map((p) => p.to)}::integer[], ${places.map((p) => p.delay)}::double precision[],
          ${places.map((p) => p.again)}::boolean[]) as m (version, step, to_step, delay, again)
          on m.version = e.version and m.step = e.step
        where e.id = any(${ids}::bigint[]) and e.state = 'live' and not ${busy} and not ${twice(again)}
        order by e.id for no key update of e
      )
      update enrolments e set version = ${to.id}, step = n.to_step,
        visit = (n.was_visit / ${GENERATION}::integer + 1) * ${GENERATION}::integer + 1,
        phase = case when n.again then 0 else e.phase end, rev = e.rev + ${REV_LEAP}::integer,
        due = case when n.again then ${new Date(now)}::timestamptz else e.due + n.delay * interval '1 millisecond' end,
        path = coalesce((
          select array_agg(x.v order by i.i, x.k) from generate_series(1, cardinality(e.path) - 2, 3) as i (i)
          join unnest(${hops.map((h) => h.version)}::bigint[], ${hops.map((h) => h.step)}::integer[],
            ${hops.map((h) => h.port)}::integer[], ${hops.map((h) => h.toStep)}::integer[], ${hops.map((h) => h.toPort)}::integer[])
            as h (version, step, port, to_step, to_port)
            on h.version = n.version and h.step = e.path[i.i] and h.port = e.path[i.i + 1]
          cross join lateral (values (1, h.to_step), (2, h.to_port), (3, e.path[i.i + 2])) as x (k, v)), '{}')
      from mine n where e.id = n.id
      returning e.id as enrolment, e.cohort, e.month, n.was_step, n.was_visit, e.step, e.visit`.execute(trx);
    // What is held, and what a person is asked to look at, is of the step: it goes along under the new number.
    const moved = sql`unnest(${rows.map((r) => r.month)}::date[], ${rows.map((r) => r.enrolment)}::bigint[],
      ${rows.map((r) => r.was_step)}::integer[], ${rows.map((r) => r.was_visit)}::integer[], ${rows.map((r) => r.step)}::integer[],
      ${rows.map((r) => r.visit)}::integer[]) as k (month, enrolment, was_step, was_visit, step, visit)`;
    if (rows.length > 0) {
      await sql`update touches t set step = k.step, visit = k.visit, version = ${to.id} from ${moved}
        where t.month = k.month and t.enrolment = k.enrolment and t.step = k.was_step and t.visit = k.was_visit
          and t.state = 'held'`.execute(trx);
      await sql`update attention a set step = k.step, visit = k.visit from ${moved}
        where a.month = k.month and a.enrolment = k.enrolment and a.step = k.was_step and a.visit = k.was_visit
          and a.resolved_at is null`.execute(trx);
      await sql`update waits w set step = k.step, visit = k.visit from ${moved}
        where w.enrolment = k.enrolment and w.step = k.was_step and w.visit = k.was_visit and w.resolved_at is null`.execute(
        trx,
      );
    }
    return rows.map(({ enrolment, cohort }) => ({ enrolment, cohort }));
  });
  return { moved: wakes.length, wakes, last };
}

type Again = { version: number; step: number; contact: string };

const twice = (rows: readonly Again[]) => sql<boolean>`exists (
  select from unnest(${rows.map((r) => r.version)}::bigint[], ${rows.map((r) => r.step)}::integer[],
    ${rows.map((r) => r.contact)}::text[]) as w (version, step, contact)
  join touches t on t.month = e.month and t.enrolment = e.id and t.step_id = w.contact and t.state = any(${MADE}::text[])
  where w.version = e.version and w.step = e.step)`;

function twiceRows(from: ReadonlyMap<number, Plan>, to: Plan): Again[] {
  return placeRows(from, to).flatMap(({ version, step, to: target }) =>
    twiceFrom(from.get(version)!, step, to, target).map((contact) => ({ version, step, contact })),
  );
}

function placeRows(from: ReadonlyMap<number, Plan>, to: Plan) {
  return [...from].flatMap(([version, plan]) =>
    placesOf(plan, to).flatMap((place: Place, step) =>
      place.kind === 'none'
        ? []
        : [
            {
              version,
              step,
              to: place.to,
              again: place.kind === 'again',
              delay: place.kind === 'same' ? place.delay : 0,
            },
          ],
    ),
  );
}

function hopRows(from: ReadonlyMap<number, Plan>, to: Plan) {
  return [...from].flatMap(([version, plan]) => hopsOf(plan, to).map((hop) => ({ version, ...hop })));
}
