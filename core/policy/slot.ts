/** Legal slots of a day in a zone: whether a moment lies in one, and when the next begins. */
import type { Holidays } from '#core/calendar.ts';
import { HOUR } from '#core/clock.ts';
import { addDays, atTime, isoDay, toInstant, toLocal, weekday } from '#core/date.ts';
import { stableFraction } from '#core/hash.ts';

export type Slots = {
  /** Local times of day, `HH:MM`; `24:00` is the day's end. In order, not overlapping. */
  hours: readonly { from: string; to: string }[];
  /** ISO weekdays, 1 = Monday. */
  days: readonly number[];
  holidays: 'in' | 'out';
};

export type Where = { zone: string; holidays: string };

type Span = { from: number; to: number };

/** How far ahead a slot is looked for: longer than any row of days off. */
const HORIZON = 40;

/** All slots have to allow it: the spans in which they do, from the one that holds `from` on, within `HORIZON` days. */
function* spansOf(all: readonly Slots[], from: number, where: Where, isHoliday: Holidays): Generator<Span> {
  let day = addDays(atTime(toLocal(from, where.zone), '00:00'), -1);
  for (let n = 0; n <= HORIZON + 1; n += 1, day = addDays(day, 1)) {
    const open = all.map((slots): Span[] => {
      if (!slots.days.includes(weekday(day))) return [];
      if (slots.holidays === 'out' && isHoliday(where.holidays, isoDay(day))) return [];
      return slots.hours.map(({ from: start, to }) => ({
        from: toInstant(atTime(day, start), where.zone),
        to: toInstant(to === '24:00' ? addDays(day, 1) : atTime(day, to), where.zone),
      }));
    });
    for (const span of open.reduce(crossed)) if (span.to > from) yield span;
  }
}

function crossed(one: Span[], other: Span[]): Span[] {
  return one
    .flatMap((a) => other.map((b) => ({ from: Math.max(a.from, b.from), to: Math.min(a.to, b.to) })))
    .filter(({ from, to }) => from < to);
}

/**
 * `now` where all are open; else a moment in the first hour of the next slot, the same for the same key, so that not
 * everybody leaves on the stroke of eight. null: no slot within reach.
 */
export function nextOpen(
  all: readonly Slots[],
  now: number,
  where: Where,
  isHoliday: Holidays,
  key: readonly (string | number)[],
): number | null {
  if (all.length === 0) return now;
  for (const { from, to } of spansOf(all, now, where, isHoliday)) {
    if (from <= now) return now;
    return from + Math.floor(stableFraction('slot', ...key) * Math.min(HOUR, to - from));
  }
  return null;
}
