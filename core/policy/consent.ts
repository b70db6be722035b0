/**
 * Consent by the regime of the channel. Lacking it skips the touch, not the chain. Service contacts are owed and need
 * none; information heeds objections only.
 */
import { lastWord, type Regime, stands } from '#core/consent.ts';
import type { Asked, Rule } from '#core/policy/rule.ts';

export const consent: Rule = {
  name: 'consent',
  say: ({ inputs }, { lang }) => {
    if (inputs.withdrawn !== true) {
      return lang === 'fr' ? 'le client n’a pas donné son consentement' : 'the customer has not given consent to it';
    }
    return lang === 'fr' ? 'le client n’y consent pas' : 'the customer does not consent to it';
  },
  ask({ touch, channel, now }, { consents, terms, relation }) {
    if (touch.class === 'service') return { verdict: null, asked: { rule: 'consent', verdict: 'exempt', inputs: {} } };
    const regime: Regime = touch.class === 'commercial' ? (terms.regimes[channel] ?? 'opt_in') : 'opt_out';
    // Each topic must be allowed; a touch without topics asks for all of the channel.
    const topics = touch.topics.length > 0 ? touch.topics : ['*'];
    const families = touch.topics.flatMap((topic) => terms.families[topic] ?? []);
    const soft = regime === 'soft_opt_in' && relation.kind === 'customer' && bought(families, relation.families);
    for (const topic of topics) {
      const word = lastWord(consents, { brand: touch.brand, channel, topic });
      const withdrawn = word !== null && !stands(word, now);
      if (!withdrawn && (word !== null || regime === 'opt_out' || soft)) continue;
      const inputs: Asked['inputs'] = { channel, topics: touch.topics, withdrawn, regime };
      if (regime === 'soft_opt_in') Object.assign(inputs, { relation: relation.kind, families });
      const give = { channel: word?.channel ?? channel, topic: word?.topic ?? topic };
      return {
        verdict: { kind: 'skip', state: 'skipped', port: 'no_consent', reason: 'no_consent' },
        asked: { rule: 'consent', verdict: 'skip', inputs, flip: { give } },
      };
    }
    const inputs = { channel, topics: touch.topics, withdrawn: false, regime };
    return { verdict: null, asked: { rule: 'consent', verdict: 'pass', inputs } };
  },
};

/** A touch about no family is about what anybody buys. */
function bought(families: readonly string[], owned: readonly string[]): boolean {
  return families.every((family) => owned.includes(family));
}
