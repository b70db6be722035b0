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
