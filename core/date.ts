/** Reads dates that others write, and turns local dates of any zone into instants and back, sane at every clock change. */
import { DateTime, IANAZone } from 'luxon';
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

/** ISO 8601 (without offset: local in `zone`; a date alone: its midnight), or a number of seconds or ms; else undefined. */
export function instantOf(value: Json | undefined, zone: string): number | undefined {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return undefined;
    // Seconds reach 1e11 in the year 5138; ms passed it in 1973.
    return Math.abs(value) < 1e11 ? value * 1000 : value;
  }
  if (typeof value !== 'string') return undefined;
  const text = value.trim().replace(' ', 'T');
  // A whole day is asked for: luxon would complete a bare time of day with today.
  if (!/^\d{4}-?\d{2}-?\d{2}(T|$)/i.test(text)) return undefined;
  const parsed = DateTime.fromISO(text, { setZone: true, zone: 'utc' });
  if (!parsed.isValid) return undefined;
  return hasOffset(text) ? parsed.toMillis() : toInstant(fields(parsed), zone);
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
  const wall = Date.UTC(local.year, local.month - 1, local.day, local.hour, local.minute, local.second, local.ms);
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
  const valid = /^[A-Za-z]/.test(zone) && IANAZone.isValidZone(zone);
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
  const known = IANAZone.create(zone);
  return known.isValid ? known.offset(at) * 60_000 : 0;
}

function hasOffset(text: string): boolean {
  return /T.*(?:Z|[+-]\d{2}(?::?\d{2})?)$/i.test(text);
}

function fields(at: DateTime): Local {
  const { year, month, day, hour, minute, second, millisecond } = at;
  return { year, month, day, hour, minute, second, ms: millisecond };
}
