import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { dueAt } from '#core/calendar.ts';
import { DAY, HOUR } from '#core/clock.ts';
import { isoDay, toLocal, weekday } from '#core/date.ts';
import type { Facts, PastTouch } from '#core/facts.ts';
import { isHoliday } from '#core/holidays.ts';
import type { When } from '#core/when.ts';

const ZONES = ['Europe/Paris', 'America/New_York', 'Pacific/Apia', 'Asia/Kolkata', 'Australia/Lord_Howe'];
const TRIGGER = { kind: 'trigger' } as const;

function factsOf(entryAt: string, over: Partial<Facts> = {}): Facts {
  return {
    customer: 1,
    zone: 'Europe/Paris',
    country: 'FR',
    locale: 'fr',
    traits: {},
    entry: { at: Date.parse(entryAt), key: '', properties: {} },
    params: {},
    touches: [],
    seen: [],
    ...over,
  };
}

function due(when: When, facts: Facts, arrival = facts.entry.at): string {
  const found = dueAt(when, facts, arrival, arrival, isHoliday);
  return found.kind === 'at' ? new Date(found.at).toISOString() : found.kind === 'none' ? found.reason : found.kind;
}

describe('J+N after a purchase', () => {
  it('keeps the local time of the purchase when no time is set', () => {
    expect(due({ anchor: TRIGGER, days: 7 }, factsOf('2026-01-05T14:23:11Z'))).toBe('2026-01-12T14:23:11.000Z');
  });

  it('keeps the local time over the change to summer time', () => {
    expect(due({ anchor: TRIGGER, days: 7 }, factsOf('2026-03-25T09:00:00Z'))).toBe('2026-04-01T08:00:00.000Z');
  });

  it('counts hours as they elapse, over the change to summer time', () => {
    expect(due({ anchor: TRIGGER, hours: 168 }, factsOf('2026-03-25T09:00:00Z'))).toBe('2026-04-01T09:00:00.000Z');
  });

  it('is at the set time of the customer, wherever he lives', () => {
    const when: When = { anchor: TRIGGER, days: 1, time: '10:00' };
    expect(due(when, factsOf('2026-06-01T12:00:00Z'))).toBe('2026-06-02T08:00:00.000Z');
    expect(due(when, factsOf('2026-06-01T12:00:00Z', { zone: 'Asia/Kolkata' }))).toBe('2026-06-02T04:30:00.000Z');
    expect(due(when, factsOf('2026-06-01T02:00:00Z', { zone: 'America/New_York' }))).toBe('2026-06-01T14:00:00.000Z');
  });

  it('on the same day at a time already past is the next day', () => {
    expect(due({ anchor: TRIGGER, time: '10:00' }, factsOf('2026-06-01T12:00:00Z'))).toBe('2026-06-02T08:00:00.000Z');
    expect(due({ anchor: TRIGGER, time: '10:00' }, factsOf('2026-06-01T05:00:00Z'))).toBe('2026-06-01T08:00:00.000Z');
  });

  it('set for a time that the clock change leaves out is right after it', () => {
    expect(due({ anchor: TRIGGER, days: 1, time: '02:30' }, factsOf('2026-03-28T10:00:00Z'))).toBe(
      '2026-03-29T01:00:00.000Z',
    );
  });

  it('on a jour ouvré moves from Saturday to Monday', () => {
    const when: When = { anchor: TRIGGER, days: 1, time: '10:00', on: 'mon-fri' };
    expect(due(when, factsOf('2026-06-05T08:00:00Z'))).toBe('2026-06-08T08:00:00.000Z');
  });

  it('on a jour ouvrable stays on Saturday', () => {
    const when: When = { anchor: TRIGGER, days: 1, time: '10:00', on: 'mon-sat' };
    expect(due(when, factsOf('2026-06-05T08:00:00Z'))).toBe('2026-06-06T08:00:00.000Z');
  });

  it('with holidays out moves over Bastille day and the week-end', () => {
    const when: When = { anchor: TRIGGER, days: 1, on: 'mon-fri', holidays: 'out' };
    // 13 July 2026 is a Monday.
    expect(due(when, factsOf('2026-07-13T08:00:00Z'))).toBe('2026-07-15T08:00:00.000Z');
    expect(due({ ...when, holidays: 'in' }, factsOf('2026-07-13T08:00:00Z'))).toBe('2026-07-14T08:00:00.000Z');
    expect(due(when, factsOf('2026-07-13T08:00:00Z', { country: 'DE' }))).toBe('2026-07-14T08:00:00.000Z');
  });

  it('with holidays out and all days moves from Christmas to the day after', () => {
    expect(due({ anchor: TRIGGER, days: 1, holidays: 'out' }, factsOf('2026-12-24T08:00:00Z'))).toBe(
      '2026-12-26T08:00:00.000Z',
    );
  });

  it('stays within a country that is always closed', () => {
    const found = dueAt({ anchor: TRIGGER, holidays: 'out' }, factsOf('2026-01-01T00:00:00Z'), 0, 0, () => true);
    expect(found.kind).toBe('at');
  });
});

describe('a date in the event', () => {
  const booked = (starts_at: string | number) =>
    factsOf('2026-06-01T08:00:00Z', {
      entry: {
        at: Date.parse('2026-06-01T08:00:00Z'),
        key: '',
        properties: { starts_at, trip: { end: '2026-08-10' } },
      },
    });

  it('minus a day is the eve of the appointment at ten', () => {
    const when: When = { anchor: { kind: 'event', property: 'starts_at' }, days: -1, time: '10:00' };
    expect(due(when, booked('2026-06-20T15:00:00+02:00'))).toBe('2026-06-19T08:00:00.000Z');
  });

  it('may lie deeper in the event', () => {
    expect(due({ anchor: { kind: 'event', property: 'trip.end' }, days: 3, time: '10:00' }, booked(0))).toBe(
      '2026-08-13T08:00:00.000Z',
    );
  });

  it('may already be over: the past is answered as it is', () => {
    expect(due({ anchor: { kind: 'event', property: 'starts_at' }, days: -1 }, booked('2026-06-01T09:00:00Z'))).toBe(
      '2026-05-31T09:00:00.000Z',
    );
  });

  it('that is missing or unreadable is none, with the reason', () => {
    expect(due({ anchor: { kind: 'event', property: 'nothing' } }, booked(0))).toBe('missing');
    expect(due({ anchor: { kind: 'event', property: 'starts_at' } }, booked('soon'))).toBe('unreadable');
  });
});

describe('a date in the profile', () => {
  const birthday = (traits: Facts['traits']) => factsOf('2026-06-01T08:00:00Z', { traits });
  const when: When = { anchor: { kind: 'profile', trait: 'birthDate', yearly: true }, days: -7, time: '09:00' };

  it('every year is the next one', () => {
    expect(due(when, birthday({ birthDate: '1984-07-20' }))).toBe('2026-07-13T07:00:00.000Z');
    expect(due(when, birthday({ birthDate: '1984-02-20' }))).toBe('2027-02-13T08:00:00.000Z');
  });

  it('takes next year’s when the days before it have already passed', () => {
    expect(due(when, birthday({ birthDate: '1984-06-05' }))).toBe('2027-05-29T07:00:00.000Z');
  });

  it('comes a year later for who arrives at the very moment of this year’s', () => {
    const facts = birthday({ birthDate: '1984-07-20' });
    expect(due(when, facts, Date.parse('2026-07-13T07:00:00Z'))).toBe('2027-07-13T07:00:00.000Z');
  });

  it('on 29 February is kept on the 28th in common years', () => {
    const on: When = { anchor: { kind: 'profile', trait: 'birthDate', yearly: true }, time: '09:00' };
    expect(due(on, birthday({ birthDate: '1984-02-29' }))).toBe('2027-02-28T08:00:00.000Z');
    expect(due(on, birthday({ birthDate: '1984-02-29' }), Date.parse('2027-06-01T00:00:00Z'))).toBe(
      '2028-02-29T08:00:00.000Z',
    );
  });

  it('may count from December into January', () => {
    expect(due({ ...when, days: 10 }, factsOf('2026-12-28T08:00:00Z', { traits: { birthDate: '12-25' } }))).toBe(
      '2027-01-04T08:00:00.000Z',
    );
  });

  it('once, may lie in the past', () => {
    expect(due({ anchor: { kind: 'profile', trait: 'since' } }, birthday({ since: '2020-01-01' }))).toBe(
      '2019-12-31T23:00:00.000Z',
    );
  });

  it('that nobody filled in is none', () => {
    expect(due(when, birthday({}))).toBe('missing');
    expect(due(when, birthday({ birthDate: 'spring' }))).toBe('unreadable');
  });
});

describe('the actual completion of an earlier contact', () => {
  const touch = (over: Partial<PastTouch>): PastTouch => ({
    step: 'letter',
    visit: 1,
    state: 'handed',
    outcome: null,
    handedAt: 1,
    completedAt: null,
    ...over,
  });
  const when: When = { anchor: { kind: 'step', step: 'letter' }, days: 21, time: '11:00' };
  const sent = (...touches: PastTouch[]) => due(when, factsOf('2026-06-01T08:00:00Z', { touches }));

  it('is waited for while the letter lies on the table', () => {
    expect(sent(touch({}))).toBe('pending');
    expect(sent(touch({ state: 'held' }))).toBe('pending');
  });

  it('counts three weeks from the day it was really sent', () => {
    expect(sent(touch({ completedAt: Date.parse('2026-06-10T15:00:00Z') }))).toBe('2026-07-01T09:00:00.000Z');
  });

  it('counts from the latest visit', () => {
    const first = touch({ completedAt: Date.parse('2026-06-10T15:00:00Z') });
    expect(sent(touch({ visit: 2 }), first)).toBe('pending');
  });

  it('is none where the letter was never sent', () => {
    expect(sent()).toBe('not_made');
    for (const state of ['expired', 'skipped', 'refused', 'withdrawn', 'failed'])
      expect(sent(touch({ state }))).toBe('not_made');
  });

  it.each(['withdrawn', 'expired'])('counts from when the letter went off the table %s', (state) => {
    const completedAt = Date.parse('2026-06-10T15:00:00Z');
    expect(sent(touch({ state, completedAt }))).toBe('2026-07-01T09:00:00.000Z');
    // One that never lay there was never sent.
    expect(sent(touch({ state, handedAt: null, completedAt }))).toBe('not_made');
  });

  it('counts for the control group from when it would have left', () => {
    expect(sent(touch({ state: 'control', handedAt: Date.parse('2026-06-10T15:00:00Z') }))).toBe(
      '2026-07-01T09:00:00.000Z',
    );
    expect(sent(touch({ state: 'control', completedAt: Date.parse('2026-06-10T15:00:00Z') }))).toBe(
      '2026-07-01T09:00:00.000Z',
    );
  });
});

describe('other anchors', () => {
  it('a fixed date is read in the customer’s zone', () => {
    expect(
      due({ anchor: { kind: 'date', at: '2026-12-25' }, days: -10, time: '09:00' }, factsOf('2026-06-01T00:00:00Z')),
    ).toBe('2026-12-15T08:00:00.000Z');
  });

  it('the arrival counts from when the member came', () => {
    expect(due({ anchor: { kind: 'arrival' }, minutes: 90 }, factsOf('2026-06-01T00:00:00Z'), 1_000)).toBe(
      '1970-01-01T01:30:01.000Z',
    );
  });

  it('a zone nobody knows is UTC rather than an error', () => {
    expect(due({ anchor: TRIGGER, days: 1, time: '10:00' }, factsOf('2026-06-01T12:00:00Z', { zone: 'Nowhere' }))).toBe(
      '2026-06-02T10:00:00.000Z',
    );
  });
});

describe('in every zone and over every clock change', () => {
  const instant = fc.integer({ min: Date.UTC(2009, 0), max: Date.UTC(2035, 0) });
  const zone = fc.constantFrom(...ZONES);
  const time = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }));
  const clock = ([h, m]: [number, number]) => `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`;

  it('J+N without a time falls N calendar days later on the clock the customer sees', () => {
    fc.assert(
      fc.property(zone, instant, fc.integer({ min: -400, max: 400 }), (z, t, days) => {
        const found = dueAt(
          { anchor: TRIGGER, days },
          factsOf(new Date(t).toISOString(), { zone: z }),
          t,
          t,
          isHoliday,
        );
        if (found.kind !== 'at') throw new Error('a date was expected');
        const start = DateTime.fromMillis(t, { zone: z });
        const wanted = DateTime.utc(start.year, start.month, start.day).plus({ days });
        const got = DateTime.fromMillis(found.at, { zone: z });
        const clockKept = got.toFormat('HH:mm') === start.toFormat('HH:mm');
        // A time that does not exist moves on, at most to the next day (Samoa, 30 December 2011).
        if (clockKept) expect(got.toISODate()).toBe(wanted.toISODate());
        else
          expect(
            found.at -
              DateTime.fromObject({ year: wanted.year, month: wanted.month, day: wanted.day }, { zone: z }).toMillis(),
          ).toBeLessThanOrEqual(25 * HOUR);
      }),
      { numRuns: 500 },
    );
  });

  it('a set time is the time on the customer’s clock, or the first after a gap', () => {
    fc.assert(
      fc.property(zone, instant, fc.integer({ min: 1, max: 400 }), time, (z, t, days, hm) => {
        const when: When = { anchor: TRIGGER, days, time: clock(hm) };
        const found = dueAt(when, factsOf(new Date(t).toISOString(), { zone: z }), t, t, isHoliday);
        if (found.kind !== 'at') throw new Error('a date was expected');
        const got = DateTime.fromMillis(found.at, { zone: z });
        if (got.toFormat('HH:mm') === when.time) return;
        expect(DateTime.fromMillis(found.at - 1, { zone: z }).offset).not.toBe(got.offset);
      }),
      { numRuns: 500 },
    );
  });

  it('a working day is one, never earlier than asked, and no open day is passed over', () => {
    fc.assert(
      fc.property(zone, instant, fc.integer({ min: 0, max: 60 }), time, (z, t, days, hm) => {
        const facts = factsOf(new Date(t).toISOString(), { zone: z });
        const free: When = { anchor: TRIGGER, days, time: clock(hm) };
        const plain = dueAt(free, facts, t, t, isHoliday);
        const open = dueAt({ ...free, on: 'mon-fri', holidays: 'out' }, facts, t, t, isHoliday);
        if (plain.kind !== 'at' || open.kind !== 'at') throw new Error('a date was expected');
        expect(open.at).toBeGreaterThanOrEqual(plain.at);
        expect(weekday(toLocal(open.at, z))).toBeLessThanOrEqual(5);
        expect(isHoliday('FR', isoDay(toLocal(open.at, z)))).toBe(false);
        for (let at = plain.at; at < open.at - DAY / 2; at += DAY) {
          const day = toLocal(at, z);
          expect(weekday(day) > 5 || isHoliday('FR', isoDay(day))).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('a date that asks for no less is never before its anchor', () => {
    fc.assert(
      fc.property(zone, instant, fc.integer({ min: 0, max: 5 }), time, (z, t, days, hm) => {
        const found = dueAt(
          { anchor: TRIGGER, days, time: clock(hm) },
          factsOf(new Date(t).toISOString(), { zone: z }),
          t,
          t,
          isHoliday,
        );
        expect(found.kind === 'at' && found.at >= t).toBe(true);
      }),
    );
  });

  it('a birthday comes once a year, always after the arrival and within some 366 days', () => {
    const day = fc.date({ min: new Date('1930-01-01'), max: new Date('2020-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(zone, instant, day, fc.integer({ min: -60, max: 60 }), (z, t, born, days) => {
        const facts = factsOf('2026-01-01T00:00:00Z', { zone: z, traits: { born: born.toISOString().slice(0, 10) } });
        const when: When = { anchor: { kind: 'profile', trait: 'born', yearly: true }, days, time: '09:00' };
        const first = dueAt(when, facts, t, t, isHoliday);
        if (first.kind !== 'at') throw new Error('a date was expected');
        expect(first.at).toBeGreaterThan(t);
        expect(first.at - t).toBeLessThanOrEqual(368 * DAY);
        const second = dueAt(when, facts, first.at, first.at, isHoliday);
        if (second.kind !== 'at') throw new Error('a date was expected');
        expect(Math.abs(second.at - first.at - 365.5 * DAY)).toBeLessThan(2.5 * DAY);
      }),
      { numRuns: 300 },
    );
  });
});
