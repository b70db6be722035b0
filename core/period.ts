/** Calendar periods in a zone: the day, ISO week (from Monday), month, quarter or year an instant lies in. */
import { addDays, atTime, type Local, toInstant, toLocal, weekday } from '#core/date.ts';

export const PERIODS = ['day', 'week', 'month', 'quarter', 'year'] as const;
export type Period = (typeof PERIODS)[number];

type Span = { from: number; to: number };

/** The last one asked for, by period and zone: a burst asks for the same again and again. */
const last = new Map<string, Span>();

/** `from` inclusive, `to` exclusive (ms). */
export function periodAround(at: number, period: Period, zone: string): Span {
  const key = `${period} ${zone}`;
  const known = last.get(key);
  if (known && at >= known.from && at < known.to) return known;
  const first = firstDay(toLocal(at, zone), period);
  const found = {
    from: toInstant(first, zone),
    to: toInstant(firstDay(addDays(first, LONGEST[period]), period), zone),
  };
  last.set(key, found);
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
