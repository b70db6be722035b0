import { expect, test } from 'vitest';
import { dueAt } from '#core/calendar.ts';
import { DAY } from '#core/clock.ts';
import type { Facts } from '#core/facts.ts';
import type { When } from '#core/when.ts';

const START = Date.parse('2026-11-24T10:00:00Z');
const facts = (shift?: number): Facts => ({
  ...{ customer: 1, zone: 'UTC', country: 'FR', locale: 'en', traits: {}, params: {}, touches: [], seen: [] },
  entry: { at: START, key: '', properties: { at: '2026-12-01T10:00:00Z' }, ...(shift === undefined ? {} : { shift }) },
});
const due = (when: When, shift?: number) => dueAt(when, facts(shift), START, START, () => false);

test('a pause that shifted everybody moves the dates that count from the trigger, also those computed after it', () => {
  const when: When = { anchor: { kind: 'trigger' }, days: 15 };
  expect(due(when)).toEqual({ kind: 'at', at: START + 15 * DAY });
  expect(due(when, 6 * DAY)).toEqual({ kind: 'at', at: START + 21 * DAY });
});

test('an appointment stays where it is, however long the chain rested', () => {
  const when: When = { anchor: { kind: 'event', property: 'at' }, days: -1 };
  expect(due(when, 6 * DAY)).toEqual({ kind: 'at', at: START + 6 * DAY });
});
