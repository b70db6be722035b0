/** Public holidays, by country (`FR`) or region (`FR-57`); a country nobody knows has none. */
import Calendar from 'date-holidays';
import { DAY, HOUR } from '#core/clock.ts';

const calendars = new Map<string, Calendar>();
const years = new Map<string, ReadonlySet<string>>();

export function isHoliday(country: string, isoDate: string): boolean {
  return inYear(country, Number(isoDate.slice(0, 4))).has(isoDate);
}

function inYear(country: string, year: number): ReadonlySet<string> {
  const key = `${country} ${year}`;
  let days = years.get(key);
  if (!days) {
    // Feasts that last several days may begin in the year before.
    days = new Set([year - 1, year].flatMap((y) => calendarOf(country).getHolidays(y).flatMap(daysOf)));
    years.set(key, days);
  }
  return days;
}

function calendarOf(country: string): Calendar {
  let calendar = calendars.get(country);
  if (!calendar) {
    const [land = '', region] = country.toUpperCase().split('-');
    const setting = { types: ['public' as const] };
    calendar = region ? new Calendar(land, region, setting) : new Calendar(land, setting);
    calendars.set(country, calendar);
  }
  return calendar;
}

/** Whole days only: an afternoon off, or the eve on which a feast begins at sunset, is a working day. */
function daysOf(holiday: { date: string; start: Date; end: Date }): string[] {
  const first = Date.parse(`${holiday.date.slice(0, 10)}T00:00:00Z`);
  // The hour allows for the day on which clocks go forward.
  const count = Math.floor((holiday.end.getTime() - holiday.start.getTime() + HOUR) / DAY);
  return Array.from({ length: count }, (_, i) => new Date(first + i * DAY).toISOString().slice(0, 10));
}
