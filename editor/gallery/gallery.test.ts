import { expect, test } from 'vitest';
import { galleryGraph, galleryNames } from '#chains/index.ts';
import { compile } from '#core/compile.ts';
import { attributesOf, channelsOf, eventsOf } from '#editor/gallery/needs.ts';
import { filled, questionsOf, wrong } from '#editor/gallery/questions.ts';

test('a chain says which events, attributes and channels it needs', () => {
  expect(eventsOf(galleryGraph('renewal'))).toEqual(['Contract Signed', 'Contract Renewed', 'Contract Cancelled']);
  expect(channelsOf(galleryGraph('renewal'))).toEqual(['email', 'letter', 'call']);
  expect(attributesOf(galleryGraph('birthday'))).toEqual(['birthday']);
  expect(eventsOf(galleryGraph('inaction'))).toContain('Product Viewed');
  // A quote is prepared inside the house.
  expect(channelsOf(galleryGraph('prospecting'))).toEqual(['email', 'call', 'letter']);
});

test.each(galleryNames)('%s asks few things, in words, and what it proposes is right', (name) => {
  for (const language of ['en', 'fr'] as const) {
    const graph = galleryGraph(name, language);
    const asked = questionsOf(graph, '');
    expect(asked.length).toBeLessThanOrEqual(9);
    expect(asked.filter(wrong)).toEqual([]);
    expect(asked.every(({ label, name }) => label !== name)).toBe(true);
    expect(filled(graph, asked)).toEqual(graph);
  }
});

test('answers become the parameters of the graph, which still compiles', () => {
  const graph = galleryGraph('classic');
  const asked = questionsOf(graph, 'Atelier Nord').map((one) => (one.name === 'X' ? { ...one, text: '45' } : one));
  const own = filled(graph, asked);
  expect(own.params).toMatchObject({ X: { type: 'days', value: 45 }, sender: { value: 'Atelier Nord' } });
  expect(compile(own)).toHaveProperty('plan');
});

test('what cannot be a number of days, a date or an offer is said', () => {
  const asked = (type: 'days' | 'date' | 'offer' | 'number', text: string) =>
    wrong({ name: 'a', label: 'A', type, text });
  expect([
    asked('days', '1.5'),
    asked('days', ''),
    asked('date', ''),
    asked('offer', ' '),
    asked('number', 'x'),
  ]).toEqual(Array(5).fill(true));
  expect([asked('days', '-7'), asked('date', '2026-12-24'), asked('number', '6.5')]).toEqual(Array(3).fill(false));
});
