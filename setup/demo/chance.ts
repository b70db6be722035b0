/** Chance that falls the same way every time: what the demo invents about somebody stays so after a restart. */
import { createHash } from 'node:crypto';

export type Chance = {
  /** From 0 to 1, 1 excluded. */
  number(): number;
  /** From..to, both included. */
  whole(from: number, to: number): number;
  pick<T>(list: readonly T[]): T;
  happens(share: number): boolean;
};

/** The same words, the same draws. */
export function chance(...about: (string | number)[]): Chance {
  let state = createHash('sha256').update(about.join('|')).digest().readUInt32LE(0);
  // mulberry32
  const number = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const whole = (from: number, to: number) => from + Math.floor(number() * (to - from + 1));
  return {
    number,
    whole,
    pick: (list) => list[whole(0, list.length - 1)]!,
    happens: (share) => number() < share,
  };
}
