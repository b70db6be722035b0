import { expect, test } from 'vitest';
import { galleryGraph, galleryNames } from '#chains/index.ts';
import { offered, propertiesOf, withStandard, withStandardVariables } from '#editor/data/catalogue.ts';
import { STANDARD_EVENTS } from '#editor/data/standard.ts';

const seen = [{ name: 'Order Completed', count: 3, lastSeen: '2026-11-24T10:00:00Z', properties: { total: 'number' } }];

test('what was seen stands first, and what the standard knows behind it, never seen', () => {
  const all = offered(seen);
  expect(all[0]).toBe(seen[0]);
  expect(all.filter(({ name }) => name === 'Order Completed')).toHaveLength(1);
  expect(all.find(({ name }) => name === 'Signed Up')).toMatchObject({ count: 0 });
});

test('an event that was seen has the properties it was seen with, another those of the standard, a third none', () => {
  expect(propertiesOf(seen, 'Order Completed')).toEqual({ total: 'number' });
  expect(propertiesOf([], 'Order Completed')).toMatchObject({ total: 'number', order_id: 'string' });
  expect(propertiesOf(seen, 'Tea Made')).toEqual({});
});

test('on an empty base a message may name the customer and what the trigger carries', () => {
  const paths = withStandardVariables([], 'Order Completed').map(({ path }) => path);
  expect(paths).toEqual(expect.arrayContaining(['profile.firstName', 'entry.total']));
  const known = { path: 'profile.firstName', type: 'string', event: null };
  expect(withStandardVariables([known], undefined).filter(({ path }) => path === known.path)).toHaveLength(1);
  expect(withStandard([{ name: 'firstName', type: 'string' }]).filter(({ name }) => name === 'firstName')).toHaveLength(
    1,
  );
});

test('the triggers of the gallery that shops know are among them', () => {
  const triggers = galleryNames.map((name) => galleryGraph(name).steps.find((s) => s.type === 'entry')?.data.event);
  const missing = ['Order Completed', 'Cart Abandoned', 'Product Viewed', 'Appointment Booked', 'Contract Signed'];
  expect(triggers).toEqual(expect.arrayContaining(missing));
  expect(Object.keys(STANDARD_EVENTS)).toEqual(expect.arrayContaining(missing));
});
