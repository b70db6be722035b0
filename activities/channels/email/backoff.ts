/** How long to leave a server or a domain alone: doubles with each wave of failures, forgotten at the first success. */

export type Backoff = {
  /** One more failure; answers the ms to wait. Failures of the same wave count once. */
  fail(key: string): number;
  succeed(key: string): void;
  /** Ms left to wait; 0: free, or fewer waves of failures in a row than `waves`. */
  left(key: string, waves?: number): number;
};

export type BackoffSettings = { first: number; most: number; monotonic(): number };

const MANY = 10_000;

export function createBackoff({ first, most, monotonic }: BackoffSettings): Backoff {
  const waits = new Map<string, { count: number; until: number }>();
  return {
    fail(key) {
      const now = monotonic();
      const known = waits.get(key);
      if (known && now < known.until) return Math.ceil(known.until - now);
      const count = (known?.count ?? 0) + 1;
      const wait = Math.min(most, first * 2 ** (count - 1));
      if (!known && waits.size >= MANY) waits.clear();
      waits.set(key, { count, until: now + wait });
      return wait;
    },
    succeed(key) {
      if (waits.size > 0) waits.delete(key);
    },
    left(key, waves = 1) {
      const known = waits.get(key);
      return known && known.count >= waves ? Math.max(0, Math.ceil(known.until - monotonic())) : 0;
    },
  };
}
