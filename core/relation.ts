/** What a customer is to us, from what was bought and when: nothing is declared, everything is derived. */
import { DateTime } from 'luxon';

export type Relation = {
  kind: 'prospect' | 'customer' | 'former';
  /** Families bought within the months that make a customer; '' where a purchase named none. */
  families: readonly string[];
};

export type Purchase = { family: string; at: number };

export const PROSPECT: Relation = { kind: 'prospect', families: [] };

/** `formerAfterMonths` after the last purchase a customer is a former one; of families, the same. */
export function relationOf(purchases: readonly Purchase[], now: number, formerAfterMonths: number): Relation {
  if (purchases.length === 0) return PROSPECT;
  const since = DateTime.fromMillis(now, { zone: 'utc' }).minus({ months: formerAfterMonths }).toMillis();
  const recent = purchases.filter(({ at }) => at >= since);
  if (recent.length === 0) return { kind: 'former', families: [] };
  return { kind: 'customer', families: recent.map(({ family }) => family) };
}
