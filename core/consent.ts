/** What consent means here: regimes by channel, which record is the last word on a touch, how long a giving lasts. */
import { DateTime } from 'luxon';

/**
 * `opt_in`: only what was asked for. `soft_opt_in`: also to customers, about the families they bought. `opt_out`: until
 * somebody objects. They hold for commercial contacts; information only heeds objections, service asks for nothing.
 */
export const REGIMES = ['opt_in', 'soft_opt_in', 'opt_out'] as const;
export type Regime = (typeof REGIMES)[number];

export type ConsentSettings = {
  /** By channel as the customer sees it. */
  regimes: Record<string, Regime>;
  /** The event that makes a customer, and its property that names the family. */
  purchase: { event: string; familyProperty: string };
  /** Months without a purchase after which a customer is a former one. */
  formerAfterMonths: number;
  /** Days before a giving runs out at which its customer's chains are told. */
  expiryNoticeDays: number;
};

export const DEFAULT_CONSENT: ConsentSettings = {
  regimes: { email: 'opt_out', letter: 'opt_out', task: 'opt_out', call: 'opt_in', sms: 'opt_in' },
  purchase: { event: 'Order Completed', familyProperty: 'family' },
  formerAfterMonths: 24,
  expiryNoticeDays: 30,
};

/** The settings for a company in France: e-mail under the soft opt-in. Counsel must check. */
export const FRENCH_CONSENT: ConsentSettings = {
  ...DEFAULT_CONSENT,
  regimes: { ...DEFAULT_CONSENT.regimes, email: 'soft_opt_in' },
};

/** Months after which a giving has to be asked for again, whatever it says. Calls: one year (Code de la consommation). */
const LONGEST_MONTHS: Record<string, number> = { call: 12 };

/** When a giving runs out: as it says, and no later than the channel allows. */
export function expiryOf(channel: string, at: number, asked: number | null): number | null {
  const months = LONGEST_MONTHS[channel];
  if (months === undefined) return asked;
  const latest = DateTime.fromMillis(at, { zone: 'utc' }).plus({ months }).toMillis();
  return asked === null ? latest : Math.min(asked, latest);
}

/** The channels that reach a customer at an address of a kind: whoever complains there means them. */
export function channelsAt(kind: string): readonly string[] {
  return CHANNELS_AT[kind] ?? [];
}

const CHANNELS_AT: Record<string, readonly string[]> = { email: ['email'], phone: ['call', 'sms'], postal: ['letter'] };

export type Word = {
  brand: string;
  channel: string;
  topic: string;
  given: boolean;
  expiresAt: number | null;
  /** Absent: long ago. */
  at?: number;
};

/**
 * Of the records that speak of a brand, channel and topic (`*` speaks of all), the latest is the last word; of two at the
 * same moment the withdrawal is. So a giving that comes after a wider withdrawal lifts it for what it names, and no more.
 */
export function lastWord<W extends Word>(
  words: readonly W[],
  about: { brand: string; channel: string; topic: string },
): W | null {
  let last: W | null = null;
  for (const word of words) {
    if (!speaksOf(word, about)) continue;
    const later = last === null || at(word) > at(last) || (at(word) === at(last) && !word.given);
    if (later) last = word;
  }
  return last;
}

export function speaksOf(word: Word, about: { brand: string; channel: string; topic: string }): boolean {
  return (
    (word.brand === '*' || word.brand === about.brand) &&
    (word.channel === '*' || word.channel === about.channel) &&
    (word.topic === '*' || word.topic === about.topic)
  );
}

export function stands(word: Word, now: number): boolean {
  return word.given && (word.expiresAt === null || word.expiresAt > now);
}

function at(word: Word): number {
  return word.at ?? Number.NEGATIVE_INFINITY;
}
