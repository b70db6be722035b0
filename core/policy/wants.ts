/** What must be read for these rules, beyond what every judgement needs: nothing is loaded that no rule asks for. */
import { ALTERNATION_DAYS } from '#core/policy/alternation.ts';
import type { RuleDocument } from '#core/policy/documents.ts';
import { LAW_DAYS } from '#core/policy/law.ts';
import { OWN_DAYS } from '#core/policy/own.ts';
import { longestWindow, lookAheadDays } from '#core/policy/pressure.ts';
import { documentsOf } from '#core/policy/rule.ts';
import { situationEvents } from '#core/policy/situation.ts';

export type Wants = {
  /** Contacts of so many days. */
  days: number;
  /** Planned contacts of so many days; 0: none. */
  aheadDays: number;
  household: boolean;
  /** The last time of these events, within so many days. */
  events: { names: string[]; days: number };
  /** Open tasks of the customer. */
  pending: boolean;
  /** How calls were closed lately. */
  refusals: boolean;
  /** Which household each customer is of: a test draws by it. */
  homes?: boolean;
};

export function wantsOf(rules: readonly RuleDocument[]): Wants {
  const situations = documentsOf(rules, 'situation');
  const alternates = documentsOf(rules, 'alternation').length > 0;
  const lawful = documentsOf(rules, 'law').length > 0;
  return {
    days: Math.max(OWN_DAYS, longestWindow(rules), alternates ? ALTERNATION_DAYS : 0, lawful ? LAW_DAYS : 0),
    aheadDays: lookAheadDays(rules),
    household: documentsOf(rules, 'cap').some((cap) => cap.per === 'household'),
    events: situationEvents(situations),
    pending: situations.some((rule) => 'pending' in rule.while),
    refusals: lawful,
  };
}
