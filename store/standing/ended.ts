/** Enrolments of the burst that have ended meanwhile, or were moved to another version: nothing of theirs is booked. */
import { sql } from 'kysely';
import { GENERATION } from '#core/move.ts';
import { part } from '#store/standing/part.ts';

export const ended = part({
  select: ({ keys }) => sql`select coalesce(json_agg(e.id), '[]')
      from unnest(${keys.map((k) => k.enrolment)}::bigint[], ${keys.map((k) => k.visit)}::integer[]) as k (id, visit)
      join enrolments e on e.id = k.id
      where e.state <> 'live' or e.visit / ${GENERATION}::integer > k.visit / ${GENERATION}::integer`,
  read: (ids: number[]): Set<number> => new Set(ids),
});
