/** Whether an event enrols its customer in one chain, and why not: the *entry decision*. */
import { DAY } from '#core/clock.ts';
import { evaluate, keyIn } from '#core/condition.ts';
import type { Facts, Json, SeenEvent } from '#core/facts.ts';
import type { EntryRule } from '#core/plan.ts';

export type EntryInput = {
  event: SeenEvent;
  customer: number;
  traits: Record<string, Json>;
  params: Facts['params'];
  zone: string;
  country: string;
  locale: string;
  now: number;
  /** Sent to be remembered, not to be acted on. */
  historical: boolean;
  /** A paused chain still accepts: only its touches stop. */
  chain: 'live' | 'paused' | 'archived';
  /** The customer's live enrolments in this chain. */
  inside: readonly { enrolment: number; key: string }[];
  /** When the customer last entered this chain (with this key, where the rule names one); null: never. */
  lastEnteredAt: number | null;
};

export type EntryDecision = {
  decision: 'entered' | 'restarted' | 'filter' | 'already_inside' | 'paused' | 'too_old' | 'historical' | 'reentry';
  /** Cart, order, appointment …; '' where the rule names none. */
  key: string;
  /** Live enrolments that the new one replaces. */
  ends: number[];
};

export function decideEntry(rule: EntryRule, input: EntryInput): EntryDecision {
  const key = entryKey(rule, input.event.properties);
  const decided = (decision: EntryDecision['decision'], ends: number[] = []): EntryDecision => ({
    decision,
    key: key ?? '',
    ends,
  });
  if (input.chain === 'archived') return decided('paused');
  if (input.historical) return decided('historical');
  if (input.event.at < input.now - rule.maxAgeDays * DAY) return decided('too_old');
  // An event that does not say which cart it speaks of cannot name a run.
  if (key === undefined || !passes(rule, input)) return decided('filter');
  const inside = input.inside.filter((e) => e.key === key);
  if (inside.length > 0) {
    if (rule.inside === 'ignore') return decided('already_inside');
    // Starting over is not coming back: the rule of re-entry is not asked.
    if (rule.inside === 'restart') {
      return decided(
        'restarted',
        inside.map((e) => e.enrolment),
      );
    }
  }
  return mayReenter(rule, input) ? decided('entered') : decided('reentry');
}

/** The key of the run an event names; undefined where the rule asks for one and the event has none. */
export function entryKey(rule: EntryRule, properties: Record<string, Json>): string | undefined {
  return keyIn(properties, rule.key);
}

function passes(rule: EntryRule, input: EntryInput): boolean {
  if (rule.event !== undefined && rule.event !== input.event.name) return false;
  if (!rule.filter) return true;
  const { event, customer, traits, params, zone, country, locale } = input;
  const entry = { at: event.at, key: '', properties: event.properties };
  const facts: Facts = { customer, zone, country, locale, traits, params, entry, touches: [], seen: [] };
  return evaluate(rule.filter, facts, event, input.now);
}

function mayReenter(rule: EntryRule, { lastEnteredAt, now }: EntryInput): boolean {
  if (lastEnteredAt === null || rule.reentry.kind === 'always') return true;
  return rule.reentry.kind === 'after' && now - lastEnteredAt >= rule.reentry.days * DAY;
}
