/** Time as data: the domain's clock may run faster than the wall's. Every time is in ms since the epoch. */
export type ClockSetting = {
  /** A wall time… */
  wall: number;
  /** …and the domain time it was then. */
  domain: number;
  /** Domain ms per wall ms; 1 in production. */
  speed: number;
};

export const REAL_TIME: ClockSetting = { wall: 0, domain: 0, speed: 1 };

export const DAY = 86_400_000;
export const HOUR = 3_600_000;

export function domainTime(setting: ClockSetting, wall: number): number {
  return setting.domain + (wall - setting.wall) * setting.speed;
}

/** Wall ms to wait from `now` (domain) until `due` (domain); never negative. */
export function wallDelay(setting: ClockSetting, now: number, due: number): number {
  return Math.max(0, (due - now) / setting.speed);
}

/**
 * Length in domain ms of the tick a due date is rounded up to, so that members of a cohort fall due together: about a
 * five-hundredth of the wait, from 1 s to 256 s. Powers of two, so that the grids of different waits lie in each other.
 */
export function tickFor(wait: number): number {
  const step = Math.floor(Math.log2(Math.max(1, wait / 500 / 1_000)));
  return 1_000 * 2 ** Math.min(8, Math.max(0, step));
}

/** What I/O code is given instead of `Date.now()`. */
export interface Clock {
  readonly setting: ClockSetting;
  now(): number;
}
