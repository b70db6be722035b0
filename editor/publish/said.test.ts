import { expect, test } from 'vitest';
import { fieldSaid, valueSaid, type Word } from '#editor/publish/said.ts';

const WORDS: Record<string, string> = {
  'fields.when': 'Date',
  'fields.days': 'Days',
  'fields.share': 'Share',
  'choices.skip': 'Skip',
};
const word: Word = (kind, name) => WORDS[`${kind}.${name}`] ?? null;
const say = (value: unknown) => valueSaid(value, word, (on) => (on ? 'yes' : 'no'));

test('a field is told by its words', () => {
  expect(fieldSaid('when.days', word)).toBe('Date · Days');
  expect(fieldSaid('newest', word)).toBe('newest');
});

test('what stands in it is told without braces', () => {
  expect(say('skip')).toBe('Skip');
  expect(say({ param: 'X' })).toBe('X');
  expect(say(true)).toBe('yes');
  expect(
    say([
      { port: 'a', share: 60 },
      { port: 'b', share: 40 },
    ]),
  ).toBe('a Share 60, b Share 40');
  expect(say({ all: [{ field: 'profile.tier', op: 'eq', value: 'gold' }] })).toBe('profile.tier eq gold');
});
