/**
 * The law where the customer is, for commercial contacts: banned sectors, consent, a pause after a refusal, attempts.
 * Its hours are asked together with the policy's own (hours.ts). A service contact is no prospecting.
 */
import { z } from 'zod';
import { DAY } from '#core/clock.ts';
import { expiryOf } from '#core/consent.ts';
import { addDays, atTime, toInstant, toLocal } from '#core/date.ts';
import { demanding, inForce, PACK_COUNTRIES } from '#core/law/index.ts';
import type { Provision } from '#core/law/pack.ts';
import { off, ruleId } from '#core/policy/fields.ts';
import {
  type Answer,
  type Asked,
  type Candidate,
  type Consent,
  documentsOf,
  type Policy,
  type Rule,
  type Standing,
} from '#core/policy/rule.ts';
import type { Slots } from '#core/policy/slot.ts';

export const lawDocument = z.strictObject({
  id: ruleId,
  off,
  kind: z.literal('law'),
  /** Countries whose packs hold; a policy without this rule has switched them all off. */
  countries: z.array(z.enum(PACK_COUNTRIES as [string, ...string[]])).min(1),
  /** What the company sells, where a law bans it from a channel. */
  sectors: z.array(z.enum(['energy_renovation', 'home_adaptation'])).exactOptional(),
  /** How late commercial SMS may leave where practice leaves a choice; absent: 20:00. */
  smsUntil: z
    .string()
    .regex(/^(20:[0-5]\d|21:[0-5]\d|22:00)$/, 'expected a time of day from 20:00 to 22:00')
    .exactOptional(),
});

export type LawRule = z.output<typeof lawDocument>;

/** How far back attempts and refusals are followed, days. */
export const LAW_DAYS = 31;
export const REFUSAL_DAYS = 60;

/** What of the law this contact is under; none where it is no prospecting or the packs are off. */
export function provisionsFor({ touch, channel, place, now }: Candidate, policy: Policy): Provision[] {
  if (touch.class !== 'commercial') return [];
  const countries = documentsOf(policy.rules, 'law').flatMap((rule) => rule.countries);
  return inForce(countries, { country: place.country, channel, zone: place.zone, at: now });
}

/** The slots the law leaves, by the provision that says so. */
export function lawSlots(candidate: Candidate, policy: Policy): { id: string; slots: Slots }[] {
  const later = documentsOf(policy.rules, 'law').find((rule) => rule.smsUntil !== undefined)?.smsUntil;
  return demanding(provisionsFor(candidate, policy), 'hours').map(({ id, demand: { slots, latest } }) => {
    if (latest === undefined || later === undefined) return { id, slots };
    const to = [later, latest].sort()[0]!;
    return { id, slots: { ...slots, hours: slots.hours.map(({ from }) => ({ from, to })) } };
  });
}

export const law: Rule = {
  name: 'law',
  say: ({ inputs }, { lang }) => {
    const [en, fr] = WHY[String(inputs.demand)] ?? ['the law forbids it', 'la loi l’interdit'];
    return lang === 'fr' ? fr : en;
  },
  ask(candidate, standing, policy) {
    if (standing.test) return null;
    const provisions = provisionsFor(candidate, policy);
    if (provisions.length === 0) return null;
    return (
      sector(policy, provisions) ??
      consent(candidate, standing, provisions) ??
      refusal(candidate, standing, provisions) ??
      attempts(candidate, standing, provisions) ?? {
        verdict: null,
        asked: { rule: 'law', verdict: 'pass', inputs: { provisions: provisions.map(({ id }) => id) } },
      }
    );
  },
};

const WHY: Record<string, [string, string]> = {
  sectors: ['the law bans what the company sells from this channel', 'la loi interdit ce secteur sur ce canal'],
  consent: [
    'the law asks for a consent to calls, and there is none that stands',
    'la loi exige un consentement aux appels, et aucun n’est en vigueur',
  ],
  refusal: ['the customer has refused a call not long ago', 'le client a refusé un appel il y a peu'],
  attempts: [
    'the law allows no more calls or attempts within 30 days',
    'la loi n’autorise pas davantage d’appels ou de tentatives sur 30 jours',
  ],
};

function sector(policy: Policy, provisions: readonly Provision[]): Answer | null {
  const sold = documentsOf(policy.rules, 'law').flatMap((rule): string[] => rule.sectors ?? []);
  const found = demanding(provisions, 'sectors').find(({ demand }) => demand.banned.some((one) => sold.includes(one)));
  if (!found) return null;
  const banned = found.demand.banned.filter((one) => sold.includes(one));
  return refuse('no_consent', 'law_sector', { demand: 'sectors', provision: found.id, sectors: banned });
}

/** Only an opt-in is asked for here: what the other regimes need is the consent rule's. */
function consent(
  { touch, channel, now }: Candidate,
  { consents }: Standing,
  provisions: readonly Provision[],
): Answer | null {
  const found = demanding(provisions, 'consent').find(({ demand }) => demand.regime === 'opt_in');
  if (!found) return null;
  const given = consents.some(
    (c) =>
      c.given &&
      c.channel === channel &&
      (c.brand === touch.brand || c.brand === '*') &&
      (c.topic === '*' || touch.topics.includes(c.topic)) &&
      runsTo(c, channel) > now,
  );
  if (given) return null;
  const inputs = { demand: 'consent', provision: found.id, channel };
  return refuse('no_consent', 'law_consent', inputs, { give: { channel, topic: '*' } });
}

/** A year at most, whatever it says of itself. */
function runsTo({ at, expiresAt }: Consent, channel: string): number {
  return (at === undefined ? expiresAt : expiryOf(channel, at, expiresAt)) ?? Number.POSITIVE_INFINITY;
}

function refusal(candidate: Candidate, { refusals }: Standing, provisions: readonly Provision[]): Answer | null {
  for (const { id, demand } of demanding(provisions, 'refusal')) {
    const last = Math.max(
      ...refusals
        .filter((r) => r.channel === candidate.channel && demand.outcomes.includes(r.outcome))
        .map((r) => r.at),
    );
    const until = last + demand.days * DAY;
    if (until > candidate.now)
      return until <= candidate.validUntil
        ? wait(until, 'law_refusal', { demand: 'refusal', provision: id, refused: last })
        : refuse('no_consent', 'law_refusal', { demand: 'refusal', provision: id, refused: last }, { later: until });
  }
  return null;
}

/** Calendar days where the customer is: today and those before it. Only prospecting counts. */
function attempts(candidate: Candidate, { contacts }: Standing, provisions: readonly Provision[]): Answer | null {
  const { channel, now, validUntil, touch, place } = candidate;
  for (const { id, demand } of demanding(provisions, 'attempts')) {
    const midnight = (at: number, days: number) =>
      toInstant(addDays(atTime(toLocal(at, place.zone), '00:00'), days), place.zone);
    const since = midnight(now, 1 - demand.days);
    const times = contacts
      .filter((c) => c.channel === channel && c.class === 'commercial' && c.at >= since)
      .map((c) => c.at)
      .sort((a, b) => a - b);
    if (times.length < demand.max) continue;
    const free = midnight(times[times.length - demand.max]!, demand.days);
    const inputs = { demand: 'attempts', provision: id, max: demand.max, days: demand.days, count: times.length };
    return touch.onExcess === 'postpone' && free <= validUntil
      ? wait(free, 'law_attempts', inputs)
      : refuse('capped', 'law_attempts', inputs, { later: free });
  }
  return null;
}

function wait(until: number, reason: string, inputs: Asked['inputs']): Answer {
  return {
    verdict: { kind: 'hold', until, reason },
    asked: { rule: 'law', verdict: 'hold', inputs, flip: { later: until } },
  };
}

function refuse(port: string, reason: string, inputs: Asked['inputs'], flip?: Asked['flip']): Answer {
  return {
    verdict: { kind: 'skip', state: 'skipped', port, reason },
    asked: { rule: 'law', verdict: 'skip', inputs, ...(flip ? { flip } : {}) },
  };
}
