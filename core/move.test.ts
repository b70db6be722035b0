import { expect, test } from 'vitest';
import { galleryGraph } from '#chains/index.ts';
import { compile } from '#core/compile.ts';
import type { Graph } from '#core/graph.ts';
import { contactsFrom, hasLooped, placesOf, twiceFrom } from '#core/move.ts';

const planOf = (edit: (graph: Graph) => void = () => undefined) => {
  const graph = structuredClone(galleryGraph('classic'));
  edit(graph);
  const compiled = compile(graph);
  if ('problems' in compiled) throw new Error(JSON.stringify(compiled.problems));
  return compiled.plan;
};
const old = planOf();
const at = (plan: typeof old, step: string) => plan.steps.findIndex((s) => s.step === step);

test('a step keeps its place by its name, a date that changed is computed again', () => {
  const now = planOf((g) => {
    g.steps.find((s) => s.id === 'newsletter')!.data.when = { anchor: { kind: 'trigger' }, days: 40 };
  });
  expect(placesOf(old, now)[at(old, 'service')]).toEqual({ kind: 'same', to: at(now, 'service'), delay: 0 });
  expect(placesOf(old, now)[at(old, 'newsletter')]).toEqual({ kind: 'again', to: at(now, 'newsletter') });
});

test('who waits at a step that is gone cannot move, and is told so', () => {
  const now = planOf((g) => {
    g.steps = g.steps.filter((s) => s.id !== 'courtesy');
    g.edges = g.edges.filter((e) => e.from !== 'courtesy' && e.to !== 'courtesy');
    g.edges.push({ from: 'service', port: 'done', to: 'newsletter' });
  });
  expect(placesOf(old, now)[at(old, 'courtesy')]).toEqual({ kind: 'none', reason: 'step_gone' });
});

test('a contact put later in the chain than where one stands would come twice', () => {
  const now = planOf((g) => {
    g.edges = g.edges.filter((e) => e.from !== 'thanks' && e.from !== 'invoice' && e.from !== 'newsletter');
    g.edges.push(
      { from: 'thanks', port: 'done', to: 'service' },
      { from: 'newsletter', port: 'done', to: 'invoice' },
      { from: 'invoice', port: 'done', to: 'range' },
    );
  });
  expect(twiceFrom(old, at(old, 'service'), now, at(now, 'service'))).toEqual(['invoice']);
  expect(contactsFrom(old, at(old, 'renewal'))).toEqual(new Set(['renewal']));
});

test('the first visit after a move is no second round', () => {
  expect([1, 2, 10_001, 10_002].map(hasLooped)).toEqual([false, true, false, true]);
});
