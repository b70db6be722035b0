/** The gate of a chain: the first so many percent of its entrants get in, until a person decides about the rest. */
import { stableFraction } from '#core/hash.ts';

export type Gate = { percent: number };

/** Raising the percent lets more in and keeps nobody out who was let in. */
export function letIn(gate: Gate | null, who: { salt: string; customer: number; chain: number }): boolean {
  return gate === null || stableFraction(who.salt, 'gate', who.customer, who.chain) * 100 < gate.percent;
}
