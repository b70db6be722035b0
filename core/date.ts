/**
 * Reads dates that others write, and turns local dates of any zone into instants and back, sane at every clock change.
 * By Intl alone: every picture of a chain loads this file, and a library of dates would weigh more than all steps together.
 * `date.test.ts` holds it to luxon.
 */
import { DAY } from '#core/clock.ts';
import type { Json } from '#core/facts.ts';

/** A date and time of day as a clock on the wall shows it. `month` is 1–12. */
export type Local = {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  ms: number;
};

const QUARTER = 900_000;

/** ISO 8601, extended or basic, of a whole day: a bare time of day, a week or a year is no date. */
const WRITTEN =
  /^(?<year>\d{4})(?:-(?<month>\d\d)-(?<day>\d\d)|(?<month2>\d\d)(?<day2>\d\d))(?:T(?:(?<hour>\d\d)(?::?(?<minute>\d\d)(?::?(?<second>\d\d)(?:[.,](?<fraction>\d{1,30}))?)?)?(?:(?<utc>Z)|(?<sign>[+-])(?<hours>\d\d)(?::?(?<minutes>\d\d))?)?)?)?$/i;

/** ISO 8601 (without offset: local in `zone`; a date alone: its midnight), or a number of seconds or ms; else undefined. */
export function instantOf(value: Json | undefined, zone: string): number | undefined {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return undefined;
    // Seconds reach 1e11 in the year 5138; ms passed it in 1973.
    return Math.abs(value) < 1e11 ? value * 1000 : value;
  }
  if (typeof value !== 'string') return undefined;
  const text = value.trim().replace(' ', 'T');
  const parts = WRITTEN.exec(text)?.groups;
  const local = parts && localOf(parts);
  if (!local) return undefined;
  return parts.sign ? wallOf(local) - shiftOf(parts) : parts.utc ? wallOf(local) : toInstant(local, zone);
}

/** The calendar day of a date that recurs: what is written, or for an instant with offset its day in `zone`. */
export function dayOf(value: Json | undefined, zone: string): Local | undefined {
  if (typeof value === 'string') {
    const short = /^(?:--)?(\d{2})-(\d{2})$/.exec(value.trim());
    // 2000 was a leap year, so that 02-29 is a day.
    if (short) return dayOf(`2000-${short[1]}-${short[2]}`, zone);
  }
  const at = instantOf(value, zone);
  return at === undefined ? undefined : toLocal(at, zone);
}

export function toLocal(at: number, zone: string): Local {
  return fieldsOf(new Date(at + offsetAt(at, zone)));
}

/** The number of the local day: counted from 1 January 1970, as `Date.UTC` counts. */
export function dayNumber(at: number, zone: string): number {
  return Math.floor((at + offsetAt(at, zone)) / DAY);
}

/** Midnight of a local day. */
export function localDay(number: number): Local {
  return fieldsOf(new Date(number * DAY));
}

/** Field by field: judging asks for thousands of these, and spreading objects is what would cost most. */
function fieldsOf(wall: Date): Local {
  return {
    year: wall.getUTCFullYear(),
    month: wall.getUTCMonth() + 1,
    day: wall.getUTCDate(),
    hour: wall.getUTCHours(),
    minute: wall.getUTCMinutes(),
    second: wall.getUTCSeconds(),
    ms: wall.getUTCMilliseconds(),
  };
}

/** A local time that a clock change leaves out → the first instant after it; one that comes twice → the first. */
export function toInstant(local: Local, zone: string): number {
  const wall = wallOf(local);
  // Offsets are within ±14 h, so these two instants lie before and after whatever happens at that local time.
  const before = offsetAt(wall - DAY, zone);
  const after = offsetAt(wall + DAY, zone);
  const found = [wall - before, wall - after].filter((t) => t + offsetAt(t, zone) === wall);
  return found.length > 0
    ? Math.min(...found)
    : gapEnd(wall, wall - Math.max(before, after), wall - Math.min(before, after), zone);
}

export function addDays(local: Local, days: number): Local {
  const { year, month, day, hour, minute, second, ms } = local;
  return fieldsOf(new Date(Date.UTC(year, month - 1, day + Math.round(days), hour, minute, second, ms)));
}

/** 1 = Monday … 7 = Sunday. */
export function weekday(local: Local): number {
  return new Date(Date.UTC(local.year, local.month - 1, local.day)).getUTCDay() || 7;
}

export function isoDay(local: Local): string {
  const pad = (n: number, to: number) => String(n).padStart(to, '0');
  return `${pad(local.year, 4)}-${pad(local.month, 2)}-${pad(local.day, 2)}`;
}

export function atTime({ year, month, day }: Local, time: string): Local {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return { year, month, day, hour, minute, second: 0, ms: 0 };
}

const zones = new Map<string, boolean>();
/** There are about 600 names; past this, somebody sends inventions. */
const ZONES_KEPT = 2000;

/** Remembered: Intl builds a whole formatter to answer, and every judgement of a touch asks. */
export function isZone(zone: string): boolean {
  const known = zones.get(zone);
  if (known !== undefined) return known;
  if (zones.size >= ZONES_KEPT) zones.clear();
  // Newer Nodes also take offsets (`+01:00`): no place's clock, for they know no summer time.
  const valid = /^[A-Za-z]/.test(zone) && clockOf(zone) !== null;
  zones.set(zone, valid);
  return valid;
}

/** The local time jumps over `wall` somewhere in [from, to]: the first instant whose local time is at or past it. */
function gapEnd(wall: number, from: number, to: number, zone: string): number {
  let low = from - QUARTER;
  let high = to + QUARTER;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (middle + trueOffset(middle, zone) >= wall) high = middle;
    else low = middle;
  }
  return high;
}

/**
 * Asking Intl for an offset costs microseconds and a burst asks thousands of times. One answer serves a day (UTC) that
 * begins and ends with the same; in the others, a quarter of an hour: zones change their offset on one.
 */
type Offsets = { days: Map<number, number | null>; quarters: Map<number, number> };
const offsets = new Map<string, Offsets>();
/** About fifty years. */
const KEPT = 20_000;

function offsetAt(at: number, zone: string): number {
  let known = offsets.get(zone);
  if (!known || known.days.size > KEPT || known.quarters.size > KEPT) {
    known = { days: new Map(), quarters: new Map() };
    offsets.set(zone, known);
  }
  const day = Math.floor(at / DAY);
  let whole = known.days.get(day);
  if (whole === undefined) {
    const morning = trueOffset(day * DAY, zone);
    whole = morning === trueOffset((day + 1) * DAY - 1, zone) ? morning : null;
    known.days.set(day, whole);
  }
  if (whole !== null) return whole;
  const quarter = Math.floor(at / QUARTER);
  let offset = known.quarters.get(quarter);
  if (offset === undefined) {
    offset = trueOffset(quarter * QUARTER, zone);
    known.quarters.set(quarter, offset);
  }
  return offset;
}

/** In ms. A zone nobody knows counts as UTC: profiles hold what others wrote, and a date must come of it. */
function trueOffset(at: number, zone: string): number {
  const clock = clockOf(zone);
  if (clock === null) return 0;
  const shown: Record<string, string> = {};
  for (const { type, value } of clock.formatToParts(at)) shown[type] = value;
  const year = shown.era === 'BC' ? 1 - Number(shown.year) : Number(shown.year);
  const [month, day, hour] = [Number(shown.month), Number(shown.day), Number(shown.hour)];
  const wall = wallOf({ year, month, day, hour, minute: Number(shown.minute), second: Number(shown.second), ms: 0 });
  return wall - Math.floor(at / 1_000) * 1_000;
}

const clocks = new Map<string, Intl.DateTimeFormat | null>();

/** What shows the wall clock of a zone; null where there is no such zone. */
function clockOf(zone: string): Intl.DateTimeFormat | null {
  let clock = clocks.get(zone);
  if (clock === undefined) {
    if (clocks.size >= ZONES_KEPT) clocks.clear();
    clock = formatter(zone);
    clocks.set(zone, clock);
  }
  return clock;
}

function formatter(timeZone: string): Intl.DateTimeFormat | null {
  const digits = '2-digit' as const;
  const time = { hour: digits, minute: digits, second: digits, hourCycle: 'h23' as const };
  try {
    const date = { year: 'numeric', month: digits, day: digits, era: 'short' } as const;
    return new Intl.DateTimeFormat('en-US', { timeZone, calendar: 'gregory', ...date, ...time });
  } catch {
    return null;
  }
}

/** As instants of UTC. `Date.UTC` would take the years 0 to 99 for those of the last century. */
function wallOf({ year, month, day, hour, minute, second, ms }: Local): number {
  const wall = Date.UTC(year, month - 1, day, hour, minute, second, ms);
  return year > 99 ? wall : new Date(wall).setUTCFullYear(year, month - 1, day);
}

/** Undefined where the calendar has no such day, or the day no such time. 24:00 is the next midnight. */
function localOf(parts: Record<string, string | undefined>): Local | undefined {
  const number = (name: string) => Number(parts[name] ?? 0);
  const [month, day] = [number('month') || number('month2'), number('day') || number('day2')];
  const [hour, minute, second] = [number('hour'), number('minute'), number('second')];
  const ms = Math.floor(Number(`0.${parts.fraction ?? 0}`) * 1_000);
  const midnight = hour === 24 && minute === 0 && second === 0 && ms === 0;
  if (minute > 59 || second > 59 || (hour > 23 && !midnight)) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(number('year'), month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  date.setUTCHours(hour, minute, second, ms);
  return fieldsOf(date);
}

/** ms that a written offset lies ahead of UTC. */
function shiftOf({ sign, hours, minutes = '0' }: Record<string, string | undefined>): number {
  return (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -60_000 : 60_000);
}
