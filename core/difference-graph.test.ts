import { expect, test } from 'vitest';
import { galleryGraph } from '#chains/index.ts';
import { graphDifference, marksOf } from '#core/difference-graph.ts';
import type { Graph } from '#core/graph.ts';

const before = galleryGraph('classic');
const change = (edit: (graph: Graph) => void): Graph => {
  const copy = structuredClone(before);
  edit(copy);
  return copy;
};

test('a drawing differs from itself in nothing, wherever its cards lie', () => {
  const moved = change((g) => {
    for (const step of g.steps) step.position = { x: 1, y: 2 };
  });
  expect(graphDifference(before, moved)).toEqual([]);
});

test('a date, a subject and a label are told field by field', () => {
  const after = change((g) => {
    const step = g.steps.find((s) => s.id === 'service')!;
    step.data = { ...step.data, when: { anchor: { kind: 'trigger' }, days: 10, time: '10:00' } };
    step.label = 'D+10: care';
  });
  expect(graphDifference(before, after)).toEqual([
    {
      ...{ kind: 'changed', step: 'service', type: 'contact', label: 'D+10: care' },
      fields: [
        { field: 'label', before: 'D+7: e-mail, a complementary service', after: 'D+10: care' },
        { field: 'when.days', before: 7, after: 10 },
      ],
    },
  ]);
});

test('a step taken out, its wires, a parameter and the control group', () => {
  const after = change((g) => {
    g.steps = g.steps.filter((s) => s.id !== 'courtesy');
    g.edges = g.edges.filter((e) => e.from !== 'courtesy' && e.to !== 'courtesy');
    g.edges.push({ from: 'service', port: 'done', to: 'newsletter' });
    g.holdout = 10;
    g.params.X = { ...g.params.X!, value: 50 };
  });
  const changes = graphDifference(before, after);
  expect(changes.map((c) => c.kind)).toEqual(['chain', 'param', 'removed', 'linked', 'unlinked', 'unlinked']);
  expect(marksOf(changes)).toEqual(new Map([['courtesy', 'removed']]));
});

test('no control group and one of nobody are the same', () => {
  const { holdout: _, ...none } = before;
  expect(graphDifference(none, { ...none, holdout: 0 })).toEqual([]);
  expect(graphDifference(none, { ...none, holdout: 5 })).toEqual([
    { kind: 'chain', field: 'holdout', before: 0, after: 5 },
  ]);
});

test('of a chain never published everything is new', () => {
  const changes = graphDifference(null, before);
  expect(changes.filter((c) => c.kind === 'added')).toHaveLength(before.steps.length);
  expect(changes.some((c) => c.kind === 'removed' || c.kind === 'unlinked')).toBe(false);
});
