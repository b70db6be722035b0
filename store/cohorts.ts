/**
 * Seats in cohorts. A process owns the cohorts it opens and hands out their seats from memory, so that taking seats
 * costs no statement and processes never wait for each other; a restarted process simply opens new ones.
 */
import { sql } from 'kysely';
import type { Clock } from '#core/clock.ts';
import type { Db } from '#store/db.ts';

export const COHORT_SIZE = 500;
/** Domain time after which a cohort takes no more members: those far apart would share no burst. */
const WINDOW = 3_600_000;
/** …but never less than this of the wall's, on a fast clock. */
const WINDOW_WALL = 5_000;

type Open = { cohort: number; left: number; closesAt: number };

export interface Seats {
  /** A cohort for each of `count` new members of the version, in order. */
  take(version: number, count: number): Promise<number[]>;
}

export function createSeats(db: Db, clock: Clock, owner: string): Seats {
  const open = new Map<number, Promise<Open>>();

  async function openOne(version: number): Promise<Open> {
    const now = clock.now();
    const { rows } = await sql<{ id: number }>`
      insert into cohorts (version, owner, opened_at) values (${version}, ${owner}, ${new Date(now)}) returning id`.execute(
      db,
    );
    const row = rows[0];
    if (!row) throw new Error(`No cohort could be opened for version ${version}.`);
    return { cohort: row.id, left: COHORT_SIZE, closesAt: now + Math.max(WINDOW, WINDOW_WALL * clock.setting.speed) };
  }

  async function current(version: number): Promise<Open> {
    const standing = open.get(version);
    if (standing) {
      const found = await standing.catch(() => null);
      if (found && found.left > 0 && found.closesAt > clock.now()) return found;
      if (open.get(version) !== standing) return current(version);
    }
    const opening = openOne(version);
    open.set(version, opening);
    return opening;
  }

  return {
    async take(version, count) {
      const seats: number[] = [];
      while (seats.length < count) {
        const cohort = await current(version);
        const taken = Math.min(cohort.left, count - seats.length);
        cohort.left -= taken;
        for (let i = 0; i < taken; i += 1) seats.push(cohort.cohort);
      }
      return seats;
    },
  };
}
