import { expect, test } from 'vitest';
import { contact } from '#core/steps/contact.ts';
import { steps } from '#core/steps/index.ts';
import en from '#editor/messages/en/index.ts';
import fr from '#editor/messages/fr/index.ts';
import { fieldsOf } from '#editor/panels/form.ts';

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
