import { createTranslator } from 'next-intl';
import { expect, test } from 'vitest';
import { contact } from '#core/steps/contact.ts';
import { steps } from '#core/steps/index.ts';
import en from '#editor/messages/en/panels.json' with { type: 'json' };
import fr from '#editor/messages/fr/panels.json' with { type: 'json' };
import { fieldsOf } from '#editor/panels/form.ts';
import { sentenceOf } from '#editor/panels/sentence.ts';

const step = {
  id: 'a',
  type: 'contact',
  data: {
    channel: 'email',
    class: 'commercial',
    when: { anchor: { kind: 'trigger' }, days: 7, time: '10:00', on: 'mon-fri' },
    content: { subject: 'Merci', html: 'x' },
  },
};

function said(locale: 'en' | 'fr', data: Record<string, unknown> = step.data): string {
  const t = createTranslator({ locale, messages: { panels: locale === 'fr' ? fr : en }, namespace: 'panels' });
  const pieces = sentenceOf({ ...step, data }, (key, values) =>
    t(`sentence.${key}` as 'item', values as { n: number }),
  );
  return pieces.map(({ text }) => text).join(', ');
}

test('a contact reads as a sentence in English and in French', () => {
  expect(said('en')).toBe(
    '7 days after the trigger, at 10:00, on a working day, send “Merci” by e-mail, if capped, postpone',
  );
  expect(said('fr')).toBe(
    '7 jours après le déclencheur, à 10:00, un jour ouvré, envoyer «\u202fMerci\u202f» par e-mail, si plafonné, reporter',
  );
});

test('a contact that is not finished reads as well', () => {
  expect(said('en', { channel: 'task', content: { kind: 'call' } })).toBe(
    'at arrival here, call: “…”, if capped, postpone',
  );
});

test('every step type has a form of all its fields', () => {
  for (const type of Object.values(steps)) {
    const shape = (type.data as { shape?: object }).shape ?? {};
    expect(fieldsOf(type.data).map(({ key }) => key)).toEqual(Object.keys(shape));
  }
});

test('a date is a group whose anchor has shapes, and a number says which parameters fit', () => {
  const when = fieldsOf(contact.data).find(({ key }) => key === 'when');
  if (when?.kind !== 'group') throw new Error('no group');
  const anchor = when.fields.find(({ key }) => key === 'anchor');
  expect(anchor?.kind === 'shapes' && anchor.shapes.map(({ value }) => value)).toEqual([
    ...['trigger', 'arrival', 'event', 'profile', 'date', 'step'],
  ]);
  expect(when.fields.find(({ key }) => key === 'days')).toMatchObject({ kind: 'number', params: ['number', 'days'] });
});

test('both languages have the same words', () => {
  const keys = (value: unknown, path = ''): string[] =>
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, inner]) => keys(inner, `${path}.${key}`))
      : [path];
  expect(keys(fr)).toEqual(keys(en));
});
