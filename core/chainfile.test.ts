import { expect, test } from 'vitest';
import { galleryGraph } from '#chains/index.ts';
import { offersIn, readChainFile } from '#core/chainfile.ts';

const graph = galleryGraph('classic');
const file = { jalon: 'chain', format: 1, graph };
const problemsOf = (json: unknown, language?: 'fr') => {
  const read = readChainFile(json, language);
  return 'problems' in read ? read.problems : [];
};

test('a file and a bare graph are read to the same graph', () => {
  for (const json of [file, graph]) {
    expect(readChainFile(JSON.parse(JSON.stringify(json)))).toMatchObject({
      file: { graph, templates: [], offers: [] },
    });
  }
  expect(offersIn(graph)).toEqual(['second-order-10', 'care-plan-20', 'higher-range', 'renewal']);
});

test('what is no chain, or of a newer Jalon, is said so', () => {
  for (const json of [null, [], 'x', {}, { jalon: 'template' }]) {
    expect(problemsOf(json)).toMatchObject([{ code: 'not_a_chain' }]);
  }
  expect(problemsOf({ ...file, format: 2 })).toMatchObject([{ code: 'newer_file', field: 'format' }]);
  expect(problemsOf({}, 'fr')[0]?.message).toMatch(/^Le fichier n’est pas une chaîne/);
});

test('a bad file says what is wrong, and where', () => {
  const steps = [{ ...graph.steps[0], id: 'with space' }, ...graph.steps.slice(1)];
  const bad = { ...file, graph: { ...graph, steps }, offers: [{ id: 'x' }], colour: 'red' };
  expect(problemsOf(bad).map((p) => p.field)).toEqual(['offers.0.names', 'colour', 'graph.steps.0.id']);
});

test('a step whose template is not in the file is named', () => {
  const steps = graph.steps.map((step) =>
    step.id === 'thanks' ? { ...step, data: { ...step.data, content: { template: 'tpl_1', version: 3 } } } : step,
  );
  expect(problemsOf({ ...file, graph: { ...graph, steps } })).toMatchObject([
    { code: 'missing_template', step: 'thanks', field: 'content.template' },
  ]);
});
