/**
 * Intervals of 95 % around what was counted, and around the difference of two parts of the customers.
 * Rates: Wilson's score interval (E. B. Wilson, JASA 22, 1927, 209–212). Differences of rates: Newcombe's hybrid of two
 * score intervals (R. G. Newcombe, Statistics in Medicine 17, 1998, 873–890, method 10). Means: the normal interval with
 * the sample's standard deviation; their difference with both variances (Welch).
 */

/** null: nothing can be told. */
export type Estimate = { value: number | null; low: number | null; high: number | null };

/** So many of so many. */
export type Share = { hits: number; of: number };

/** Of n numbers their sum and the sum of their squares; zeros need not be listed to be counted in n. */
export type Sample = { n: number; sum: number; squares: number };

/** The 97.5 % point of the normal distribution. */
const Z = 1.959963984540054;

const UNKNOWN: Estimate = { value: null, low: null, high: null };

export function wilson({ hits, of }: Share): Estimate {
  if (of <= 0) return UNKNOWN;
  const [low, high] = score({ hits, of });
  return { value: hits / of, low, high };
}

function score({ hits, of }: Share): [number, number] {
  const p = hits / of;
  const middle = p + (Z * Z) / (2 * of);
  const reach = Z * Math.sqrt((p * (1 - p)) / of + (Z * Z) / (4 * of * of));
  const scale = 1 + (Z * Z) / of;
  // At the ends it is exactly 0 or 1; the arithmetic is not.
  return [hits === 0 ? 0 : (middle - reach) / scale, hits === of ? 1 : (middle + reach) / scale];
}

/** The rate of `b` less that of `a`. */
export function newcombe(a: Share, b: Share): Estimate {
  if (a.of <= 0 || b.of <= 0) return UNKNOWN;
  const [pa, pb] = [a.hits / a.of, b.hits / b.of];
  const [[lowA, highA], [lowB, highB]] = [score(a), score(b)];
  const value = pb - pa;
  return { value, low: value - Math.hypot(pb - lowB, highA - pa), high: value + Math.hypot(highB - pb, pa - lowA) };
}

export function meanOf(sample: Sample): Estimate {
  return around(sample.n > 0 ? sample.sum / sample.n : null, squaredError(sample));
}

/** The mean of `b` less that of `a`. */
export function meanDifference(a: Sample, b: Sample): Estimate {
  if (a.n <= 0 || b.n <= 0) return UNKNOWN;
  const [errorA, errorB] = [squaredError(a), squaredError(b)];
  return around(b.sum / b.n - a.sum / a.n, errorA === null || errorB === null ? null : errorA + errorB);
}

/** Of the mean; null below two numbers, for one number does not vary. */
function squaredError({ n, sum, squares }: Sample): number | null {
  if (n < 2) return null;
  return Math.max(0, squares - (sum * sum) / n) / (n - 1) / n;
}

function around(value: number | null, squared: number | null): Estimate {
  if (value === null || squared === null) return { ...UNKNOWN, value };
  const reach = Z * Math.sqrt(squared);
  return { value, low: value - reach, high: value + reach };
}

/** As told of so many customers. */
export function scaled({ value, low, high }: Estimate, by: number): Estimate {
  const times = (x: number | null) => (x === null ? null : x * by);
  return { value: times(value), low: times(low), high: times(high) };
}
