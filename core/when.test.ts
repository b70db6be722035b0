import { describe, expect, it } from 'vitest';
import { whenSchema } from '#core/when.ts';

describe('a date as data', () => {
  it.each([
    { anchor: { kind: 'trigger' } },
    { anchor: { kind: 'arrival' }, hours: 1.5, minutes: 10 },
    { anchor: { kind: 'event', property: 'trip.end' }, days: -3, time: '09:05' },
    { anchor: { kind: 'profile', trait: 'birthDate', yearly: true }, days: -7, on: 'mon-sat', holidays: 'out' },
    { anchor: { kind: 'date', at: '2026-12-25' } },
    { anchor: { kind: 'date', at: '2026-12-25T10:00:00+01:00' } },
    { anchor: { kind: 'step', step: 'letter2' }, days: 21 },
  ])('%j is one', (when) => {
    expect(whenSchema.parse(when)).toEqual(when);
  });

  it.each([
    {},
    { anchor: { kind: 'never' } },
    { anchor: { kind: 'trigger' }, days: 1.5 },
    { anchor: { kind: 'trigger' }, days: '7' },
    { anchor: { kind: 'trigger' }, time: '24:00' },
    { anchor: { kind: 'trigger' }, time: '9:00' },
    { anchor: { kind: 'trigger' }, on: 'weekend' },
    { anchor: { kind: 'trigger' }, weeks: 1 },
    { anchor: { kind: 'trigger', extra: 1 } },
    { anchor: { kind: 'date', at: 'Christmas' } },
    { anchor: { kind: 'event' } },
  ])('%j is none', (bad) => {
    expect(whenSchema.safeParse(bad).success).toBe(false);
  });
});
