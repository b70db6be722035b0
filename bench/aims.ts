/** How long a read of the editor may take, and what was measured. Pure. */
import type { Grown } from '#bench/grown.ts';

/** Wall ms. A page stands with it; it is looked into; it is counted over a quarter of a year and kept. */
export const AIMS = { page: 300, look: 1_000, long: 3_000 } as const;
export type Aim = keyof typeof AIMS;

export type Read = {
  name: string;
  aim: Aim;
  /** Wall ms, medians; `first` by an API that has just been started. */
  first: number;
  again: number;
  /** Of the first answer. */
  bytes: number;
};

export type Reads = { rows: Grown['rows']; reads: Read[] };

/** The slowest of its kind, asked first or again. */
export function slowest({ reads }: Reads, aim: Aim): number {
  return Math.max(...reads.filter((read) => read.aim === aim).map(({ first, again }) => Math.max(first, again)));
}
