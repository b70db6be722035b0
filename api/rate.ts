/** Token buckets in memory, one a key: fairness within this process, not a quota to the letter. */
import type { Rate } from '#api/deps.ts';

export type Limiter = {
  /** 0 when there is room; else the wall seconds to wait. */
  take(key: string): number;
};

/** Buckets kept at most; one not seen for long is full again anyway. */
const KEPT = 10_000;

/** `time` is a wall clock in ms: senders live on the wall's time, however fast the domain's runs. */
export function createLimiter({ perSecond, burst }: Rate, time: () => number): Limiter {
  const buckets = new Map<string, { left: number; at: number }>();
  return {
    take(key) {
      const now = time();
      const bucket = buckets.get(key) ?? { left: burst, at: now };
      bucket.left = Math.min(burst, bucket.left + ((now - bucket.at) / 1000) * perSecond);
      bucket.at = now;
      buckets.delete(key);
      buckets.set(key, bucket);
      if (buckets.size > KEPT) buckets.delete(buckets.keys().next().value!);
      if (bucket.left >= 1) {
        bucket.left -= 1;
        return 0;
      }
      return Math.max(1, Math.ceil((1 - bucket.left) / perSecond));
    },
  };
}
