/** Enrolments of the burst that have ended meanwhile: nothing of theirs is booked. */
import { sql } from 'kysely';
import { part } from '#store/standing/part.ts';

export const ended = part({
  select: ({ keys }) => sql`select coalesce(json_agg(id), '[]') from enrolments
      where id = any(${keys.map((k) => k.enrolment)}::bigint[]) and state <> 'live'`,
  read: (ids: number[]): Set<number> => new Set(ids),
});
