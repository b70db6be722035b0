import { expect, test } from 'vitest';
import { DAY } from '#core/clock.ts';
import { person } from '#setup/demo/people.ts';
import { readPurchases } from '#setup/demo/purchases.ts';
import { story } from '#setup/demo/story.ts';
import { decide } from '#setup/demo/team.ts';

const ORIGIN = Date.UTC(1997, 0, 1);

test('the purchases are the real ones', async () => {
  const all = await readPurchases(1);
  expect(all).toHaveLength(69_659);
  expect(new Set(all.map(({ customer }) => customer)).size).toBe(23_570);
  expect(all[0]).toMatchObject({ day: ORIGIN });
});

test('the story is the same each time it is told, in the order of time', async () => {
  const purchases = await readPurchases(40);
  const calls = story(purchases, ORIGIN);
  expect(calls).toEqual(story(purchases, ORIGIN));
  expect(calls.map(({ at }) => at)).toEqual(calls.map(({ at }) => at).toSorted((a, b) => a - b));
  expect(new Set(calls.map(({ messageId }) => messageId)).size).toBe(calls.length);
  expect(calls.filter(({ event }) => event === 'Order Completed')).toHaveLength(purchases.length);
});

test('a customer is introduced before the first event, and is written to at an address that reaches nobody', async () => {
  const calls = story(await readPurchases(40), ORIGIN);
  const introduced = new Set<string>();
  for (const call of calls) {
    if (call.type === 'identify') introduced.add(call.userId);
    else expect(introduced).toContain(call.userId);
    if (call.traits) expect(call.traits.email).toMatch(/^[a-z]+\.[a-z]+\.\d+@\w+\.example$/);
  }
});

test('every chain of the demo finds its events', async () => {
  const events = new Set(story(await readPurchases(40), ORIGIN).map(({ event }) => event));
  for (const event of [
    'Order Completed',
    'Newsletter Subscribed',
    'Subscription Confirmed',
    'Cart Abandoned',
    'Brochure Requested',
    'Appointment Booked',
  ]) {
    expect(events).toContain(event);
  }
});

test('invented people keep their names', () => {
  expect(person('00001')).toEqual(person('00001'));
  expect(new Set(Array.from({ length: 200 }, (_, n) => person(String(n)).email)).size).toBe(200);
});

test('the team makes up its mind once, within two days', () => {
  const task = { id: 'tsk_7', kind: 'call' };
  expect(decide(task, ['settled', 'complaint'])).toEqual(decide(task, ['settled', 'complaint']));
  const choices = Array.from({ length: 300 }, (_, n) =>
    decide({ id: `tsk_${n}`, kind: 'call' }, ['settled', 'complaint']),
  );
  expect(choices.filter((choice) => choice === null).length).toBeLessThan(40);
  expect(new Set(choices.map((choice) => choice?.outcome))).toEqual(new Set(['settled', 'complaint', undefined]));
  expect(Math.max(...choices.map((choice) => choice?.after ?? 0))).toBeLessThan(2 * DAY);
});
