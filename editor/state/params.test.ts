import { expect, test } from 'vitest';
import { galleryGraph } from '#chains/index.ts';
import { compile } from '#core/compile.ts';
import type { Graph } from '#core/graph.ts';
import { freeName, mayBeCalled, renameParam, retyped, usesOf } from '#editor/state/params.ts';

const graph: Graph = {
  schema: 1,
  name: 'N',
  params: { X: { type: 'days', value: 60 }, XL: { type: 'text', value: 'big' }, gone: { type: 'number', value: 1 } },
  steps: [
    { id: 'a', type: 'wait', data: { for: { days: { param: 'X' } } } },
    { id: 'b', type: 'condition', data: { if: { all: [{ field: 'params.X', op: 'gt', value: { param: 'X' } }] } } },
    {
      id: 'c',
      type: 'contact',
      data: { content: { html: 'params.X {{ params.X | plus: params.XL }} {% if params.X %}' } },
    },
    { id: 'd', type: 'end', data: {} },
  ],
  edges: [],
};

test('a parameter knows the steps that use it', () => {
  expect(usesOf(graph, 'X').map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  expect(usesOf(graph, 'XL').map(({ id }) => id)).toEqual(['c']);
  expect(usesOf(graph, 'gone')).toEqual([]);
});

test('a parameter renamed is renamed wherever it is used, and nowhere else', () => {
  const next = renameParam(graph, 'X', 'late');
  expect(Object.keys(next.params)).toEqual(['late', 'XL', 'gone']);
  expect(next.steps.map(({ data }) => data)).toEqual([
    { for: { days: { param: 'late' } } },
    { if: { all: [{ field: 'params.late', op: 'gt', value: { param: 'late' } }] } },
    { content: { html: 'params.X {{ params.late | plus: params.XL }} {% if params.late %}' } },
    {},
  ]);
  expect(next.steps[3]).toBe(graph.steps[3]);
  expect(renameParam(graph, 'X', 'XL')).toBe(graph);
  expect(renameParam(graph, 'X', 'not a name')).toBe(graph);
});

test('the classic chain compiles to the same walk under another name of its parameter', () => {
  const classic = galleryGraph('classic');
  const plans = [classic, renameParam(classic, 'X', 'higherRange')].map((g) => {
    const compiled = compile(g);
    if ('problems' in compiled) throw new Error(compiled.problems[0]!.message);
    return compiled.plan.steps;
  });
  expect(JSON.stringify(plans[1])).toBe(JSON.stringify(plans[0]).replaceAll('params.X', 'params.higherRange'));
});

test('a new parameter gets a free name, another type keeps what it can', () => {
  expect(freeName(graph)).toBe('Y');
  expect(mayBeCalled(graph, 'X', 'X')).toBe(true);
  expect(mayBeCalled(graph, '2x')).toBe(false);
  expect(retyped({ type: 'text', value: '12' }, 'days').value).toBe(12);
  expect(retyped({ type: 'text', value: 'soon' }, 'days').value).toBe(30);
  expect(retyped({ type: 'days', value: 12, label: 'L' }, 'text')).toEqual({ type: 'text', value: '12', label: 'L' });
});
