/** What content may say of its customer: the variables of every Liquid template, whatever the channel. */
import type { Recipient } from '#activities/channels/adapter.ts';
import type { Scope } from '#activities/channels/liquid.ts';
import type { Json } from '#core/facts.ts';
import { wordsFor } from '#core/language.ts';

export type ScopeExtras = { brandName?: string; unsubscribeUrl?: string; preferencesUrl?: string; confirmUrl?: string };

export function scopeOf(to: Recipient, extras: ScopeExtras = {}): Scope {
  const { facts } = to;
  return {
    now: to.now,
    zone: facts.zone,
    locale: facts.locale,
    profile: facts.traits,
    customer: facts.traits,
    entry: facts.entry.properties,
    params: facts.params,
    offer: to.offer ? wordsOf(to.offer, facts.locale) : {},
    touch: {
      class: to.class,
      due: new Date(to.due).toISOString(),
      ...(to.validUntil === null ? {} : { valid_until: new Date(to.validUntil).toISOString() }),
    },
    brand: { id: to.brand, name: extras.brandName ?? to.brand },
    ...(extras.unsubscribeUrl === undefined ? {} : { unsubscribe_url: extras.unsubscribeUrl }),
    ...(extras.preferencesUrl === undefined ? {} : { preferences_url: extras.preferencesUrl }),
    ...(extras.confirmUrl === undefined ? {} : { confirm_url: extras.confirmUrl }),
  };
}

/** Name and description are kept by language; content says them in the customer's. */
function wordsOf(offer: Record<string, Json>, locale: string): Record<string, Json> {
  const said = { ...offer };
  for (const field of ['name', 'description']) {
    const words = offer[field];
    if (typeof words !== 'object' || words === null || Array.isArray(words)) continue;
    const word = wordsFor(words, locale);
    if (word === undefined) delete said[field];
    else said[field] = word;
  }
  return said;
}
