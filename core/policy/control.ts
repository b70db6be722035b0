/** Held-out members walk the same clock in silence: their commercial touches end as `control`. */
import type { Rule } from '#core/policy/rule.ts';

export const control: Rule = {
  name: 'control',
  say: ({ inputs }, { lang }) => {
    const company = inputs.held_out_by === 'company';
    if (lang === 'fr') return `le client est du groupe témoin ${company ? 'de l’entreprise' : 'de la chaîne'}`;
    return `the customer is in the ${company ? 'company’s' : 'chain’s'} control group`;
  },
  ask(candidate) {
    if (candidate.control === null || candidate.touch.class !== 'commercial') return null;
    const reason = `control_${candidate.control}`;
    return {
      verdict: { kind: 'skip', state: 'control', port: 'done', reason },
      asked: { rule: 'control', verdict: 'skip', inputs: { held_out_by: candidate.control } },
    };
  },
};
