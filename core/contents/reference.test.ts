import { expect, test } from 'vitest';
import { galleryGraph } from '#chains/index.ts';
import { compile } from '#core/compile.ts';
import type { Templates } from '#core/contents/reference.ts';
import { referencesIn } from '#core/contents/reference.ts';
import { readGraph } from '#core/graph.ts';

const content = { subject: 'Hi', html: '<p>{{ params.Word }}</p>' };
const known: Templates = ({ template, version }) =>
  template === 'tpl_1' && version === 2 ? { kind: 'content', channel: 'email', content } : { kind: 'unknown' };

function graphWith(reference: unknown) {
  const read = readGraph(JSON.parse(JSON.stringify(galleryGraph('classic'))));
  if ('problems' in read) throw new Error('no graph');
  const step = read.graph.steps.find((s) => s.type === 'contact' && s.data.channel === 'email')!;
  step.data.content = reference;
  return { graph: read.graph, step: step.id };
}

test('the plan carries what the version of the template says', () => {
  const { graph, step } = graphWith({ template: 'tpl_1', version: 2 });
  graph.params.Word = { type: 'text', value: 'x' };
  expect(referencesIn(graph.steps)).toEqual([{ template: 'tpl_1', version: 2 }]);
  const compiled = compile(graph, { templates: known });
  const touch = 'plan' in compiled && compiled.plan.steps.find((s) => s.step === step && s.op.kind === 'touch');
  expect(touch).toMatchObject({ op: { touch: { content } } });
  expect('warnings' in compiled && compiled.warnings.filter((w) => w.code === 'unused_param')).toEqual([]);
});

test('a template that is unknown, withdrawn or for another channel is said at its step', () => {
  const { graph, step } = graphWith({ template: 'tpl_9', version: 1 });
  const problem = (templates: Templates) => {
    const compiled = compile(graph, { templates });
    return 'problems' in compiled ? compiled.problems : [];
  };
  expect(problem(known)).toMatchObject([{ code: 'unknown_template', step, field: 'content.template' }]);
  expect(problem(() => ({ kind: 'withdrawn' }))).toMatchObject([{ code: 'withdrawn_template', step }]);
  expect(problem(() => ({ kind: 'content', channel: 'task', content }))).toMatchObject([{ code: 'other_channel' }]);
});

test('a reference that is none is said as a field of the content', () => {
  const { graph, step } = graphWith({ template: 'tpl_1', version: 0 });
  const compiled = compile(graph, { templates: known });
  expect(compiled).toMatchObject({ problems: [{ code: 'bad_data', step, field: 'content.version' }] });
});
