import { expect, test } from 'vitest';
import { galleryGraph, galleryNames } from '#chains/index.ts';
import { compile } from '#core/compile.ts';
import { exampleOf } from '#core/example.ts';
import { type Graph, readGraph } from '#core/graph.ts';
import type { Plan } from '#core/plan.ts';

const now = Date.parse('2026-11-24T10:00:00Z');

function planOf(graph: Graph): Plan {
  const compiled = compile(graph);
  if ('problems' in compiled) throw new Error(JSON.stringify(compiled.problems));
  return compiled.plan;
}

function entered(entry: Record<string, unknown>): Plan {
  const read = readGraph({
    ...{ schema: 1, name: 'T', params: {} },
    steps: [
      { id: 'in', type: 'entry', data: entry },
      { id: 'end', type: 'end', data: {} },
    ],
    edges: [{ from: 'in', port: 'done', to: 'end' }],
  });
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  return planOf(read.graph);
}

test.each(galleryNames)('the example of %s sets it off', (name) => {
  expect(exampleOf(planOf(galleryGraph(name)), { now, mark: 'm1' })).toMatchObject({ enters: true });
});

test('it carries the key, what contents name, and the dates that the chain counts from', () => {
  expect(exampleOf(planOf(galleryGraph('renewal')), { now, mark: 'm1' })).toMatchObject({
    event: 'Contract Signed',
    properties: { contract_id: 'm1', ends_at: '2027-02-22' },
  });
  expect(exampleOf(planOf(galleryGraph('classic')), { now, mark: 'm1' })?.properties).toEqual({
    ...{ order_id: 'order-1', total: 49.9, currency: 'EUR' },
  });
  expect(exampleOf(planOf(galleryGraph('birthday')), { now, mark: 'm1' })?.traits).toEqual({ birthday: '1980-12-24' });
});

test('it is what the trigger asks for, in depth too', () => {
  const filter = {
    all: [
      { field: 'event.total', op: 'gt', value: 100 },
      { field: 'event.shop.city', op: 'in', value: ['Lyon', 'Nice'] },
      { any: [{ field: 'profile.tier', op: 'eq', value: 'gold' }] },
      { not: { field: 'event.channel', op: 'eq', value: 'phone' } },
    ],
  };
  expect(exampleOf(entered({ event: 'Go', filter }), { now, mark: 'm1' })).toEqual({
    ...{ event: 'Go', properties: { total: 101, shop: { city: 'Lyon' } }, traits: { tier: 'gold' }, enters: true },
  });
});

test('what nothing can be made up for is said, and what no event sets off has no example', () => {
  const happened = { happened: { event: 'Order Completed' } };
  expect(exampleOf(entered({ event: 'Go', filter: happened }), { now, mark: 'm1' })).toMatchObject({ enters: false });
  expect(exampleOf(entered({}), { now, mark: 'm1' })).toBeNull();
});
