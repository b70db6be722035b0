/** An offer that was refused, accepted, or has run out is not made again, on any channel. */
import type { Answer, Rule } from '#core/policy/rule.ts';

export type OfferAnswer = {
  offer: string;
  answer: 'refused' | 'accepted' | 'owned';
  /** Domain ms; null: for good. */
  until: number | null;
};

export const offer: Rule = {
  name: 'offer',
  say: ({ inputs }, { lang }) => {
    const [en, fr] = WHY[String(inputs.answer)] ?? ['the offer was answered', 'l’offre a reçu une réponse'];
    return lang === 'fr' ? fr : en;
  },
  ask({ touch, now }, { answers, expiredOffers }): Answer | null {
    const named = touch.offer;
    if (named === undefined || touch.class === 'service') return null;
    const given = answers.find((a) => a.offer === named && (a.until === null || a.until > now));
    if (given) {
      const flip = given.until === null ? { withdraw_answer: named } : { at: given.until };
      return {
        verdict: { kind: 'skip', state: 'skipped', port: 'no_consent', reason: `offer_${given.answer}` },
        asked: { rule: 'offer', verdict: 'skip', inputs: { offer: named, answer: given.answer }, flip },
      };
    }
    if (expiredOffers.has(named)) {
      return {
        verdict: { kind: 'skip', state: 'expired', port: 'expired', reason: 'offer_expired' },
        asked: {
          rule: 'offer',
          verdict: 'skip',
          inputs: { offer: named, answer: 'expired' },
          flip: { extend_offer: named },
        },
      };
    }
    return { verdict: null, asked: { rule: 'offer', verdict: 'pass', inputs: { offer: named } } };
  },
};

const WHY: Record<string, [string, string]> = {
  refused: ['the customer has refused this offer', 'le client a refusé cette offre'],
  accepted: ['the customer has accepted this offer already', 'le client a déjà accepté cette offre'],
  owned: ['the customer has this already', 'le client l’a déjà'],
  expired: ['the offer has run out', 'l’offre a expiré'],
};
