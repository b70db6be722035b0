/** The waits of enrolments for events: what each listens to since when; for people to see and for tests to ask. */
import { sql } from 'kysely';
import type { Walker } from '#core/machine.ts';
import type { Plan } from '#core/plan.ts';
import type { Db } from '#store/db.ts';

export async function openWaits(db: Db, plan: Plan, walkers: readonly Walker[]): Promise<void> {
  const names = (w: Walker) => {
    const op = plan.steps[w.step]?.op;
    return op?.kind === 'listen' ? op.on.map((o) => o.match.event) : [];
  };
  await sql`
    insert into waits (enrolment, step, visit, events, since, until)
    select enrolment, step, visit, array(select json_array_elements_text(events::json)), since, to_timestamp(until / 1000)
    from unnest(${walkers.map((w) => w.enrolment)}::bigint[], ${walkers.map((w) => w.step)}::integer[],
      ${walkers.map((w) => w.visit)}::integer[], ${walkers.map((w) => JSON.stringify(names(w)))}::text[],
      ${walkers.map((w) => w.heard)}::bigint[], ${walkers.map((w) => w.due)}::double precision[])
      as n (enrolment, step, visit, events, since, until)
    on conflict (enrolment, step, visit) do update set until = excluded.until`.execute(db);
}

/** Writes down which waits are over, and by which event. */
export async function closeWaits(db: Db, walkers: readonly Walker[], now: number): Promise<void> {
  const over = walkers.flatMap((w) =>
    w.heardOut.map(([step, visit, by]) => ({ enrolment: w.enrolment, step, visit, by })),
  );
  if (over.length === 0) return;
  await sql`
    update waits w set resolved_at = ${new Date(now)}, resolved_by = n.by
    from unnest(${over.map((o) => o.enrolment)}::bigint[], ${over.map((o) => o.step)}::integer[],
      ${over.map((o) => o.visit)}::integer[], ${over.map((o) => o.by)}::bigint[]) as n (enrolment, step, visit, by)
    where w.enrolment = n.enrolment and w.step = n.step and w.visit = n.visit and w.resolved_at is null`.execute(db);
  for (const w of walkers) w.heardOut = [];
}
