import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PERIODS, periodAround } from '#core/period.ts';

const iso = ({ from, to }: { from: number; to: number }) => [new Date(from).toISOString(), new Date(to).toISOString()];

test.each([
  ['day', '2026-11-24T10:00:00Z', '2026-11-23T23:00:00.000Z', '2026-11-24T23:00:00.000Z'],
  ['week', '2026-11-24T10:00:00Z', '2026-11-22T23:00:00.000Z', '2026-11-29T23:00:00.000Z'],
  ['month', '2026-10-24T10:00:00Z', '2026-09-30T22:00:00.000Z', '2026-10-31T23:00:00.000Z'],
  ['quarter', '2026-11-24T10:00:00Z', '2026-09-30T22:00:00.000Z', '2026-12-31T23:00:00.000Z'],
  ['year', '2028-02-29T10:00:00Z', '2027-12-31T23:00:00.000Z', '2028-12-31T23:00:00.000Z'],
] as const)('the %s around %s in Paris', (period, at, from, to) => {
  expect(iso(periodAround(Date.parse(at), period, 'Europe/Paris'))).toEqual([from, to]);
});

test('periods follow each other without gap or overlap, and each instant lies in its own, whatever the zone', () => {
  const zones = fc.constantFrom('UTC', 'Europe/Paris', 'Pacific/Kiritimati', 'America/St_Johns', 'Australia/Lord_Howe');
  const times = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2035, 0, 1) });
  fc.assert(
    fc.property(times, fc.constantFrom(...PERIODS), zones, (at, period, zone) => {
      const { from, to } = periodAround(at, period, zone);
      expect(from <= at && at < to).toBe(true);
      expect(periodAround(to, period, zone).from).toBe(to);
      expect(periodAround(from - 1, period, zone).to).toBe(from);
    }),
  );
});
