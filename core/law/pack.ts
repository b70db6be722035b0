/** What a country's law asks of contacts, as dated data: provisions that begin and end, each with where it is written. */
import type { Slots } from '#core/policy/slot.ts';

export type Source = { title: string; reference: string };

/** What a provision asks. `note` is for people only. */
export type Demand =
  /** Prospecting leaves within these slots, by the clock where the customer is. `latest`: how late a policy may let it. */
  | { kind: 'hours'; slots: Slots; latest?: string }
  /** At most `max` contacts or attempts in `days` calendar days, answered or not. */
  | { kind: 'attempts'; max: number; days: number }
  /** After one of these outcomes of a contact: none for so many days. */
  | { kind: 'refusal'; days: number; outcomes: readonly string[] }
  | { kind: 'consent'; regime: 'opt_in' | 'soft_opt_in' | 'opt_out'; months?: number }
  /** Nothing of these sectors is sold on these channels. */
  | { kind: 'sectors'; banned: readonly string[] }
  | { kind: 'note' };

export type Provision = {
  /** Stable: decision records name it. */
  id: string;
  channels: readonly string[];
  demand: Demand;
  text: { en: string; fr: string };
  /** Local days (ISO): the first it holds on, and the first it no longer does. null: from ever, for ever. */
  from: string | null;
  until: string | null;
  sources: readonly Source[];
  /** No provision is legal advice. */
  counsel: true;
};

export type Pack = {
  /** ISO 3166-1; it holds in the country's overseas territories too. */
  country: string;
  name: { en: string; fr: string };
  provisions: readonly Provision[];
};
