/** A channel that needs an address gets one, or the touch is skipped by its `no_address` port. */
import type { Rule } from '#core/policy/rule.ts';

export const address: Rule = {
  name: 'address',
  say: (_, { lang }) =>
    lang === 'fr' ? 'aucune adresse n’est connue pour ce canal' : 'no address is known for this channel',
  ask({ needsAddress, touch }, standing) {
    if (!needsAddress) return null;
    const known = standing.address !== null;
    const asked = {
      rule: 'address',
      verdict: known ? ('pass' as const) : ('skip' as const),
      inputs: { channel: touch.channel, known },
    };
    if (known) return { verdict: null, asked };
    return { verdict: { kind: 'skip', state: 'skipped', port: 'no_address', reason: 'no_address' }, asked };
  },
};
