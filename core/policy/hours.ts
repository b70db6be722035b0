/**
 * Quiet hours, and those of the law: a call or an SMS leaves within all of them where the customer is, or waits for the
 * next slot that all leave open.
 */
import { z } from 'zod';
import { isHoliday } from '#core/holidays.ts';
import { classes, counted, off, ruleId } from '#core/policy/fields.ts';
import { lawSlots } from '#core/policy/law.ts';
import { type Answer, type Candidate, documentsOf, type Rule } from '#core/policy/rule.ts';
import { nextOpen, type Slots } from '#core/policy/slot.ts';

const time = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'expected a time of day like 08:00');

export const hoursDocument = z
  .strictObject({
    id: ruleId,
    off,
    kind: z.literal('hours'),
    channels: z.array(counted).min(1),
    /** Local time where the customer is. */
    from: time,
    to: time,
    /** ISO weekdays, 1 = Monday; absent: all. */
    days: z.array(z.int().min(1).max(7)).min(1).exactOptional(),
    /** `out`: not on public holidays of the customer's country; absent: in. */
    holidays: z.enum(['in', 'out']).exactOptional(),
    /** Classes it is about; absent: all, service contacts too. */
    classes: classes.exactOptional(),
  })
  .refine(({ from, to }) => from < to, { message: 'expected a time later than from', path: ['to'] });

export type HoursRule = z.output<typeof hoursDocument>;

/** These reach people at once: where they are must be known, the brand's default is not good enough. */
const AT_ONCE: readonly string[] = ['call', 'sms'];

export const hours: Rule = {
  name: 'hours',
  replayed: ['quiet', 'no_slot', 'no_zone'],
  say: ({ inputs, verdict }, { lang, date }) => {
    if (inputs.zone === null)
      return lang === 'fr' ? 'le fuseau horaire du client n’est pas connu' : 'the customer’s time zone is not known';
    if (verdict === 'skip')
      return lang === 'fr' ? 'aucun créneau permis ne vient à temps' : 'no permitted slot comes in time';
    const at = date(Number(inputs.now));
    return lang === 'fr'
      ? `à l’heure du client, le ${at} est hors des heures permises`
      : `${at} is outside the permitted hours where the customer is`;
  },
  ask(candidate, { test }, policy) {
    const { touch, channel } = candidate;
    const rules = documentsOf(policy.rules, 'hours').filter(
      (rule) => rule.channels.includes(channel) && (rule.classes?.includes(touch.class) ?? true),
    );
    const lawful = lawSlots(candidate, policy);
    if (rules.length + lawful.length === 0) return null;
    if (test) return { verdict: null, asked: { rule: 'hours', verdict: 'exempt', inputs: { test: true } } };
    const all = [...rules.map(slotsOf), ...lawful.map((one) => one.slots)];
    return withinSlots(
      all,
      candidate,
      [...rules, ...lawful].map(({ id }) => id),
    );
  },
};

/** One object a rule, so that its days are computed once. */
const slots = new WeakMap<HoursRule, Slots>();

function slotsOf(rule: HoursRule): Slots {
  let found = slots.get(rule);
  if (!found) {
    const { from, to, days = [1, 2, 3, 4, 5, 6, 7], holidays = 'in' } = rule;
    found = { hours: [{ from, to }], days, holidays };
    slots.set(rule, found);
  }
  return found;
}

/** Passes within all these slots, else holds until the next, or ends the touch where that comes too late. */
function withinSlots(slots: readonly Slots[], candidate: Candidate, rules: string[]): Answer {
  const { place, channel, now, enrolment, touch, validUntil } = candidate;
  const rule = 'hours';
  if (place.source === 'brand' && AT_ONCE.includes(channel)) {
    return {
      verdict: { kind: 'skip', state: 'skipped', port: 'no_address', reason: 'no_zone' },
      asked: { rule, verdict: 'skip', inputs: { rules, zone: null }, flip: { know: ['zone', 'postal', 'phone'] } },
    };
  }
  const inputs = { rules, zone: place.zone, source: place.source, now };
  const next = nextOpen(slots, now, place, isHoliday, [enrolment, candidate.chain, touch.channel]);
  if (next === now) return { verdict: null, asked: { rule, verdict: 'pass', inputs } };
  const flip = { first_open: next };
  if (next !== null && next <= validUntil)
    return { verdict: { kind: 'hold', until: next, reason: 'quiet' }, asked: { rule, verdict: 'hold', inputs, flip } };
  return {
    verdict: { kind: 'skip', state: 'expired', port: 'expired', reason: 'no_slot' },
    asked: { rule, verdict: 'skip', inputs, flip },
  };
}
