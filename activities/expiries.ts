/** Tells chains of givings that run out, by events of the ordinary intake, each once. */
import type { Clock } from '#core/clock.ts';
import { consentEvent } from '#core/consentevent.ts';
import type { Intake } from '#core/event.ts';
import type { Db } from '#store/db.ts';
import { type Expiry, expired, expiring, markTold } from '#store/expiries.ts';
import { readConsentSettings } from '#store/settings.ts';

/** Of a mass of givings that run out at once, a sweep tells so many; the next one goes on. */
const PAGE = 1_000;
const PAGES = 10;

/**
 * The event first, then the mark: whoever dies in between leaves it to be told again, and the intake knows an event by
 * its record. Answers how many were told.
 */
export function createExpiries({ db, clock, intake }: { db: Db; clock: Clock; intake: Intake }) {
  async function tell(what: 'expired' | 'expiring', next: (now: number) => Promise<Expiry[]>): Promise<number> {
    let count = 0;
    for (let pages = 0; pages < PAGES; pages += 1) {
      const now = clock.now();
      const found = await next(now);
      const news = found.filter(({ moot }) => !moot);
      await intake.take(news.map((expiry) => eventOf(what, expiry, now)));
      if (found.length > 0) await markTold(db, now, what, found);
      count += news.length;
      if (found.length < PAGE) break;
    }
    return count;
  }

  return async function tellExpiries(): Promise<number> {
    const { expiryNoticeDays } = await readConsentSettings(db);
    const gone = await tell('expired', (now) => expired(db, now, PAGE));
    return gone + (await tell('expiring', (now) => expiring(db, now, expiryNoticeDays, PAGE)));
  };
}

function eventOf(what: 'expired' | 'expiring', { customer, record, expiresAt, ...about }: Expiry, now: number) {
  const more = { expires_at: expiresAt.toISOString() };
  // What ran out long ago (an import of old givings) happened then: chains do not take in what is too old for them.
  if (what === 'expired') return consentEvent({ name: 'Consent Expired', customer, record, about, at: +expiresAt });
  return consentEvent({ name: 'Consent Expiring', customer, record, about, more, at: now });
}
