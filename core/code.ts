/** Codes that customers prove themselves with before their data moves: how long they live, how often they may be tried. */

/** `confirm` is the second code of a change of address: it goes to the new one. */
export const PURPOSES = ['download', 'address', 'confirm', 'erase'] as const;
export type Purpose = (typeof PURPOSES)[number];

export const CODE_DIGITS = 6;
/** People read their mail on the wall's clock: wall ms, which a fast domain clock multiplies. */
const LIFE = 15 * 60_000;
const HOUR = 60 * 60_000;
export const TRIES = 5;
const PER_HOUR = 3;

/** Times are domain ms; `speed` is the clock's, domain ms per wall ms. */
export function expiryOf(askedAt: number, speed: number): number {
  return askedAt + LIFE * speed;
}

/** `asked`: when the customer's earlier codes were asked for, whatever for. Those that follow from a right one do not count. */
export function mayAsk(asked: readonly number[], now: number, speed: number): boolean {
  return asked.filter((at) => at > now - HOUR * speed).length < PER_HOUR;
}

/** The latest code of a customer and purpose, as it is kept. */
export type KeptCode = { expiresAt: number; tries: number; used: boolean };

export type Verdict =
  | 'right'
  /** Counts as a try; more are left. */
  | 'wrong'
  /** Never asked for, used already, or too old: nothing is counted. */
  | 'gone'
  /** Tried too often; the right one does not pass any more either. */
  | 'spent';

export function judgeCode(code: KeptCode | null, { now, matches }: { now: number; matches: boolean }): Verdict {
  if (code === null || code.used || now >= code.expiresAt) return 'gone';
  if (code.tries >= TRIES) return 'spent';
  if (matches) return 'right';
  return code.tries + 1 >= TRIES ? 'spent' : 'wrong';
}

/** As people type them: `123 456`, `123-456`. null: not a code. */
export function readCode(text: string): string | null {
  const digits = text.replace(/[\s-]/g, '');
  return digits.length === CODE_DIGITS && /^\d+$/.test(digits) ? digits : null;
}
