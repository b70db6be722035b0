/** How many mails may leave a second, in all and per recipient domain: token buckets on a clock that is given. */

export type Slot =
  /** May leave after so many ms (0: at once); the tokens are taken. */
  | { kind: 'go'; after: number }
  /** Would have to wait longer than the patience given: nothing was taken. */
  | { kind: 'over'; after: number };

export type Rates = { take(domain: string, patience: number): Slot };

export type RateSettings = {
  /** Mails per second; absent: as many as the server takes. */
  rate?: number | undefined;
  /** To each recipient domain; by domain, `*` being those not named. */
  domainRate?: number | Record<string, number> | undefined;
  /** Monotonic ms. */
  monotonic(): number;
};

/** A tenth of a second's worth may leave at once: enough for a chunk to flow, too little to anger a provider. */
const BURST_MS = 100;
const MANY_DOMAINS = 10_000;

export function createRates({ rate, domainRate, monotonic }: RateSettings): Rates {
  // A bucket is the time at which it will be full again (GCRA): one number, and no refilling.
  let overall = 0;
  const domains = new Map<string, number>();
  const byDomain = new Map(Object.entries(typeof domainRate === 'number' ? { '*': domainRate } : (domainRate ?? {})));

  return {
    take(domain, patience) {
      const itsRate = byDomain.get(domain) ?? byDomain.get('*');
      if (rate === undefined && itsRate === undefined) return { kind: 'go', after: 0 };
      const now = monotonic();
      const mine = Math.max(now, overall);
      const its = Math.max(now, domains.get(domain) ?? 0);
      const wait = (full: number, perSecond: number | undefined) =>
        perSecond === undefined ? 0 : Math.max(0, full - now - Math.max(0, BURST_MS - 1_000 / perSecond));
      const after = Math.ceil(Math.max(wait(mine, rate), wait(its, itsRate)));
      if (after > patience) return { kind: 'over', after };
      if (rate !== undefined) overall = mine + 1_000 / rate;
      if (itsRate !== undefined) {
        if (domains.size >= MANY_DOMAINS) for (const [name, full] of domains) if (full <= now) domains.delete(name);
        domains.set(domain, its + 1_000 / itsRate);
      }
      return { kind: 'go', after };
    },
  };
}
