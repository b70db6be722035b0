import { createTranslator } from 'next-intl';
import { describe, expect, test } from 'vitest';
import { galleryGraph, galleryNames } from '#chains/index.ts';
import { steps } from '#core/steps/index.ts';
import en from '#editor/messages/en/index.ts';
import fr from '#editor/messages/fr/index.ts';
import type { Names, Say } from '#editor/panels/phrase.ts';
import { sentenceOf } from '#editor/panels/sentence.ts';

type Lang = 'en' | 'fr';
const names = (lang: Lang): Names => ({
  lang,
  step: (id) => (id === 'thanks' ? 'Thanks' : id),
  chain: (id) => (id === 2 ? 'Welcome' : ''),
  template: () => 'Spring',
  trigger: 'Order Completed',
});

function sayOf(lang: Lang, namespace: 'sentences' | 'condition'): Say {
  const t = createTranslator({ locale: lang, messages: lang === 'fr' ? fr : en, namespace }) as unknown as {
    (key: string, values?: object): string;
    has(key: string): boolean;
  };
  return (key, values) => (t.has(key) ? t(key, values) : '');
}

const partsOf = (lang: Lang, type: string, data: Record<string, unknown>) =>
  sentenceOf({ id: 'a', type, data }, sayOf(lang, 'sentences'), sayOf(lang, 'condition'), names(lang));
const said = (lang: Lang, type: string, data: Record<string, unknown>) =>
  partsOf(lang, type, data)
    .map(({ text }) => text)
    .join('')
    .replaceAll('\u202f', '·');

const trigger = { kind: 'trigger' };
const mail = { channel: 'email', class: 'commercial', content: { subject: 'Merci' } };
const bought = { field: 'entry.total', op: 'gt', value: 50 };

const CASES: [string, string, Record<string, unknown>, string, string][] = [
  [
    'a contact with everything',
    'contact',
    {
      ...mail,
      when: { anchor: trigger, days: 7, time: '10:00', on: 'mon-fri', holidays: 'out' },
      validUntil: { anchor: trigger, days: 12 },
    },
    '7 days after the purchase, at 10:00, on a working day, not on a public holiday, send “Merci” by e-mail; if capped, postpone to D+12 at most, else skip.',
    '7 jours après l’achat, à 10:00, un jour ouvré, hors jours fériés, envoyer «·Merci·» par e-mail·; si plafonné, reporter à J+12 au plus tard, sinon ne pas envoyer.',
  ],
  [
    'a contact that is not finished',
    'contact',
    { channel: 'task', content: { kind: 'call' } },
    'right on arrival at this step, call: “…”; if capped, postpone to the next date at most, else skip.',
    'dès l’arrivée à cette étape, appeler·: «·…·»·; si plafonné, reporter au plus tard à la date suivante, sinon ne pas envoyer.',
  ],
  [
    'a contact that skips when capped, and is late only so much',
    'contact',
    {
      ...mail,
      onExcess: 'skip',
      ifLate: { sendWithinHours: 1 },
      validUntil: { days: 2, hours: 3 },
      when: { anchor: trigger },
    },
    'right after the purchase, send “Merci” by e-mail; if capped, skip; valid for 2 days and 3 hours; if late, send within 1 hour, else skip.',
    'dès l’achat, envoyer «·Merci·» par e-mail·; si plafonné, ne pas envoyer·; valable 2 jours et 3 heures·; en cas de retard, envoyer sous 1 heure, sinon ne pas envoyer.',
  ],
  [
    'a letter from a template, days before a date of the profile',
    'contact',
    {
      channel: 'task',
      content: { kind: 'letter', template: 'tpl_1' },
      when: { anchor: { kind: 'profile', trait: 'birthday', yearly: true }, days: -10 },
      ifLate: 'skip',
    },
    '10 days before the yearly date “birthday” of the profile, post the letter Spring; if capped, postpone to the next date at most, else skip; if late, skip.',
    '10 jours avant la date anniversaire «·birthday·» du profil, envoyer le courrier Spring·; si plafonné, reporter au plus tard à la date suivante, sinon ne pas envoyer·; en cas de retard, ne pas envoyer.',
  ],
  [
    'a wait',
    'wait',
    { for: { days: 1, time: '09:00', on: 'mon-sat' } },
    'Wait 1 day, at 09:00, from Monday to Saturday.',
    'Attendre 1 jour, à 09:00, un jour ouvrable.',
  ],
  [
    'a wait until the end of an earlier step',
    'wait',
    { until: { anchor: { kind: 'step', step: 'thanks' }, days: { param: 'X' } } },
    'Wait until X days after the end of “Thanks”.',
    'Attendre jusqu’à·: X jours après la fin de «·Thanks·».',
  ],
  [
    'a wait for events',
    'waitfor',
    {
      events: [
        { event: 'Order Completed', filter: { field: 'event.total', op: 'gte', value: 10 } },
        { event: 'Talk Asked' },
      ],
      for: { hours: 2 },
    },
    'Wait for the purchase (only if the event’s “total” is at least 10) or the event “Talk Asked”, at most 2 hours.',
    'Attendre l’achat (seulement si «·total·» de l’événement est de 10 au moins) ou l’événement «·Talk Asked·», au plus·: 2 heures.',
  ],
  [
    'a condition',
    'condition',
    { if: { any: [bought, { not: { happened: { event: 'Talk Asked', days: 30 } } }] } },
    'If the trigger’s “total” is more than 50 or the event “Talk Asked” has not happened in the last 30 days: yes; else: no.',
    'Si «·total·» du déclencheur est supérieur à 50 ou l’événement «·Talk Asked·» ne s’est pas produit dans les 30 derniers jours·: oui·; sinon·: non.',
  ],
  [
    'a split',
    'split',
    {
      arms: [
        { port: 'a', share: 50 },
        { port: 'b', label: 'Letter', share: 30 },
        { port: 'c', share: 20 },
      ],
    },
    'By lot, out of 100 customers, 50 take “a”, 30 take “Letter” and 20 take “c”.',
    'Par tirage au sort, sur 100 clients, 50 prennent «·a·», 30 prennent «·Letter·» et 20 prennent «·c·».',
  ],
  [
    'a goal',
    'goal',
    { kind: 'goal', on: [{ event: 'Order Completed' }, { event: 'Signed Up' }] },
    'Goal: the purchase or the sign-up ends the chain for the customer, who has done what it is for.',
    'Objectif·: l’achat ou l’inscription termine la chaîne pour le client, qui a fait ce qu’elle visait.',
  ],
  [
    'an exit',
    'goal',
    { kind: 'exit', on: [{ event: '' }] },
    'Exit: … ends the chain for the customer.',
    'Sortie·: … termine la chaîne pour le client.',
  ],
  [
    'another chain entered',
    'enter',
    { chain: 2 },
    'Enter the chain Welcome, and go on here.',
    'Faire entrer dans la chaîne Welcome, et continuer ici.',
  ],
  [
    'another chain left',
    'leave',
    {},
    'Leave the chain …, and go on here.',
    'Faire sortir de la chaîne …, et continuer ici.',
  ],
  ['an end', 'end', {}, 'The customer has been through the chain.', 'Le client a parcouru toute la chaîne.'],
  [
    'a trigger',
    'entry',
    {
      event: 'Order Completed',
      filter: { field: 'event.total', op: 'gt', value: 20 },
      reentry: { kind: 'after', days: 30 },
      key: 'order_id',
      inside: 'restart',
    },
    'Begins with the purchase, only if the event’s “total” is more than 20; may enter again after 30 days; one enrolment for each “order_id”; while inside, it begins again.',
    'Commence par l’achat, seulement si «·total·» de l’événement est supérieur à 20·; nouvelle entrée possible après 30 jours·; un parcours pour chaque «·order_id·»·; pendant un parcours, tout recommence.',
  ],
  [
    'a trigger without event',
    'entry',
    {},
    'Begins without an event: by another chain, or by hand; may enter again at any time; while inside, nothing changes.',
    'Commence sans événement·: par une autre chaîne, ou à la main·; nouvelle entrée possible à tout moment·; pendant un parcours, rien ne change.',
  ],
];

describe('in both languages reads', () => {
  test.each(CASES)('%s', (_, type, data, english, french) => {
    expect(said('en', type, data)).toBe(english);
    expect(said('fr', type, data)).toBe(french);
  });
});

test('every anchor of a date reads, at once, after and before it', () => {
  const anchors = [
    trigger,
    { kind: 'arrival' },
    { kind: 'event', property: 'starts_at' },
    { kind: 'profile', trait: 'birthday' },
    { kind: 'date', at: '2026-12-24' },
    { kind: 'step', step: 'thanks' },
  ];
  for (const lang of ['en', 'fr'] as const)
    for (const anchor of anchors)
      for (const days of [0, 3, -3]) {
        const text = said(lang, 'wait', { until: { anchor, days } });
        expect(text).toMatch(/\.$/);
        expect(text).not.toMatch(/undefined|sentences\.|\{|\ue000/);
      }
  expect(said('fr', 'wait', { until: { anchor: { kind: 'date', at: '2026-12-24' }, days: -3 } })).toBe(
    'Attendre jusqu’à·: 3 jours avant le 24 décembre 2026.',
  );
});

test('every step type reads, even empty, and so does every step of the gallery', () => {
  const drawn = galleryNames.flatMap((name) => galleryGraph(name).steps);
  const bare = Object.keys(steps).map((type) => ({ id: type, type, data: {} }));
  for (const lang of ['en', 'fr'] as const)
    for (const { type, data } of [...drawn, ...bare]) {
      const parts = partsOf(lang, type, data);
      const text = parts.map((part) => part.text).join('');
      expect(text, type).not.toBe('');
      expect(text, type).not.toMatch(/undefined|\[object|\ue000/);
    }
});

test('the words of a sentence name their places', () => {
  expect(partsOf('en', 'contact', CASES[0]![2]).flatMap(({ at }) => at ?? [])).toEqual([
    ...['when.offset', 'when.anchor', 'when.time', 'when.on', 'when.holidays'],
    ...['content.subject', 'onExcess', 'validUntil'],
  ]);
});
