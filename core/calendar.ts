/** When a date of a chain falls for one customer: "7 days after the purchase, at 10:00, on a working day", in ms. */
import { HOUR } from '#core/clock.ts';
import { valueAt } from '#core/condition.ts';
import { addDays, atTime, dayOf, instantOf, isoDay, type Local, toInstant, toLocal, weekday } from '#core/date.ts';
import type { Facts } from '#core/facts.ts';
import type { When } from '#core/when.ts';

/** Whether the ISO date is a public holiday of the country. */
export type Holidays = (country: string, isoDate: string) => boolean;

export type Due =
  | { kind: 'at'; at: number }
  /** The earlier contact it counts from has not been completed yet. */
  | { kind: 'pending' }
  /** This customer has no such date. */
  | { kind: 'none'; reason: 'missing' | 'unreadable' | 'not_made' };

type Base = Due | { kind: 'yearly'; day: Local };

/** Touch states after which a contact will not be completed any more. */
const OVER = new Set(['refused', 'skipped', 'withdrawn', 'expired', 'failed']);
const MINUTE = 60_000;

/**
 * Days are calendar days of the customer's zone, hours are elapsed hours. A date that did not ask to be earlier than
 * its anchor never is: a purchase at 15:00 and "the same day at 10:00" make the next day. A yearly date is the first
 * one after `arrival`, so that a loop waits a year. `now` is not asked: a date must not move while it is waited for.
 */
export function dueAt(when: When, facts: Facts, arrival: number, _now: number, holidays: Holidays): Due {
  const base = anchorOf(when, facts, arrival);
  if (base.kind === 'yearly') return { kind: 'at', at: nextYearly(base.day, when, facts, arrival, holidays) };
  return base.kind === 'at' ? { kind: 'at', at: shifted(base.at, when, facts, holidays) } : base;
}

function anchorOf({ anchor }: When, facts: Facts, arrival: number): Base {
  switch (anchor.kind) {
    case 'trigger':
      return { kind: 'at', at: facts.entry.at + (facts.entry.shift ?? 0) };
    case 'arrival':
      return { kind: 'at', at: arrival };
    case 'date':
      return read(anchor.at, facts.zone);
    case 'event':
      return read(valueAt(facts.entry.properties, anchor.property), facts.zone);
    case 'profile': {
      const value = valueAt(facts.traits, anchor.trait);
      if (!anchor.yearly) return read(value, facts.zone);
      const day = dayOf(value, facts.zone);
      return day ? { kind: 'yearly', day } : absent(value);
    }
    case 'step':
      return completion(anchor.step, facts);
  }
}

function read(value: Parameters<typeof instantOf>[0], zone: string): Due {
  const at = instantOf(value, zone);
  return at === undefined ? absent(value) : { kind: 'at', at };
}

function absent(value: unknown): Due {
  return { kind: 'none', reason: value === undefined || value === null || value === '' ? 'missing' : 'unreadable' };
}

/** Of the latest visit. Who is contacted in silence (control group) counts from when it would have left. */
function completion(step: string, facts: Facts): Due {
  let last: Facts['touches'][number] | undefined;
  for (const touch of facts.touches) if (touch.step === step && touch.visit >= (last?.visit ?? 0)) last = touch;
  // A task that a withdrawal or its expiry took off the work list is over all the same: what comes after counts from then.
  const off = last?.state === 'withdrawn' || last?.state === 'expired';
  const closed = off && last?.handedAt != null && last.completedAt !== null;
  if (!last || (OVER.has(last.state) && !closed)) return { kind: 'none', reason: 'not_made' };
  if (last.completedAt !== null) return { kind: 'at', at: last.completedAt };
  if (last.state !== 'control' && last.state !== 'off') return { kind: 'pending' };
  return last.handedAt === null ? { kind: 'none', reason: 'not_made' } : { kind: 'at', at: last.handedAt };
}

/** The offset counts: ten days before a birthday in eight days means next year's. */
function nextYearly(day: Local, when: When, facts: Facts, arrival: number, holidays: Holidays): number {
  const { year } = toLocal(arrival, facts.zone);
  for (let y = year - 2; ; y += 1) {
    const leapless = day.month === 2 && day.day === 29 && !isLeap(y);
    const anniversary = toInstant({ ...day, year: y, day: leapless ? 28 : day.day }, facts.zone);
    const at = shifted(anniversary, when, facts, holidays);
    if (at > arrival) return at;
  }
}

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

function shifted(anchor: number, when: When, facts: Facts, holidays: Holidays): number {
  const { days = 0, hours = 0, minutes = 0, time } = when;
  const elapsed = hours * HOUR + minutes * MINUTE;
  const picky = (when.on ?? 'all') !== 'all' || when.holidays === 'out';
  if (days === 0 && time === undefined && !picky) return anchor + elapsed;
  const { zone } = facts;
  const moved = toInstant(addDays(toLocal(anchor, zone), days), zone) + elapsed;
  if (time === undefined && !picky) return moved;
  let local = toLocal(moved, zone);
  if (time !== undefined) {
    local = atTime(local, time);
    if (days >= 0 && elapsed >= 0 && toInstant(local, zone) < anchor) local = addDays(local, 1);
  }
  const chosen = firstDay(local, when, facts.country, holidays);
  // Where no day was changed, an hour that came twice stays the one it was.
  return time === undefined && chosen === local ? moved : toInstant(chosen, zone);
}

function firstDay(local: Local, when: When, country: string, holidays: Holidays): Local {
  const lastDay = when.on === 'mon-fri' ? 5 : when.on === 'mon-sat' ? 6 : 7;
  // A year is more than any calendar keeps closed in a row.
  let day = local;
  for (let i = 0; i < 366; i += 1) {
    const open = weekday(day) <= lastDay && !(when.holidays === 'out' && holidays(country, isoDay(day)));
    if (open) return day;
    day = addDays(day, 1);
  }
  return local;
}
