/** What recovery reads and mends: all live enrolments, and progress that a restored database has forgotten. */
import { sql } from 'kysely';
import type { Member } from '#core/member.ts';
import type { Db } from '#store/db.ts';
import type { Wake } from '#store/enrol.ts';

const PAGE = 20_000;

/** All live enrolments with their cohorts, page by page. */
export async function* liveWakes(db: Db): AsyncGenerator<Wake[]> {
  let after = 0;
  while (true) {
    const { rows } = await sql<Wake>`
      select id as enrolment, cohort from enrolments where state = 'live' and id > ${after} order by id limit ${PAGE}`.execute(
      db,
    );
    if (rows.length === 0) return;
    yield rows;
    after = rows[rows.length - 1]?.enrolment ?? after;
  }
}

/** Takes the workflows' word where it is newer: the steps behind it were made, and must not be made again. */
export async function moveForward(db: Db, members: readonly Member[]): Promise<number> {
  let moved = 0;
  for (let i = 0; i < members.length; i += PAGE) {
    const page = members.slice(i, i + PAGE);
    const { rows } = await sql<{ id: number }>`
      update enrolments e set step = n.step, visit = n.visit, phase = n.phase, due = to_timestamp(n.due / 1000), rev = n.rev
      from unnest(${page.map((m) => m.enrolment)}::bigint[], ${page.map((m) => m.customer)}::bigint[],
        ${page.map((m) => m.step)}::integer[], ${page.map((m) => m.visit)}::integer[],
        ${page.map((m) => m.phase)}::smallint[], ${page.map((m) => m.due)}::double precision[],
        ${page.map((m) => m.rev)}::integer[]) as n (id, customer, step, visit, phase, due, rev)
      where e.id = n.id and e.customer = n.customer and e.state = 'live' and e.rev < n.rev
      returning e.id`.execute(db);
    moved += rows.length;
  }
  return moved;
}

/** Ids up to these are taken, whatever the sequences say. */
export async function reserveIds(db: Db, taken: { enrolment: number; cohort: number }): Promise<void> {
  for (const [table, id] of [
    ['enrolments', taken.enrolment],
    ['cohorts', taken.cohort],
  ] as const) {
    await sql`
      select setval(pg_get_serial_sequence(${table}, 'id'), greatest(${id}::bigint, coalesce((select max(id) from ${sql.table(table)}), 0), 1))`.execute(
      db,
    );
  }
}

/** Ends the live enrolments of these cohorts that none of them knows any more. */
export async function endLost(
  db: Db,
  cohorts: readonly number[],
  known: readonly number[],
  now: number,
): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    update enrolments set state = 'ended', outcome = 'lost', ended_at = ${new Date(now)}, rev = rev + 1
    where state = 'live' and cohort = any(${cohorts}::bigint[]) and not (id = any(${known}::bigint[]))
    returning id`.execute(db);
  return rows.length;
}
