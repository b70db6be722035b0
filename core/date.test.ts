import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { addDays, dayOf, instantOf, isoDay, toInstant, toLocal, weekday } from '#core/date.ts';

const ZONES = ['Europe/Paris', 'America/New_York', 'Pacific/Apia', 'Asia/Kolkata', 'Australia/Lord_Howe', 'UTC'];
const iso = (at: number) => new Date(at).toISOString();
const at = (zone: string, text: string) => {
  const { year, month, day, hour, minute, second, millisecond: ms } = DateTime.fromISO(text, { zone: 'utc' });
  return iso(toInstant({ year, month, day, hour, minute, second, ms }, zone));
};

describe('a date that somebody else wrote', () => {
  it.each([
    ['2026-03-01', '2026-02-28T23:00:00.000Z'],
    ['2026-03-01T09:30', '2026-03-01T08:30:00.000Z'],
    ['2026-03-01 09:30:00', '2026-03-01T08:30:00.000Z'],
    ['2026-03-01T09:30:00Z', '2026-03-01T09:30:00.000Z'],
    ['2026-03-01T09:30:00.250-05:00', '2026-03-01T14:30:00.250Z'],
    [' 2026-03-01 ', '2026-02-28T23:00:00.000Z'],
    [1_772_357_400, '2026-03-01T09:30:00.000Z'],
    [1_772_357_400_000, '2026-03-01T09:30:00.000Z'],
  ])('%s is read as %s in Paris', (value, expected) => {
    expect(iso(instantOf(value, 'Europe/Paris')!)).toBe(expected);
  });

  it.each(['', 'tomorrow', '10:00', '2026', '2026-13-01', '2026-02-30', '01/02/2026', true, null, [], {}, Number.NaN])(
    '%s is not a date',
    (value) => {
      expect(instantOf(value as never, 'Europe/Paris')).toBeUndefined();
    },
  );

  it.each([
    ['1984-02-29', '1984-02-29'],
    ['--07-14', '2000-07-14'],
    ['07-14', '2000-07-14'],
    ['1990-05-03T23:30:00Z', '1990-05-04'],
  ])('%s recurs on the day of %s', (value, expected) => {
    expect(isoDay(dayOf(value, 'Europe/Paris')!)).toBe(expected);
  });
});

describe('a local time', () => {
  it('that the spring clock leaves out becomes the first instant after', () => {
    expect(at('Europe/Paris', '2026-03-29T02:30')).toBe('2026-03-29T01:00:00.000Z');
    expect(at('America/New_York', '2026-03-08T02:30')).toBe('2026-03-08T07:00:00.000Z');
    expect(at('Australia/Lord_Howe', '2026-10-04T02:15')).toBe('2026-10-03T15:30:00.000Z');
  });

  it('that comes twice in autumn is the first of the two', () => {
    expect(at('Europe/Paris', '2026-10-25T02:30')).toBe('2026-10-25T00:30:00.000Z');
    expect(at('America/New_York', '2026-11-01T01:30')).toBe('2026-11-01T05:30:00.000Z');
    expect(at('Australia/Lord_Howe', '2026-04-05T01:45')).toBe('2026-04-04T14:45:00.000Z');
  });

  it('on the day that Samoa left out becomes the next midnight', () => {
    expect(at('Pacific/Apia', '2011-12-30T12:00')).toBe('2011-12-30T10:00:00.000Z');
    expect(at('Pacific/Apia', '2011-12-29T23:00')).toBe('2011-12-30T09:00:00.000Z');
    expect(at('Pacific/Apia', '2011-12-31T05:00')).toBe('2011-12-30T15:00:00.000Z');
  });

  it('in a zone nobody knows is UTC', () => {
    expect(at('Mars/Olympus', '2026-03-01T10:00')).toBe('2026-03-01T10:00:00.000Z');
  });

  it('and its instant are each other’s inverse outside of clock changes', () => {
    const instant = fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2040, 0) });
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), instant, (zone, t) => {
        const back = toInstant(toLocal(t, zone), zone);
        const again = DateTime.fromMillis(back, { zone });
        // Where an hour comes twice, the first of the two shows the same clock.
        expect(isoDay(toLocal(back, zone))).toBe(DateTime.fromMillis(t, { zone }).toISODate());
        expect(again.toFormat('HH:mm:ss.SSS')).toBe(DateTime.fromMillis(t, { zone }).toFormat('HH:mm:ss.SSS'));
        expect(back).toBeLessThanOrEqual(t);
      }),
    );
  });
});

describe('calendar days', () => {
  it('are added over months, years and leap days', () => {
    const from = toLocal(Date.UTC(2028, 1, 27), 'UTC');
    expect(isoDay(addDays(from, 2))).toBe('2028-02-29');
    expect(isoDay(addDays(from, 3))).toBe('2028-03-01');
    expect(isoDay(addDays(from, -58))).toBe('2027-12-31');
  });

  it('know their weekday', () => {
    expect(weekday(toLocal(Date.UTC(2026, 10, 23), 'UTC'))).toBe(1);
    expect(weekday(toLocal(Date.UTC(2026, 10, 29), 'UTC'))).toBe(7);
  });
});
