/**
 * The pressure caps: at most `max` contacts in any rolling window of n days, over all channels or some. Exact, because
 * it is asked under the customer's lock with a count read after it. Rolling: a contact exactly n days old is out.
 */
import { DAY } from '#core/clock.ts';
import type { Answer, Candidate, CapRule, Contact, Rule } from '#core/policy/rule.ts';

export const pressure: Rule = {
  name: 'pressure',
  ask(candidate, { contacts, test }, policy) {
    if (candidate.touch.class === 'service' || test) {
      return { verdict: null, asked: { rule: 'pressure', verdict: 'exempt', inputs: { test } } };
    }
    const asked = policy.rules
      .filter((rule) => concerns(rule, candidate))
      .map((rule) => measure(rule, candidate, contacts));
    const inputs = { caps: asked.map(({ rule, count }) => ({ id: rule.id, max: rule.max, days: rule.days, count })) };
    const full = asked.filter(({ free }) => free > candidate.now);
    if (full.length === 0) return { verdict: null, asked: { rule: 'pressure', verdict: 'pass', inputs } };
    return excess(candidate, Math.max(...full.map(({ free }) => free)), full[0]!.rule.id, inputs);
  },
};

/** The windows the facts must cover, in days. */
export function longestWindow(rules: readonly CapRule[]): number {
  return Math.max(0, ...rules.map((rule) => rule.days));
}

function concerns(rule: CapRule, { touch }: Candidate): boolean {
  return within(rule, touch.channel, touch.class);
}

function within(rule: CapRule, channel: string, klass: Contact['class']): boolean {
  if (rule.channels && !rule.channels.includes(channel)) return false;
  return (rule.classes ?? ['information', 'commercial']).includes(klass) && klass !== 'service';
}

/** `free`: the first moment at which one more contact fits; `now` or earlier when it fits already, Infinity for never. */
function measure(rule: CapRule, { now }: Candidate, contacts: readonly Contact[]) {
  const window = rule.days * DAY;
  const counted = contacts
    .filter((c) => within(rule, c.channel, c.class) && c.at > now - window)
    .map((c) => c.at)
    .sort((a, b) => a - b);
  if (rule.max <= 0) return { rule, count: counted.length, free: Number.POSITIVE_INFINITY };
  // Once the (count - max + 1)th oldest has left the window, one more fits.
  const blocking = counted[counted.length - rule.max];
  return { rule, count: counted.length, free: blocking === undefined ? now : blocking + window };
}

function excess(candidate: Candidate, free: number, rule: string, inputs: Answer['asked']['inputs']): Answer {
  const { touch, validUntil } = candidate;
  const flip = { first_free: Number.isFinite(free) ? free : null, cap: rule };
  if (touch.onExcess === 'postpone' && free <= validUntil) {
    return {
      verdict: { kind: 'hold', until: free, reason: 'capped' },
      asked: { rule: 'pressure', verdict: 'hold', inputs, flip },
    };
  }
  return {
    verdict: { kind: 'skip', state: 'skipped', port: 'capped', reason: 'capped' },
    asked: { rule: 'pressure', verdict: 'skip', inputs, flip },
  };
}
