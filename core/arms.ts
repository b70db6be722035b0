/** Who goes which way by chance, so that nobody is ever drawn twice: the draw is a hash of who and where. */
import { stableFraction } from '#core/hash.ts';

export type Arm = { port: string; share: number };

/** The port of one of the arms; shares are percents. The first draw is recorded, so later edits move nobody. */
export function drawArm(salt: string, customer: number, chain: number, step: string, arms: readonly Arm[]): string {
  const last = arms.at(-1);
  if (!last) throw new Error(`Step ${step} of chain ${chain}: a split needs arms, got none.`);
  const total = arms.reduce((sum, arm) => sum + arm.share, 0);
  let left = stableFraction(salt, 'arm', customer, chain, step) * total;
  for (const arm of arms) {
    left -= arm.share;
    if (left < 0) return arm.port;
  }
  return last.port;
}

/**
 * Whether the customer belongs to the control group of `scope` (`company`, or a chain's id). Raising the percent adds
 * people to the group and lets nobody out of it.
 */
export function heldOut(salt: string, customer: number, scope: string | number, percent: number): boolean {
  return stableFraction(salt, 'holdout', customer, scope) * 100 < percent;
}
