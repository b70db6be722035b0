/** Whether anybody has entered a chain yet, and which test customers have. */
import { sql } from 'kysely';
import type { Db } from '#store/db.ts';

export type First = {
  entered: boolean;
  /** The newest first. */
  tests: { enrolment: number; customer: number; at: Date; state: string }[];
  /** Whether the event was ever received. */
  seen: boolean;
};

const TESTS = 5;

export async function readFirst(db: Db, chain: number, event: string | null): Promise<First> {
  const { rows } = await sql<Pick<First, 'entered' | 'seen'>>`
    select exists (select from enrolments e join customers c on c.id = e.customer where e.chain = ${chain} and not c.test) as entered,
      exists (select from event_names where name = ${event}::text)
        or exists (select from events where name = ${event}::text) as seen`.execute(db);
  const tests = await sql<First['tests'][number]>`
    select e.id as enrolment, e.customer, e.entered_at as at, e.state from enrolments e join customers c on c.id = e.customer and c.test
    where e.chain = ${chain} order by e.id desc limit ${TESTS}`.execute(db);
  return { ...rows[0]!, tests: tests.rows };
}
