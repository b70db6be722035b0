import { expect, test } from 'vitest';
import type { ChainLive } from '#api/routes/live.ts';
import { galleryGraph } from '#chains/index.ts';
import type { TouchLine } from '#editor/data/path.ts';
import { editStep, removeSteps, stepOf } from '#editor/state/document.ts';
import { countsOf, strayed } from '#editor/watch/counts.ts';
import { spread } from '#editor/watch/overlay.ts';
import { trailOf, walkedEdges } from '#editor/watch/trail.ts';
import { unionOf } from '#editor/watch/union.ts';

const classic = galleryGraph('classic');
const day = (n: number) => new Date(Date.UTC(2027, 0, 1 + n)).toISOString();
const say = { number: (n: number) => String(Math.round(n)), word: (key: string) => key, link: null };

const LIVE: ChainLive = {
  ...{ at: day(0), entered: 10, live: 4, goal: 1, versions: [], tests: { entered: 0, live: 0, last: null } },
  steps: [
    { step: 'thanks', here: 0, due: 0, passed: 10, customers: 8, ports: { done: 10 } },
    { step: 'invoice', here: 3, due: 2, passed: 6, customers: 6, ports: { done: 6 } },
    { step: 'gone', here: 1, due: 0, passed: 0, customers: 0, ports: {} },
  ],
};

test('each step tells who stands at it, and how often and by how many customers it was passed', () => {
  const { overlay } = countsOf(classic, LIVE, { ...say, link: (of) => `/customers?${new URLSearchParams({ ...of })}` });
  const figures = (step: string) => overlay.steps.get(step)?.figures?.map((f) => [f.key, f.value, f.href]);
  expect(figures('invoice')).toEqual([
    ['here', '3', '/customers?step=invoice&state=live'],
    ['due', '2', '/customers?step=invoice&at=due&state=live'],
    ['passed', '6', '/customers?step=invoice&at=passed'],
    ['customers', '6', '/customers?step=invoice&at=passed'],
  ]);
  expect(figures('purchase')).toEqual([['entered', '10', '/customers?']]);
  expect(overlay.edges.get('thanks done invoice')).toMatchObject({ label: '10', how: 'how.ports' });
  expect(countsOf(classic, LIVE, say).overlay.steps.get('invoice')?.figures?.[0]?.href).toBeUndefined();
});

test('a share is told as the reader writes it', () => {
  const part = { ...LIVE, steps: [{ ...LIVE.steps[0]!, ports: { done: 5, capped: 5 } }] };
  const shares = (language: 'en' | 'fr') =>
    countsOf(classic, part, { ...say, language })
      .ways.get('thanks')!
      .map(({ name, share }) => `${name} ${share}`);
  expect(shares('en')).toEqual(['Goes on 50%', 'Capped 50%']);
  expect(shares('fr')).toEqual(['Suite 50\u202f%', 'Plafonné 50\u202f%']);
});

test('notes are shown too, and make room for the numbers beneath a card', () => {
  const below = { ...stepOf(classic, 'thanks')!.position!, y: stepOf(classic, 'thanks')!.position!.y + 100 };
  const far = { x: -900, y: 40 };
  const notes = [
    { id: 'close', text: 'Ask the shop', position: below },
    { id: 'far', text: 'Elsewhere', position: far },
    { text: 'Of the API' },
  ];
  const { overlay } = countsOf(classic, LIVE, say);
  const spots = spread({ ...classic, notes }, new Map(), overlay);
  expect(spots.get('close')!.x).toBe(below.x);
  expect(spots.get('close')!.y).toBeGreaterThan(below.y);
  expect(spots.get('far')).toEqual(far);
  expect(spots.has('note 2')).toBe(true);
});

test('who stands at a step that the drawing does not have is not passed over', () => {
  expect(strayed(classic, LIVE)).toBe(1);
});

test('what was taken away stands where it stood, and what led to it is marked', () => {
  const after = editStep(removeSteps(classic, new Set(['invoice'])), 'thanks', { label: 'Many thanks' });
  const { graph, overlay, count } = unionOf(classic, after, (tone) => tone);
  expect(count).toEqual({ added: 0, changed: 1, removed: 1 });
  expect(graph.steps.some((s) => s.id === 'invoice')).toBe(true);
  expect(overlay.steps.get('thanks')).toEqual({ tone: 'changed', said: 'changed' });
  expect(overlay.edges.get('thanks done invoice')).toEqual({ tone: 'removed' });
  expect(overlay.edges.get('thanks done service')).toEqual({ tone: 'added' });
});

const way = {
  ...{ enteredAt: day(0), state: 'live' as const, step: 'service' },
  path: [
    { step: 'thanks', port: 'done', at: day(0) },
    { step: 'thanks', port: 'done', at: day(0) },
    { step: 'invoice', port: 'done', at: day(1) },
    { step: 'invoice', port: 'done', at: day(2) },
  ],
};

test('a path is told visit by visit, with the contact made at each', () => {
  const contact = { id: 't', step: 'invoice', judgedAt: day(1) } as TouchLine;
  const visits = trailOf(classic, way, [contact]);
  expect(visits.map((v) => [v.step, v.arrived, v.left, v.contacts.length])).toEqual([
    ['purchase', day(0), day(0), 0],
    ['thanks', day(0), day(0), 0],
    ['invoice', day(0), day(2), 1],
    ['service', day(2), null, 0],
  ]);
  expect([...walkedEdges(classic, visits).keys()]).toEqual([
    'purchase done thanks',
    'thanks done invoice',
    'invoice done service',
  ]);
});

test('who waits for the date of a contact is still at it', () => {
  const visits = trailOf(classic, { ...way, step: 'invoice', path: way.path.slice(0, 3) }, []);
  expect(visits.at(-1)).toMatchObject({ step: 'invoice', arrived: day(0), left: null, port: null });
});
