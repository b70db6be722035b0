/** Legal slots of a day in a zone: whether a moment lies in one, and when the next begins. */
import type { Holidays } from '#core/calendar.ts';
import { HOUR } from '#core/clock.ts';
import { addDays, atTime, dayNumber, isoDay, type Local, localDay, toInstant, weekday } from '#core/date.ts';
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
  const first = dayNumber(from, where.zone) - 1;
  for (let day = first; day <= first + HORIZON + 1; day += 1) {
    let open = onDay(all[0]!, day, where, isHoliday);
    for (let i = 1; i < all.length; i += 1) open = crossed(open, onDay(all[i]!, day, where, isHoliday));
    for (const span of open) if (span.to > from) yield span;
  }
}

/** By slots, place and day: a burst, and a what-if all the more, asks for the same days again and again. */
const known = new WeakMap<Slots, Map<string, Map<string, Map<number, Span[]>>>>();
/** Days of one place. */
const KEPT = 2_000;

function onDay(slots: Slots, day: number, where: Where, isHoliday: Holidays): Span[] {
  let zones = known.get(slots);
  if (!zones) {
    zones = new Map();
    known.set(slots, zones);
  }
  let lands = zones.get(where.zone);
  if (!lands) {
    lands = new Map();
    zones.set(where.zone, lands);
  }
  let days = lands.get(where.holidays);
  if (!days || days.size > KEPT) {
    days = new Map();
    lands.set(where.holidays, days);
  }
  let found = days.get(day);
  if (!found) {
    found = computed(slots, localDay(day), where, isHoliday);
    days.set(day, found);
  }
  return found;
}

function computed({ hours, days, holidays }: Slots, day: Local, where: Where, isHoliday: Holidays): Span[] {
  if (!days.includes(weekday(day))) return [];
  if (holidays === 'out' && isHoliday(where.holidays, isoDay(day))) return [];
  return hours.map(({ from: start, to }) => ({
    from: toInstant(atTime(day, start), where.zone),
    to: toInstant(to === '24:00' ? addDays(day, 1) : atTime(day, to), where.zone),
  }));
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
