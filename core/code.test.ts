import { expect, test } from 'vitest';
import { expiryOf, judgeCode, mayAsk, readCode, TRIES } from '#core/code.ts';

const NOW = Date.UTC(2026, 10, 24, 10);
const MINUTE = 60_000;
const kept = (more = {}) => ({ expiresAt: expiryOf(NOW, 1), tries: 0, used: false, ...more });
const at = (minutes: number, matches = true) => ({ now: NOW + minutes * MINUTE, matches });

test('a code passes for a quarter of an hour and no longer', () => {
  expect(judgeCode(kept(), at(0))).toBe('right');
  expect(judgeCode(kept(), { now: NOW + 15 * MINUTE - 1, matches: true })).toBe('right');
  expect(judgeCode(kept(), at(15))).toBe('gone');
  expect(judgeCode(kept(), at(15, false))).toBe('gone');
});

test('it is a quarter of an hour of the reader’s day, however fast the domain’s clock runs', () => {
  expect(expiryOf(NOW, 43_200) - NOW).toBe(15 * MINUTE * 43_200);
  const hour = 60 * MINUTE * 43_200;
  expect(mayAsk([NOW, NOW, NOW], NOW + hour - 1, 43_200)).toBe(false);
  expect(mayAsk([NOW, NOW, NOW], NOW + hour, 43_200)).toBe(true);
});

test('a code that was used, or never asked for, passes nobody', () => {
  expect(judgeCode(kept({ used: true }), at(1))).toBe('gone');
  expect(judgeCode(null, at(1))).toBe('gone');
});

test('the fifth wrong try is the last one, and then the right code comes too late', () => {
  for (let tries = 0; tries < TRIES - 1; tries += 1) expect(judgeCode(kept({ tries }), at(1, false))).toBe('wrong');
  expect(judgeCode(kept({ tries: TRIES - 1 }), at(1))).toBe('right');
  expect(judgeCode(kept({ tries: TRIES - 1 }), at(1, false))).toBe('spent');
  expect(judgeCode(kept({ tries: TRIES }), at(1))).toBe('spent');
});

test('three codes an hour may be asked for, the hour counted back from now', () => {
  const [first, second, third] = [NOW, NOW + MINUTE, NOW + 2 * MINUTE] as const;
  expect(mayAsk([], NOW, 1)).toBe(true);
  expect(mayAsk([first, second], third, 1)).toBe(true);
  expect(mayAsk([first, second, third], NOW + 59 * MINUTE, 1)).toBe(false);
  expect(mayAsk([first, second, third], NOW + 60 * MINUTE, 1)).toBe(true);
});

test('a code is read as people type it', () => {
  for (const typed of ['123456', ' 123 456 ', '123-456', '1 2 3 4 5 6']) expect(readCode(typed)).toBe('123456');
  for (const typed of ['', '12345', '1234567', '12345a', '１２３４５６']) expect(readCode(typed)).toBeNull();
});
