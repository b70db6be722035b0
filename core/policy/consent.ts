/** An opt-out of a channel skips the touch, not the chain. Service contacts are owed and need no consent. */
import type { Consent, Rule } from '#core/policy/rule.ts';

export const consent: Rule = {
  name: 'consent',
  say: (_, { lang }) => (lang === 'fr' ? 'le client n’y consent pas' : 'the customer does not consent to it'),
  ask({ touch, channel, now }, { consents }) {
    if (touch.class === 'service') return { verdict: null, asked: { rule: 'consent', verdict: 'exempt', inputs: {} } };
    const withdrawn = consents.find((c) => applies(c, touch.brand, channel, touch.topics) && !stands(c, now));
    const inputs = { channel, topics: touch.topics, withdrawn: withdrawn !== undefined };
    if (!withdrawn) return { verdict: null, asked: { rule: 'consent', verdict: 'pass', inputs } };
    return {
      verdict: { kind: 'skip', state: 'skipped', port: 'no_consent', reason: 'no_consent' },
      asked: {
        rule: 'consent',
        verdict: 'skip',
        inputs,
        flip: { give: { channel: withdrawn.channel, topic: withdrawn.topic } },
      },
    };
  },
};

function applies(c: Consent, brand: string, channel: string, topics: readonly string[]): boolean {
  if (c.brand !== brand && c.brand !== '*') return false;
  return (c.channel === channel || c.channel === '*') && (c.topic === '*' || topics.includes(c.topic));
}

function stands(c: Consent, now: number): boolean {
  return c.given && (c.expiresAt === null || c.expiresAt > now);
}
