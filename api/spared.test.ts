import { expect, test } from 'vitest';
import { spared } from '#api/spared.ts';

function asking() {
  let now = 0;
  let asked = 0;
  const share = spared<number>(() => now);
  const ask = (takes: number, key = 'a') =>
    share(key, async () => {
      asked += 1;
      now += takes;
      return asked;
    });
  return { ask, pass: (ms: number) => (now += ms) };
}

test('what is cheap is asked each time', async () => {
  const { ask } = asking();
  expect([await ask(10), await ask(10)]).toEqual([1, 2]);
});

test('what took long is good for ten times as long, and not longer', async () => {
  const { ask, pass } = asking();
  expect(await ask(200)).toBe(1);
  pass(1_999);
  expect(await ask(200)).toBe(1);
  pass(1);
  expect(await ask(200)).toBe(2);
});

test('who asks meanwhile shares the answer, of another question nobody does', async () => {
  const { ask } = asking();
  const [one, two] = [ask(10), ask(10)];
  expect([await one, await two]).toEqual([1, 1]);
  expect(await ask(10, 'b')).toBe(2);
});

test('what failed is asked again', async () => {
  const share = spared<number>(() => 0);
  await expect(share('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await share('a', async () => 2)).toBe(2);
});
