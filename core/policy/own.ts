/** What customers allow of themselves: at most so many contacts a week, none for a while. Service contacts are owed. */
import { DAY } from '#core/clock.ts';
import type { Answer, Asked, Candidate, Contact, Rule } from '#core/policy/rule.ts';

/** `pausedUntil` in domain ms; null: not said. */
export type Limits = { perWeek: number | null; pausedUntil: number | null };

/** How far back, in days, they count. */
export const OWN_DAYS = 7;

export const own: Rule = {
  name: 'own',
  replayed: ['own_pause', 'own_limit'],
  say: ({ inputs }, { lang, date }) => {
    if (typeof inputs.paused_until === 'number') {
      const until = date(inputs.paused_until);
      return lang === 'fr'
        ? `le client a demandé une pause jusqu’au ${until}`
        : `the customer asked for a pause until ${until}`;
    }
    return lang === 'fr'
      ? `le client ne veut pas plus de ${inputs.per_week} sollicitation(s) par semaine`
      : `the customer wants no more than ${inputs.per_week} contact(s) a week`;
  },
  ask(candidate, { limits, contacts, test }) {
    const { touch, now } = candidate;
    if (limits === null) return null;
    if (touch.class === 'service' || test)
      return { verdict: null, asked: { rule: 'own', verdict: 'exempt', inputs: {} } };
    const { perWeek, pausedUntil } = limits;
    if (pausedUntil !== null && pausedUntil > now)
      return wait(candidate, pausedUntil, { inputs: { paused_until: pausedUntil }, flip: { later: pausedUntil } });
    if (perWeek === null) return { verdict: null, asked: { rule: 'own', verdict: 'pass', inputs: {} } };
    const week = OWN_DAYS * DAY;
    const times = timesOf(contacts, now);
    const inputs = { per_week: perWeek, count: times.length };
    if (times.length < perWeek) return { verdict: null, asked: { rule: 'own', verdict: 'pass', inputs } };
    const free = times[times.length - perWeek]! + week;
    return wait(candidate, free, { inputs, flip: { per_week: times.length + 1, later: free } });
  },
};

/** Those that end after now: a booking made elsewhere may lie ahead. */
function timesOf(contacts: readonly Contact[], now: number): number[] {
  return contacts
    .filter((c) => c.class !== 'service' && c.at > now - OWN_DAYS * DAY)
    .map((c) => c.at)
    .sort((a, b) => a - b);
}

/** How many contacts of the last days count against what the customer allows. */
export function ownUsed(contacts: readonly Contact[], now: number): number {
  return timesOf(contacts, now).length;
}

function wait({ touch, validUntil }: Candidate, free: number, why: Pick<Asked, 'inputs' | 'flip'>): Answer {
  const reason = 'paused_until' in why.inputs ? 'own_pause' : 'own_limit';
  if (touch.onExcess === 'postpone' && free <= validUntil)
    return { verdict: { kind: 'hold', until: free, reason }, asked: { rule: 'own', verdict: 'hold', ...why } };
  return {
    verdict: { kind: 'skip', state: 'skipped', port: 'capped', reason },
    asked: { rule: 'own', verdict: 'skip', ...why },
  };
}
