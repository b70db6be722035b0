/** What a customer is to us, from what was bought and when: nothing is declared, everything is derived. */
import { DateTime } from 'luxon';

export type Relation = {
  kind: 'prospect' | 'customer' | 'former';
  /** Families bought within the months that make a customer; '' where a purchase named none. */
  families: readonly string[];
};

export type Purchase = { family: string; at: number };

export const PROSPECT: Relation = { kind: 'prospect', families: [] };

/** Whoever bought last before this (ms) is a former customer; the same for a family. Asked once a burst. */
export function formerBefore(now: number, formerAfterMonths: number): number {
  return DateTime.fromMillis(now, { zone: 'utc' }).minus({ months: formerAfterMonths }).toMillis();
}

/** `before`: see `formerBefore`. */
export function relationOf(purchases: readonly Purchase[], before: number): Relation {
  if (purchases.length === 0) return PROSPECT;
  const recent = purchases.filter(({ at }) => at >= before);
  if (recent.length === 0) return { kind: 'former', families: [] };
  return { kind: 'customer', families: recent.map(({ family }) => family) };
}
