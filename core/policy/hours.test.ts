import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY, HOUR } from '#core/clock.ts';
import { toLocal, weekday } from '#core/date.ts';
import { isHoliday } from '#core/holidays.ts';
import type { Place } from '#core/place.ts';
import type { HoursRule } from '#core/policy/hours.ts';
import { DEFAULT_POLICY, judge } from '#core/policy/index.ts';
import type { Candidate } from '#core/policy/rule.ts';
import { candidate, policy, standing, touch } from '#core/policy/testing.ts';

const QUIET = DEFAULT_POLICY.rules.find((rule): rule is HoursRule => rule.kind === 'hours')!;

const place = (zone: string, more: Partial<Place> = {}): Place => ({
  ...{ zone, country: 'FR', holidays: 'FR', source: 'customer' },
  ...more,
});

/** To calls and SMS, which are opt-in. */
const AGREED = { brand: '*', channel: '*', topic: '*', given: true, expiresAt: null };

function call(at: string | number, zone: string, more: Partial<Candidate> = {}, rule = QUIET) {
  const now = typeof at === 'string' ? Date.parse(at) : at;
  const one = candidate({ channel: 'call', now, due: now, validUntil: now + 30 * DAY, place: place(zone), ...more });
  return judge(one, standing({ consents: [AGREED] }), policy(rule)).verdict;
}

/** It waits, and until the first hour of the slot that begins then. */
function waitsFor(verdict: ReturnType<typeof call>, start: string) {
  expect(verdict).toMatchObject({ kind: 'hold', reason: 'quiet' });
  const after = (verdict as { until: number }).until - Date.parse(start);
  expect(after).toBeGreaterThanOrEqual(0);
  expect(after).toBeLessThan(HOUR);
}

describe('faults of other tools', () => {
  test('quiet hours are those of the customer, not of UTC or of the company', () => {
    // 17:30 in Paris is 20:30 in Réunion.
    expect(call('2026-11-24T16:30:00Z', 'Europe/Paris')).toEqual({ kind: 'send' });
    waitsFor(call('2026-11-24T16:30:00Z', 'Indian/Reunion'), '2026-11-25T04:00:00Z');
  });

  test('the slot begins at eight by the clock on the wall, on the days clocks change and after them', () => {
    const daily: HoursRule = { id: 'daily', kind: 'hours', channels: ['call'], from: '08:00', to: '20:00' };
    waitsFor(call('2026-03-28T22:00:00Z', 'Europe/Paris', {}, daily), '2026-03-29T06:00:00Z');
    waitsFor(call('2026-10-24T22:00:00Z', 'Europe/Paris', {}, daily), '2026-10-25T07:00:00Z');
    waitsFor(call('2026-03-08T05:00:00Z', 'America/New_York', {}, daily), '2026-03-08T12:00:00Z');
  });

  test('a slot that begins in the hour clocks leave out begins right after it', () => {
    const night: HoursRule = { id: 'night', kind: 'hours', channels: ['call'], from: '02:30', to: '06:00' };
    waitsFor(call('2026-03-29T00:30:00Z', 'Europe/Paris', {}, night), '2026-03-29T01:00:00Z');
  });

  test('not everybody leaves on the stroke of eight, and each always at the same moment', () => {
    const of = (enrolment: number) => call('2026-11-24T20:00:00Z', 'Europe/Paris', { enrolment });
    const moments = Array.from({ length: 400 }, (_, i) => (of(i) as { until: number }).until);
    const quarters = [0, 1, 2, 3].map((q) => moments.filter((t) => Math.floor((t % HOUR) / (HOUR / 4)) === q).length);
    for (const count of quarters) expect(count).toBeGreaterThan(60);
    expect(of(7)).toEqual(of(7));
  });
});

test('the end of the slot is out, its beginning in', () => {
  expect(call('2026-11-24T07:00:00Z', 'Europe/Paris')).toEqual({ kind: 'send' });
  expect(call('2026-11-24T18:59:59.999Z', 'Europe/Paris')).toEqual({ kind: 'send' });
  waitsFor(call('2026-11-24T19:00:00Z', 'Europe/Paris'), '2026-11-25T07:00:00Z');
});

test('Sundays and public holidays are passed over, and Good Friday is one in Alsace alone', () => {
  // Easter 2026: Saturday 4 April 20:00 → Tuesday.
  waitsFor(call('2026-04-04T18:00:00Z', 'Europe/Paris'), '2026-04-07T06:00:00Z');
  expect(call('2026-04-03T10:00:00Z', 'Europe/Paris')).toEqual({ kind: 'send' });
  const alsace = place('Europe/Paris', { holidays: 'FR-67' });
  waitsFor(call('2026-04-03T10:00:00Z', 'Europe/Paris', { place: alsace }), '2026-04-04T06:00:00Z');
});

test('the leap day and UTC+14 have their slots', () => {
  waitsFor(call('2028-02-28T20:00:00Z', 'Europe/Paris'), '2028-02-29T07:00:00Z');
  const kiribati = { place: place('Pacific/Kiritimati', { country: 'KI', holidays: 'KI' }) };
  // Tuesday 21:00 there is Tuesday 07:00 in UTC; Wednesday 08:00 there is Tuesday 18:00.
  waitsFor(call('2026-11-24T07:00:00Z', 'Pacific/Kiritimati', kiribati), '2026-11-24T18:00:00Z');
});

test('where no slot comes in time the touch expires', () => {
  const now = Date.parse('2026-11-24T20:00:00Z');
  expect(call(now, 'Europe/Paris', { validUntil: now + HOUR })).toEqual({
    ...{ kind: 'skip', state: 'expired', port: 'expired', reason: 'no_slot' },
  });
});

test('calls and SMS need a zone that is the customer’s; e-mail and letters do with the brand’s', () => {
  const unknown = { place: place('Europe/Paris', { source: 'brand' as const }) };
  const noon = '2026-11-24T11:00:00Z';
  expect(call(noon, 'Europe/Paris', unknown)).toMatchObject({ kind: 'skip', port: 'no_address', reason: 'no_zone' });
  expect(call(noon, 'Europe/Paris', { ...unknown, channel: 'letter' })).toEqual({ kind: 'send' });
  const mail: HoursRule = { ...QUIET, channels: ['email'] };
  expect(call(noon, 'Europe/Paris', { ...unknown, channel: 'email' }, mail)).toEqual({ kind: 'send' });
});

test('a rule names the classes it is about; without them it holds for service contacts too', () => {
  const service = { touch: { ...touch, class: 'service' as const } };
  const late = '2026-11-24T20:00:00Z';
  expect(call(late, 'Europe/Paris', service)).toMatchObject({ kind: 'hold' });
  expect(call(late, 'Europe/Paris', service, { ...QUIET, classes: ['commercial'] })).toEqual({ kind: 'send' });
});

test('whenever and wherever, what waits waits for an open slot, and never for the past', () => {
  const zones = ['Europe/Paris', 'Indian/Reunion', 'Pacific/Kiritimati', 'Pacific/Marquesas', 'Australia/Lord_Howe'];
  const moment = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2029, 0, 1) });
  fc.assert(
    fc.property(moment, fc.constantFrom(...zones), fc.nat(), (now, zone, enrolment) => {
      const verdict = call(now, zone, { enrolment });
      const at = verdict.kind === 'hold' ? verdict.until : now;
      expect(verdict.kind).not.toBe('skip');
      expect(at).toBeGreaterThanOrEqual(now);
      const local = toLocal(at, zone);
      expect(local.hour).toBeGreaterThanOrEqual(8);
      expect(local.hour).toBeLessThan(20);
      expect(weekday(local)).toBeLessThan(7);
      const iso = `${local.year}-${String(local.month).padStart(2, '0')}-${String(local.day).padStart(2, '0')}`;
      expect(isHoliday('FR', iso)).toBe(false);
      if (verdict.kind === 'hold') expect(call(at, zone, { enrolment })).toEqual({ kind: 'send' });
    }),
    { numRuns: 1_000 },
  );
});
