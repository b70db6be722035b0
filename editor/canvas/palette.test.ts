import { expect, test } from 'vitest';
import type { Graph } from '#core/graph.ts';
import { behindOf } from '#editor/canvas/palette.ts';

const graph: Graph = {
  ...{ schema: 1, name: 'Two ways', params: {} },
  steps: [
    { id: 'in', type: 'entry', data: { event: 'Order Completed' } },
    { id: 'if', type: 'condition', data: { if: { field: 'profile.vip', op: 'exists' } } },
    { id: 'mail', type: 'contact', data: { channel: 'email', class: 'service', content: {} } },
  ],
  edges: [
    { from: 'in', port: 'done', to: 'if' },
    { from: 'if', port: 'yes', to: 'mail' },
  ],
};
const behind = (id: string, more: Graph['edges'] = []) =>
  behindOf({ ...graph, edges: [...graph.edges, ...more] }, new Set([id]));

test('a step added while a condition is chosen follows the answer that leads nowhere yet', () => {
  expect(behind('if')).toEqual({ from: 'if', port: 'no' });
  expect(behind('if', [{ from: 'if', port: 'no', to: 'mail' }])).toEqual({ from: 'if', port: 'yes' });
});

test('behind a contact it follows what was made, never an exception that may lead nowhere', () => {
  expect(behind('mail')).toEqual({ from: 'mail', port: 'done' });
  expect(behind('mail', [{ from: 'mail', port: 'done', to: 'if' }])).toEqual({ from: 'mail', port: 'done' });
});

test('within a line it is put in between', () => {
  expect(behind('in')).toEqual({ from: 'in', port: 'done' });
});
