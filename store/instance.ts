/** The instance's stamp and clock: what keeps a copied database from mailing people, and a demo from losing its place. */
import { sql } from 'kysely';
import { type Clock, type ClockSetting, domainTime, REAL_TIME } from '#core/clock.ts';
import type { Db } from '#store/db.ts';

export type Stamp = { kind: 'own' } | { kind: 'foreign'; stamp: string };

/** Stamps a fresh database; a database stamped by another instance is a copy and must not send. */
export async function checkStamp(db: Db, stamp: string): Promise<Stamp> {
  await sql`insert into instance (stamp, created_at) values (${stamp}, clock_timestamp()) on conflict do nothing`.execute(
    db,
  );
  const { rows } = await sql<{ stamp: string }>`select stamp from instance`.execute(db);
  const found = rows[0]?.stamp ?? stamp;
  return found === stamp ? { kind: 'own' } : { kind: 'foreign', stamp: found };
}

/** Says that this instance is the live one from now on: after a move, never for a copy. */
export async function adoptStamp(db: Db, stamp: string): Promise<void> {
  await sql`update instance set stamp = ${stamp}`.execute(db);
}

export function createClock(setting: ClockSetting): Clock {
  if (setting.speed === 1 && setting.domain === setting.wall) return { setting, now: () => Date.now() };
  return { setting, now: () => Math.round(domainTime(setting, Date.now())) };
}

/**
 * The clock all processes of the instance share. At speed 1 it is the wall's. A faster one goes on from the domain time
 * it was last saved at, so that a demo that was down for a night has not aged by years; `rebase` is for the first
 * process of a start, the others join it.
 */
export async function loadClock(
  db: Db,
  options: { speed: number; origin?: number | undefined; rebase?: boolean },
): Promise<Clock> {
  if (options.speed === 1 && options.origin === undefined) return createClock(REAL_TIME);
  const { rows } = await sql<{ clock: (ClockSetting & { saved: number }) | null }>`select clock from instance`.execute(
    db,
  );
  const saved = rows[0]?.clock ?? null;
  if (saved && !options.rebase && saved.speed === options.speed) return createClock(saved);
  const wall = Date.now();
  const clock = createClock({ wall, domain: saved?.saved ?? options.origin ?? wall, speed: options.speed });
  await saveClock(db, clock);
  return clock;
}

/** Remembers the domain's time, to go on from there; a demo calls it every second or so. */
export async function saveClock(db: Db, clock: Clock): Promise<void> {
  if (clock.setting.speed === 1 && clock.setting.domain === clock.setting.wall) return;
  await sql`update instance set clock = ${JSON.stringify({ ...clock.setting, saved: clock.now() })}::jsonb`.execute(db);
}
