import { expect, test } from 'vitest';
import { keptAnswer } from '#api/kept.ts';

/** Answers are made when they are let go. */
function slow() {
  const waiting: ((answer: string) => void)[] = [];
  const kept = keptAnswer<string>(0, () => new Promise((done) => waiting.push(done)));
  return { kept, waiting };
}

test('an answer that takes longer than one waits is told by the next call, and made once', async () => {
  const { kept, waiting } = slow();
  expect(await kept(0, 1)).toBeNull();
  expect(await kept(0, 1)).toBeNull();
  expect(waiting).toHaveLength(1);
  waiting[0]!('first');
  expect(await kept(0, 10_000)).toBe('first');
});

test('an old answer is given while a newer one is made', async () => {
  const { kept, waiting } = slow();
  const asked = kept(0, 10_000);
  waiting[0]!('first');
  await asked;
  expect(await kept(0, 1)).toBe('first');
  expect(waiting).toHaveLength(2);
});
