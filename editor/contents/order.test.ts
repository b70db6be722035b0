import { expect, test } from 'vitest';
import { contactsInOrder } from '#editor/contents/order.ts';

const contact = (id: string) => ({ id, type: 'contact' });

test('contacts come as they are walked, the main path first, loose ones last', () => {
  const steps = [contact('loose'), contact('late'), contact('else'), { id: 'start', type: 'entry' }, contact('first')];
  const edges = [
    { from: 'start', port: 'done', to: 'first' },
    { from: 'first', port: 'capped', to: 'else' },
    { from: 'first', port: 'done', to: 'late' },
    { from: 'late', port: 'done', to: 'first' },
  ];
  expect(contactsInOrder({ steps, edges }).map((s) => s.id)).toEqual(['loose', 'first', 'late', 'else']);
});
