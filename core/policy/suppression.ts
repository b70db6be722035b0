/** Nothing is sent to an address that is dead. Who complained or had everything erased is owed service all the same. */
import type { Rule } from '#core/policy/rule.ts';

/** As the claim of store/touches.ts asks it again. */
export const SPARES_SERVICE: readonly string[] = ['complaint', 'erased'];

export const suppression: Rule = {
  name: 'suppression',
  say: ({ inputs }, { lang }) => {
    if (inputs.reason === 'complaint') {
      return lang === 'fr' ? 'une plainte a été reçue de cette adresse' : 'this address has complained';
    }
    if (inputs.reason === 'erased') {
      return lang === 'fr'
        ? 'la personne à cette adresse a fait tout effacer'
        : 'the person at this address had everything erased';
    }
    return lang === 'fr'
      ? 'l’adresse est écartée : rien n’y parvient'
      : 'the address is suppressed: nothing reaches it';
  },
  ask({ touch, channel }, { suppressed }) {
    if (suppressed === null) return null;
    const inputs = { channel, reason: suppressed };
    if (SPARES_SERVICE.includes(suppressed) && touch.class === 'service') {
      return { verdict: null, asked: { rule: 'suppression', verdict: 'exempt', inputs } };
    }
    return {
      verdict: { kind: 'skip', state: 'skipped', port: 'no_address', reason: 'suppressed' },
      asked: { rule: 'suppression', verdict: 'skip', inputs, flip: { lift: { channel } } },
    };
  },
};
