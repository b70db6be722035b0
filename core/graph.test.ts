import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readGraph } from '#core/graph.ts';

const GRAPH = { schema: 1, name: 'G', steps: [{ id: 'a', type: 'entry' }] };

function problems(json: unknown) {
  const read = readGraph(json);
  return 'problems' in read ? read.problems : [];
}

describe('a graph document', () => {
  it('may be unfinished: an empty chain can be saved', () => {
    expect(readGraph({ schema: 1, name: 'G', steps: [] })).toEqual({
      graph: { schema: 1, name: 'G', steps: [], edges: [], params: {} },
    });
  });

  it('is read as it was written, with defaults for what may be left out', () => {
    const read = readGraph(GRAPH);
    expect(read).toEqual({ graph: { ...GRAPH, steps: [{ id: 'a', type: 'entry', data: {} }], edges: [], params: {} } });
    expect('graph' in read && readGraph(read.graph)).toEqual(read);
  });

  it.each([2, 99, 0, -1, 1.5, '1', undefined, null])('of schema %s is refused', (schema) => {
    const [problem] = problems({ ...GRAPH, schema });
    expect(problem).toMatchObject({ code: 'unknown_schema', field: 'schema' });
  });

  it('of a schema to come says that the program is too old', () => {
    expect(problems({ ...GRAPH, schema: 2 })[0]?.message).toContain('newer Jalon');
  });

  it('names the step and the field that are wrong', () => {
    const bad = {
      ...GRAPH,
      steps: [
        { id: 'a', type: 'entry' },
        { id: 'b', type: 'end', data: 3 },
      ],
    };
    expect(problems(bad)).toMatchObject([{ code: 'bad_graph', step: 'b', field: 'steps.1.data' }]);
  });

  it.each([
    { ...GRAPH, name: ' ' },
    { ...GRAPH, colour: 'red' },
    { ...GRAPH, holdout: 60 },
    { ...GRAPH, steps: [{ id: 'with space', type: 'end' }] },
    { ...GRAPH, edges: [{ from: 'a', to: 'b' }] },
    { ...GRAPH, params: { '1x': { type: 'days', value: 1 } } },
    { ...GRAPH, params: { x: { type: 'colour', value: 1 } } },
  ])('with a bad part is refused (%#)', (bad) => {
    expect(problems(bad).length).toBeGreaterThan(0);
  });

  it('nested beyond reason is refused before anything descends into it', () => {
    const deep = JSON.parse(`${'{"not":'.repeat(50_000)}1${'}'.repeat(50_000)}`);
    const read = problems({ ...GRAPH, steps: [{ id: 'a', type: 'condition', data: { if: deep } }] });
    expect(read).toMatchObject([{ code: 'bad_graph' }]);
  });

  it('that is no object, or anything at all, is a problem and never an exception', () => {
    for (const bad of [null, undefined, [], 'x', 3]) expect(problems(bad)).toHaveLength(1);
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        const read = readGraph({ ...GRAPH, steps: json, edges: json, params: json });
        expect('graph' in read || read.problems.length > 0).toBe(true);
      }),
    );
  });
});
