import fc from 'fast-check';
import { expect, test } from 'vitest';
import { equal, portOf, rebalanced } from '#editor/panels/share.ts';

const sum = (shares: readonly (number | null)[]) => shares.reduce<number>((a, b) => a + (b ?? 0), 0);

test('one share changed, the others keep their proportion and all add up to 100', () => {
  expect(rebalanced([50, 50], 0, 70)).toEqual([70, 30]);
  expect(rebalanced([50, 30, 20], 0, 60)).toEqual([60, 24, 16]);
  expect(rebalanced([34, 33, 33], 1, 50)).toEqual([25, 50, 25]);
  expect(rebalanced([100, 0, 0], 0, 40)).toEqual([40, 30, 30]);
  expect(rebalanced([50, 50], 0, 33.3)).toEqual([33.3, 66.7]);
});

test('a share that a parameter holds stays as it is', () => {
  expect(rebalanced([null, 40, 40], 1, 60, 20)).toEqual([null, 60, 20]);
  expect(rebalanced([null, 40], 1, 90, 20)).toEqual([null, 80]);
});

test('whatever is typed, the shares add up', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 2, maxLength: 20 }),
      fc.integer({ min: -20, max: 140 }),
      fc.nat(),
      (shares, wanted, n) => {
        const next = rebalanced(shares, n % shares.length, wanted);
        expect(sum(next)).toBe(100);
        expect(next.every((share) => share !== null && share >= 0 && Number.isInteger(share))).toBe(true);
      },
    ),
  );
  for (let n = 1; n <= 20; n += 1) expect(sum(equal(n))).toBe(100);
});

test('an arm is named after what it is called, and no two alike', () => {
  expect(portOf('Courrier à l’été', [])).toBe('courrier_a_l_ete');
  expect(portOf('Letter', ['letter', 'letter_2'])).toBe('letter_3');
  expect(portOf('42', [])).toBe('arm');
});
