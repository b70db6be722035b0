import { expect, test } from 'vitest';
import { keepUp, type Part } from '#setup/part.ts';

/** A part that dies when told. */
function mortal(): Part & { die(): void } {
  let die: () => void = () => undefined;
  const gone = new Promise<void>((resolve) => {
    die = resolve;
  });
  return { pid: 0, gone, stop: async () => die(), die: () => die() };
}

function nursery(fails: (n: number) => boolean = () => false) {
  const born: ReturnType<typeof mortal>[] = [];
  let tries = 0;
  let wake: (() => void) | undefined;
  return {
    born,
    start: async () => {
      tries += 1;
      if (fails(tries)) throw new Error('no room');
      const part = mortal();
      born.push(part);
      wake?.();
      return part;
    },
    async nth(n: number) {
      while (born.length < n) await new Promise<void>((resolve) => (wake = resolve));
      return born[n - 1]!;
    },
  };
}

test('a part that dies is started again, and said', async () => {
  const said: string[] = [];
  const { start, nth, born } = nursery();
  const kept = await keepUp(start, {
    name: 'Postgres',
    say: (line) => said.push(line),
    giveUp: () => undefined,
    pace: 1,
  });
  (await nth(1)).die();
  await nth(2);
  await kept.stop();
  expect(born).toHaveLength(2);
  expect(said).toEqual(['Postgres ended by itself: starting it again.']);
});

test('a part that cannot be started at once is tried again', async () => {
  const { start, nth } = nursery((n) => n === 2 || n === 3);
  const kept = await keepUp(start, { name: 'The worker', say: () => undefined, giveUp: () => undefined, pace: 1 });
  (await nth(1)).die();
  await nth(2);
  await kept.stop();
});

test('a part that keeps dying is given up, with the reason', async () => {
  const { start, nth } = nursery((n) => n > 1);
  const reason = new Promise<string>((giveUp) => {
    void keepUp(start, { name: 'The API', say: () => undefined, giveUp, pace: 1 });
  });
  (await nth(1)).die();
  expect(await reason).toBe('The API died or failed to start 9 times within a minute. no room');
});

test('a part that was stopped stays so', async () => {
  const { start, born } = nursery();
  const kept = await keepUp(start, { name: 'Temporal', say: () => undefined, giveUp: () => undefined, pace: 1 });
  await kept.stop();
  expect(born).toHaveLength(1);
});
