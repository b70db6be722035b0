import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meanDifference, meanOf, newcombe, type Sample, scaled, wilson } from '#core/interval.ts';

const rounded = (x: number | null) => (x === null ? null : Math.round(x * 1e4) / 1e4 + 0);
const shown = ({ low, high }: { low: number | null; high: number | null }) => [rounded(low), rounded(high)];

describe('the interval of a rate', () => {
  it('is Wilson’s: the examples of Newcombe 1998 (Statistics in Medicine 17, 857–872)', () => {
    expect(shown(wilson({ hits: 81, of: 263 }))).toEqual([0.2553, 0.3662]);
    expect(shown(wilson({ hits: 15, of: 148 }))).toEqual([0.0624, 0.1605]);
    expect(shown(wilson({ hits: 0, of: 20 }))).toEqual([0, 0.1611]);
    expect(shown(wilson({ hits: 1, of: 29 }))).toEqual([0.0061, 0.1718]);
  });

  it('holds the rate, lies between 0 and 1, and tells nothing of nobody', () => {
    expect(wilson({ hits: 0, of: 0 })).toEqual({ value: null, low: null, high: null });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), fc.nat(), (of, some) => {
        const { value, low, high } = wilson({ hits: some % (of + 1), of });
        expect(low).toBeGreaterThanOrEqual(0);
        expect(low).toBeLessThanOrEqual(value!);
        expect(high).toBeGreaterThanOrEqual(value!);
        expect(high).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('the interval of a difference of rates', () => {
  it('is Newcombe’s method 10: the examples of his table II', () => {
    const of = (b: [number, number], a: [number, number]) =>
      shown(newcombe({ hits: a[0], of: a[1] }, { hits: b[0], of: b[1] }));
    expect(of([56, 70], [48, 80])).toEqual([0.0524, 0.3339]);
    expect(of([9, 10], [3, 10])).toEqual([0.1705, 0.809]);
    expect(of([6, 7], [2, 7])).toEqual([0.0582, 0.8062]);
    expect(of([5, 56], [0, 29])).toEqual([-0.0381, 0.1926]);
  });

  it('turned round is its mirror', () => {
    const [a, b] = [
      { hits: 12, of: 400 },
      { hits: 30, of: 500 },
    ];
    const [there, back] = [newcombe(a, b), newcombe(b, a)];
    expect(there.value).toBeCloseTo(0.03, 12);
    expect(back.low).toBeCloseTo(-there.high!, 12);
    expect(back.high).toBeCloseTo(-there.low!, 12);
  });

  it('tells nothing where one part is empty', () => {
    expect(newcombe({ hits: 0, of: 0 }, { hits: 1, of: 2 }).low).toBeNull();
  });
});

describe('the interval of a mean', () => {
  const sample = (...xs: number[]): Sample => ({
    n: xs.length,
    sum: xs.reduce((s, x) => s + x, 0),
    squares: xs.reduce((s, x) => s + x * x, 0),
  });

  it('is the mean ± 1.96 standard errors: by hand for 1 to 5, whose variance is 2.5', () => {
    expect(shown(meanOf(sample(1, 2, 3, 4, 5)))).toEqual([1.6141, 4.3859]);
  });

  it('of a difference has the errors of both: by hand, ± 1.96 √(2.5/5 + 4/3)', () => {
    const { value, ...interval } = meanDifference(sample(1, 2, 3, 4, 5), sample(2, 4, 6));
    expect(value).toBe(1);
    expect(shown(interval)).toEqual([-1.6538, 3.6538]);
  });

  it('counts zeros that were not listed, and tells no interval of one customer', () => {
    expect(meanOf({ n: 4, sum: 8, squares: 64 })).toEqual(meanOf(sample(8, 0, 0, 0)));
    expect(meanOf(sample(7))).toEqual({ value: 7, low: null, high: null });
    expect(meanDifference(sample(7), sample(1, 2))).toEqual({ value: -5.5, low: null, high: null });
    expect(meanOf(sample()).value).toBeNull();
  });

  it('can be told of a thousand customers', () => {
    expect(scaled({ value: 0.5, low: null, high: 1 }, 1_000)).toEqual({ value: 500, low: null, high: 1_000 });
  });
});
