/** Calendar periods in a zone: the day, ISO week (from Monday), month, quarter or year an instant lies in. */
import { DAY } from '#core/clock.ts';
import { addDays, atTime, type Local, toInstant, toLocal, weekday } from '#core/date.ts';

export const PERIODS = ['day', 'week', 'month', 'quarter', 'year'] as const;
export type Period = (typeof PERIODS)[number];

type Span = { from: number; to: number };

/** Those asked for, by period, zone and the day (UTC) they were asked for: bursts ask for the same again and again. */
const known: Record<Period, Map<string, Map<number, Span[]>>> = {
  ...{ day: new Map(), week: new Map(), month: new Map(), quarter: new Map(), year: new Map() },
};
const KEPT = 5_000;

/** `from` inclusive, `to` exclusive (ms). */
export function periodAround(at: number, period: Period, zone: string): Span {
  let days = known[period].get(zone);
  if (!days || days.size > KEPT) {
    days = new Map();
    known[period].set(zone, days);
  }
  const day = Math.floor(at / DAY);
  const there = days.get(day);
  const same = there?.find(({ from, to }) => at >= from && at < to);
  if (same) return same;
  const first = firstDay(toLocal(at, zone), period);
  const found = {
    from: toInstant(first, zone),
    to: toInstant(firstDay(addDays(first, LONGEST[period]), period), zone),
  };
  if (there) there.push(found);
  else days.set(day, [found]);
  return found;
}

/** Days after its first day that surely lie in the next period. */
const LONGEST = { day: 1, week: 7, month: 31, quarter: 92, year: 366 } as const;

function firstDay(local: Local, period: Period): Local {
  const day = atTime(local, '00:00');
  switch (period) {
    case 'day':
      return day;
    case 'week':
      return addDays(day, 1 - weekday(day));
    case 'month':
      return { ...day, day: 1 };
    case 'quarter':
      return { ...day, month: day.month - ((day.month - 1) % 3), day: 1 };
    case 'year':
      return { ...day, month: 1, day: 1 };
  }
}
