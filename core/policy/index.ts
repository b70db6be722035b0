/** The contact policy: rules asked in order, the first verdict wins. A new rule is one file and one line here. */

import { HOUR } from '#core/clock.ts';
import { spaced } from '#core/language.ts';
import { address } from '#core/policy/address.ts';
import { alternation } from '#core/policy/alternation.ts';
import { capacity } from '#core/policy/capacity.ts';
import { consent } from '#core/policy/consent.ts';
import { control } from '#core/policy/control.ts';
import { halt } from '#core/policy/halt.ts';
import { hours } from '#core/policy/hours.ts';
import { late } from '#core/policy/late.ts';
import { law } from '#core/policy/law.ts';
import { offer } from '#core/policy/offer.ts';
import { own } from '#core/policy/own.ts';
import { pressure } from '#core/policy/pressure.ts';
import type {
  Answer,
  Asked,
  Candidate,
  DecisionRecord,
  Policy,
  PolicyRules,
  Rule,
  Standing,
  Verdict,
  Words,
} from '#core/policy/rule.ts';
import { situation } from '#core/policy/situation.ts';
import { suppression } from '#core/policy/suppression.ts';

const RULES: readonly Rule[] = [
  control,
  halt,
  late,
  address,
  suppression,
  consent,
  offer,
  law,
  situation,
  alternation,
  own,
  pressure,
  capacity,
  hours,
];

/** Judges one touch at the last moment. Pure: the same facts give the same verdict, live and in the forecast. */
export function judge(candidate: Candidate, standing: Standing, policy: Policy): DecisionRecord {
  const asked: Asked[] = [];
  for (const rule of RULES) {
    const answer = askSafely(rule, candidate, standing, policy);
    if (!answer) continue;
    asked.push(answer.asked);
    if (answer.verdict)
      return { policy: policy.version, ...policy.drawn, at: candidate.now, asked, verdict: answer.verdict };
  }
  return { policy: policy.version, ...policy.drawn, at: candidate.now, asked, verdict: { kind: 'send' } };
}

const AGAIN = RULES.filter((rule) => rule.replayed !== undefined);

/** A touch that ended, or waited, for one of these reasons may fare otherwise under other rules. */
export const REPLAYED_REASONS: ReadonlySet<string> = new Set(AGAIN.flatMap((rule) => rule.replayed ?? []));

/** What the rules say that a what-if asks again; the others are taken to have let it pass. */
export function judgeAgain(candidate: Candidate, standing: Standing, policy: Policy): Verdict {
  for (const rule of AGAIN) {
    const verdict = askSafely(rule, candidate, standing, policy)?.verdict;
    if (verdict) return verdict;
  }
  return { kind: 'send' };
}

const ASK_AGAIN = HOUR;

/** A rule that fails never lets a contact through: it is held, and a person hears of it. */
function askSafely(rule: Rule, candidate: Candidate, standing: Standing, policy: Policy): Answer | null {
  try {
    return rule.ask(candidate, standing, policy);
  } catch (error) {
    const until = candidate.now + ASK_AGAIN;
    const verdict: Verdict =
      until <= candidate.validUntil
        ? { kind: 'hold', until, reason: RULE_FAILED }
        : { kind: 'skip', state: 'skipped', port: 'capped', reason: RULE_FAILED };
    const failed = {
      rule: rule.name,
      verdict: verdict.kind,
      inputs: { failed: (error as Error).message.slice(0, 200) },
    };
    return { verdict, asked: failed };
  }
}

/** What the rules said of a touch and why, in one sentence. */
export function explain(record: Pick<DecisionRecord, 'asked' | 'verdict'>, words: Words): string {
  return spaced(worded(record, words), words.lang);
}

function worded({ asked, verdict }: Pick<DecisionRecord, 'asked' | 'verdict'>, words: Words): string {
  const fr = words.lang === 'fr';
  if (verdict.kind === 'send') {
    return fr
      ? `Envoyé : ${asked.length} règles consultées, aucune ne s’y opposait.`
      : `Sent: ${asked.length} rules were asked, and none objected.`;
  }
  const last = asked.at(-1);
  const rule = RULES.find(({ name }) => name === last?.rule);
  const why =
    last === undefined || rule === undefined ? verdict.reason : (failedIn(last, words) ?? rule.say(last, words));
  if (verdict.kind === 'hold') {
    const until = words.date(verdict.until);
    return fr ? `Reporté au ${until} au plus tôt : ${why}.` : `Postponed to ${until} at the earliest: ${why}.`;
  }
  return fr ? `Non envoyé : ${why}.` : `Not sent: ${why}.`;
}

function failedIn({ inputs }: Asked, { lang }: Words): string | null {
  if (!('failed' in inputs)) return null;
  return lang === 'fr' ? 'une règle n’a pas pu être évaluée' : 'a rule could not be computed';
}

/** The reason of touches held because a rule could not be computed. */
export const RULE_FAILED = 'rule_failed';

/** What a fresh base starts with: a base is never without a cap. */
export const DEFAULT_POLICY: PolicyRules = {
  rules: [
    { id: 'one_a_day', kind: 'cap', max: 1, days: 1, classes: ['commercial'] },
    { id: 'three_a_week', kind: 'cap', max: 3, days: 7, classes: ['commercial'] },
    { id: 'one_call_a_month', kind: 'cap', max: 1, days: 30, channels: ['call'], classes: ['commercial'] },
    {
      ...{ id: 'quiet', kind: 'hours', channels: ['call', 'sms'], from: '08:00', to: '20:00' },
      ...{ days: [1, 2, 3, 4, 5, 6], holidays: 'out' },
    },
    { id: 'law', kind: 'law', countries: ['FR'] },
  ],
};
