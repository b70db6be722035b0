/** Personas: invented people who walk a draft, so that a chain shows what it would do before it does it to anybody. */
import type { Word } from '#core/consent.ts';
import type { Facts } from '#core/facts.ts';
import type { Contact } from '#core/policy/rule.ts';
import type { Purchase } from '#core/relation.ts';

export type Persona = {
  zone: string | null;
  country: string | null;
  locale: string;
  traits: Facts['traits'];
  /** What can be reached; null: not known. */
  email: string | null;
  phone: string | null;
  postal: string | null;
  consents: readonly Word[];
  /** Domain ms. */
  purchases: readonly Purchase[];
  /** Contacts already made, ours or elsewhere. */
  contacts: readonly Contact[];
  /** Why nothing is sent to the address. */
  suppressed: string | null;
  control: 'chain' | 'company' | null;
};

export const PERSONAS = ['new', 'loyal', 'prospect', 'silent', 'overseas'] as const;
export type PersonaName = (typeof PERSONAS)[number];

const DAY = 86_400_000;

const base: Persona = {
  zone: 'Europe/Paris',
  country: 'FR',
  locale: 'fr',
  traits: { firstName: 'Claire', lastName: 'Martin' },
  email: 'claire@example.test',
  phone: '+33612345678',
  postal: '1 rue de la Paix, 69001 Lyon',
  consents: [],
  purchases: [],
  contacts: [],
  suppressed: null,
  control: null,
};

const said = (given: boolean, channel: string, at: number): Word => ({
  ...{ brand: '*', channel, topic: '*', given, expiresAt: null, at },
});

/** As they are on the day the chain begins (domain ms). */
export function personaOf(name: PersonaName, start: number): Persona {
  const agreed = ['email', 'sms', 'call', 'letter'].map((channel) => said(true, channel, start - 30 * DAY));
  switch (name) {
    case 'new':
      return { ...base, consents: agreed, purchases: [{ family: '', at: start }] };
    case 'loyal':
      return {
        ...base,
        traits: { firstName: 'Jean', lastName: 'Petit', loyaltyPoints: 1_250, tier: 'gold' },
        consents: agreed,
        purchases: [40, 120, 300].map((days) => ({ family: '', at: start - days * DAY })),
      };
    case 'prospect':
      return { ...base, traits: { firstName: 'Amina', lastName: 'Diallo' }, postal: null };
    case 'silent':
      return {
        ...base,
        traits: { firstName: 'Luc', lastName: 'Roy' },
        consents: [said(false, '*', start - 30 * DAY)],
        purchases: [{ family: '', at: start - 60 * DAY }],
      };
    case 'overseas':
      return {
        ...base,
        zone: 'Indian/Reunion',
        traits: { firstName: 'Marie', lastName: 'Hoarau' },
        phone: '+262692123456',
        postal: '2 rue de Paris, 97400 Saint-Denis',
        consents: agreed,
        purchases: [{ family: '', at: start }],
      };
  }
}
