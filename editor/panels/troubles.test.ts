import { expect, test } from 'vitest';
import { compile } from '#core/compile.ts';
import type { Graph } from '#core/graph.ts';
import { troubleOf } from '#editor/panels/troubles.ts';

const graph: Graph = {
  schema: 1,
  name: 'N',
  params: { X: { type: 'days', value: 'soon' } },
  steps: [
    { id: 'go', type: 'entry', data: { event: 'Order Completed' } },
    {
      id: 'm1',
      type: 'contact',
      label: 'Merci',
      data: { channel: 'email', class: 'service', content: { subject: '', html: 'x' } },
    },
  ],
  edges: [{ from: 'go', port: 'done', to: 'm1' }],
};
const LABELS: Record<string, string> = { content: 'Contenu', subject: 'Objet', value: 'Valeur' };

test('a problem names its step and field in words, and says only once what is wrong', () => {
  const compiled = compile(graph, { language: 'fr' });
  const problems = 'problems' in compiled ? compiled.problems : [];
  const said = problems.map((p) =>
    troubleOf(
      p,
      graph.steps.find(({ id }) => id === p.step),
      'fr',
      (key) => LABELS[key] ?? '',
    ),
  );
  expect(said).toContainEqual({ step: 'Merci', field: 'Contenu · Objet', text: 'À remplir.' });
  expect(said.find(({ field }) => field.startsWith('X'))).toMatchObject({ step: '', field: 'X · Valeur' });
});

test('a step without a name is called what its card is, and an outcome what it is called on the drawing', () => {
  const wait = { id: 'wait-x3k9', type: 'wait', data: { for: { days: 1 } } };
  const chain = {
    ...graph,
    params: {},
    steps: [graph.steps[0]!, wait],
    edges: [{ from: 'go', port: 'done', to: wait.id }],
  };
  const compiled = compile(chain, { language: 'fr' });
  const problems = 'problems' in compiled ? compiled.problems : [];
  expect(problems.map((p) => troubleOf(p, wait, 'fr', () => ''))).toEqual([
    {
      step: 'Attente',
      field: '',
      text: 'L’issue « Fait » ne mène nulle part ; la relier, à une fin si rien ne suit.',
    },
  ]);
});
