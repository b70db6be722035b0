import { expect, test } from 'vitest';
import { cardOf } from '#editor/canvas/card.ts';

const chip = (language: 'en' | 'fr', type: string, data: Record<string, unknown>) =>
  cardOf({ id: 'a', type, data }, language).chip.replaceAll('\u202f', '·').replaceAll('\u00a0', '_');
const contact = (when: unknown) => ({ channel: 'email', when });
const trigger = { kind: 'trigger' };
const X = { param: 'patience' };

test.each<[string, string, Record<string, unknown>, string, string]>([
  ['the day', 'contact', contact({ anchor: trigger }), 'D', 'J'],
  ['days and a time', 'contact', contact({ anchor: trigger, days: 7, time: '10:00' }), 'D+7 · 10:00', 'J+7 · 10:00'],
  ['days before', 'contact', contact({ anchor: trigger, days: -3, hours: -2 }), 'D−3 −2·h', 'J−3 −2·h'],
  ['a parameter for the days', 'contact', contact({ anchor: trigger, days: X }), 'D+patience', 'J+patience'],
  ['hours', 'contact', contact({ anchor: trigger, hours: 2 }), 'D +2·h', 'J +2·h'],
  [
    'hours before a date of the event',
    'contact',
    contact({ anchor: { kind: 'event', property: 'starts_at' }, hours: -2 }),
    'starts_at −2·h',
    'starts_at −2·h',
  ],
  [
    'days before a date of the profile',
    'contact',
    contact({ anchor: { kind: 'profile', trait: 'birthday', yearly: true }, days: -10 }),
    'birthday D−10',
    'birthday J−10',
  ],
  ['a date that is not chosen yet', 'contact', contact({ anchor: { kind: 'event' } }), '… D', '… J'],
  [
    'a day of the year',
    'contact',
    contact({ anchor: { kind: 'date', at: '2026-12-24' }, days: -3 }),
    '24 Dec 2026 −3·d',
    '24 déc. 2026 −3·j',
  ],
  [
    'a day that is a parameter',
    'contact',
    contact({ anchor: { kind: 'date', at: { param: 'start' } }, time: { param: 'hour' } }),
    'start · hour',
    'start · hour',
  ],
  ['after the step before', 'contact', contact({ anchor: { kind: 'arrival' }, minutes: 30 }), '+30·min', '+30·min'],
  ['at a time', 'contact', contact({ anchor: { kind: 'arrival' }, time: '09:00' }), '09:00', '09:00'],
  ['at once', 'contact', contact({ anchor: { kind: 'arrival' } }), '', ''],
  ['a while', 'wait', { for: { days: 3, hours: 12 } }, '3·d 12·h', '3·j 12·h'],
  ['a while that is a parameter', 'wait', { for: { hours: X } }, 'patience_hours', 'patience_heures'],
  ['until a date', 'waitfor', { until: { anchor: trigger, days: 2 } }, 'D+2', 'J+2'],
])('the date of a card: %s', (_, type, data, english, french) => {
  expect(chip('en', type, data)).toBe(english);
  expect(chip('fr', type, data)).toBe(french);
});

test.each<[Record<string, unknown>, string, string]>([
  [{ channel: 'email', content: {} }, 'E-mail', 'E-mail'],
  [{ channel: 'task', content: { kind: 'letter' } }, 'Letter', 'Courrier'],
  [{ channel: 'task', content: { kind: 'call' } }, 'Call', 'Relance téléphonique'],
  [{ channel: 'task', content: { kind: 'other' } }, 'Task', 'Tâche'],
  [{ channel: 'task' }, 'Task', 'Tâche'],
  [{ channel: 'fax' }, 'Contact', 'Sollicitation'],
])('a contact without a name is called what it is: %j', (data, english, french) => {
  const title = (language: 'en' | 'fr') => cardOf({ id: 'a', type: 'contact', data }, language).title;
  expect([title('en'), title('fr')]).toEqual([english, french]);
  expect(cardOf({ id: 'a', type: 'contact', label: 'Thanks', data }, 'fr').title).toBe('Thanks');
});
