import { expect, test } from 'vitest';
import { galleryGraph } from '#chains/index.ts';
import type { Graph } from '#core/graph.ts';
import { copySteps, pasteSteps, readClip } from '#editor/state/clip.ts';
import { addStep, connect, editStep, moveOnPath, removeSteps, setField } from '#editor/state/document.ts';
import { NO_HISTORY, redone, remember, undone } from '#editor/state/history.ts';
import { merge } from '#editor/state/merge.ts';
import { readQuick } from '#editor/state/quick.ts';

const classic = galleryGraph('classic');
const to = (graph: Graph, from: string, port = 'done') =>
  graph.edges.find((e) => e.from === from && e.port === port)?.to;
const data = (graph: Graph, id: string) => graph.steps.find((s) => s.id === id)!.data;

test('a step put behind another stands between it and what followed', () => {
  const graph = addStep(classic, { id: 'n', type: 'wait' }, { from: 'thanks', port: 'done' });
  expect([to(graph, 'thanks'), to(graph, 'n')]).toEqual(['n', 'invoice']);
  expect(classic.steps).toHaveLength(graph.steps.length - 1);
});

test('where steps are taken away the path stays whole', () => {
  const graph = removeSteps(classic, new Set(['invoice', 'service']));
  expect(to(graph, 'thanks')).toBe('courtesy');
  expect(graph.edges.some((e) => e.from === 'invoice' || e.to === 'service')).toBe(false);
});

test('nothing may lead into a trigger, and a goal stands beside the path', () => {
  expect(connect(classic, 'thanks', 'done', 'purchase')).toBe(classic);
  expect(connect(classic, 'thanks', 'done', 'renewed')).toBe(classic);
});

test('two steps change places on the main path', () => {
  const graph = moveOnPath(classic, 'service', -1);
  expect([to(graph, 'thanks'), to(graph, 'service'), to(graph, 'invoice')]).toEqual(['service', 'invoice', 'courtesy']);
  const same = moveOnPath(graph, 'service', 1);
  expect([to(same, 'thanks'), to(same, 'invoice'), to(same, 'service')]).toEqual(['invoice', 'service', 'courtesy']);
});

test('an arm that changes its name keeps its edge, one that goes loses it', () => {
  const arms = [
    { port: 'a', share: 50 },
    { port: 'b', share: 50 },
  ];
  const split = connect(addStep(classic, { id: 's', type: 'split', data: { arms } }), 's', 'b', 'thanks');
  const renamed = setField(split, 's', ['arms', 1, 'port'], 'c');
  expect(to(renamed, 's', 'c')).toBe('thanks');
  expect(to(editStep(renamed, 's', { data: { arms: arms.slice(0, 1) } }), 's', 'c')).toBeUndefined();
});

test('copied steps go into another chain under new ids, with their edges and parameters, without a second trigger', () => {
  const clip = readClip(JSON.stringify(copySteps(classic, new Set(['purchase', 'courtesy', 'newsletter', 'range']))));
  const { graph, ids } = pasteSteps(galleryGraph('signup'), clip!);
  expect(ids).toHaveLength(3);
  expect(to(graph, ids[0]!)).toBe(ids[1]);
  expect(graph.params.X).toEqual(classic.params.X);
  expect(new Set(graph.steps.map((s) => s.id)).size).toBe(graph.steps.length);
  expect(readClip('something else')).toBeNull();
});

test('what is typed into one field is undone as one change, and done again', () => {
  const typed = ['a', 'ab'].map((label) => editStep(classic, 'thanks', { label }));
  const history = remember(remember(NO_HISTORY, classic, 'label', 'l'), typed[0]!, 'label', 'l');
  const back = undone(history, typed[1]!)!;
  expect(back.graph).toBe(classic);
  expect(redone(back.history, back.graph)!.graph).toBe(typed[1]);
});

test('changes of different steps and fields are joined; of one field they are asked', () => {
  const mine = addStep(editStep(classic, 'thanks', { label: 'Mine' }), { id: 'n', type: 'wait' });
  const theirs = removeSteps(setField(classic, 'thanks', ['class'], 'information'), new Set(['invoice']));
  const { graph, conflicts } = merge(classic, mine, structuredClone(theirs));
  expect(conflicts).toEqual([]);
  expect(graph.steps.find((s) => s.id === 'thanks')).toMatchObject({ label: 'Mine', data: { class: 'information' } });
  expect([to(graph, 'thanks'), graph.steps.some((s) => s.id === 'n')]).toEqual(['service', true]);

  const other = editStep(classic, 'thanks', { label: 'Theirs' });
  const asked = merge(classic, mine, other, () => 'theirs');
  expect(asked.conflicts).toMatchObject([{ kind: 'step', key: 'thanks' }]);
  expect(asked.graph.steps.find((s) => s.id === 'thanks')!.label).toBe('Theirs');
  const gone = merge(classic, removeSteps(classic, new Set(['thanks'])), other);
  expect(gone.conflicts.map((c) => c.key)).toContain('thanks');
});

test('a line says date, channel, class and title in either language', () => {
  expect(readQuick('j+7 courrier facture')).toMatchObject({
    type: 'contact',
    label: 'Facture',
    data: {
      channel: 'task',
      when: { anchor: { kind: 'trigger' }, days: 7 },
      content: { kind: 'letter', title: 'Facture' },
    },
  });
  expect(readQuick('/D+15 10:30 call service')!.data).toMatchObject({
    class: 'service',
    when: { days: 15, time: '10:30' },
  });
  expect(readQuick('j mail merci')!.data).toMatchObject({
    channel: 'email',
    class: 'commercial',
    when: { anchor: { kind: 'trigger' } },
  });
  expect(readQuick('j+x relance offre')).toMatchObject({
    params: { X: { type: 'days' } },
    data: { when: { days: { param: 'X' } } },
  });
  expect(readQuick('bonjour')).toBeNull();
});

test('a line says waits, branches, triggers and goals', () => {
  expect(readQuick('attendre 3 jours')).toMatchObject({ type: 'wait', data: { for: { days: 3 } } });
  expect(readQuick('attendre achat 2 semaines')).toMatchObject({
    type: 'waitfor',
    data: { events: [{ event: 'Order Completed' }], for: { days: 14 } },
  });
  expect(readQuick('si achat')).toMatchObject({
    type: 'condition',
    data: { if: { happened: { event: 'Order Completed' } } },
  });
  expect(readQuick('when table booked', { events: ['Table Booked'], params: [] })).toMatchObject({
    type: 'entry',
    data: { event: 'Table Booked' },
  });
  expect(readQuick('split 70/30')).toMatchObject({
    data: {
      arms: [
        { port: 'a', share: 70 },
        { port: 'b', share: 30 },
      ],
    },
  });
  expect(readQuick('fin')).toMatchObject({ type: 'end' });
  expect(data(classic, 'end')).toEqual({});
});
