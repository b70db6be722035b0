/** What content may say of its customer: the variables of every Liquid template, whatever the channel. */
import type { Recipient } from '#activities/channels/adapter.ts';
import type { Scope } from '#activities/channels/liquid.ts';

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
    offer: to.offer ?? {},
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
