/** Events we set off ourselves when consent changes, so that chains can enter on them. Nothing of the person is in them. */
import type { Incoming } from '#core/event.ts';
import type { Json } from '#core/facts.ts';

export type ConsentEvent = {
  name: 'Consent Requested' | 'Consent Given' | 'Consent Expiring' | 'Consent Expired';
  customer: number;
  /** Of the ledger: each of these events happens once for a record. */
  record: number;
  about: { brand: string; channel: string; topic: string };
  more?: Record<string, Json>;
  /** Domain ms. */
  at: number;
};

export function consentEvent({ name, customer, record, about, more, at }: ConsentEvent): Incoming {
  const { brand, channel, topic } = about;
  return {
    kind: 'track',
    source: 'jalon consent',
    messageId: `${name} ${record}`,
    customer,
    name,
    properties: { brand, channel, topic, ...more },
    traits: {},
    occurredAt: at,
    historical: false,
  };
}
