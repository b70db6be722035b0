import { expect, test } from 'vitest';
import { galleryGraph } from '#chains/index.ts';
import { everyDay, inDrawnOrder } from '#editor/results/rows.ts';

const contact = (step: string, state: string, reason: string | null = null) => ({
  ...{ step, channel: 'task', state, reason },
  ...{ count: 1, customers: 1 },
});

test('contacts stand in the order of the drawing, under the channel that was drawn', () => {
  const classic = galleryGraph('classic');
  const rows = inDrawnOrder(
    { ...classic, steps: classic.steps.toReversed() },
    [
      contact('gone', 'handed'),
      contact('courtesy', 'skipped', 'no_consent'),
      contact('courtesy', 'handed'),
      contact('invoice', 'control'),
    ],
    (id) => classic.steps.find((step) => step.id === (id === 'gone' ? 'range' : id)),
  );
  expect(rows.map(({ step, state, sign }) => [step, state, sign])).toEqual([
    ['invoice', 'control', 'letter'],
    ['courtesy', 'handed', 'call'],
    ['courtesy', 'skipped', 'call'],
    ['gone', 'handed', 'letter'],
  ]);
});

test('a day without entries is told as one, by the calendar of the company', () => {
  const days = [
    { day: '2027-03-27', entered: 41 },
    { day: '2027-03-30', entered: 9 },
  ];
  // The clocks change on the 28th: still one day each.
  const span = { days, from: '2027-03-26T23:00:00Z', until: '2027-03-30T22:00:00.000Z' };
  expect(everyDay(span, 'Europe/Paris').map(({ day, entered }) => [day, entered])).toEqual([
    ['2027-03-27', 41],
    ['2027-03-28', 0],
    ['2027-03-29', 0],
    ['2027-03-30', 9],
  ]);
});
