/** The contact policy: rules asked in order, the first verdict wins. A new rule is one file and one line here. */
import { address } from '#core/policy/address.ts';
import { consent } from '#core/policy/consent.ts';
import { control } from '#core/policy/control.ts';
import { halt } from '#core/policy/halt.ts';
import { late } from '#core/policy/late.ts';
import { pressure } from '#core/policy/pressure.ts';
import type { Asked, Candidate, DecisionRecord, Policy, PolicyRules, Rule, Standing } from '#core/policy/rule.ts';

const RULES: readonly Rule[] = [control, halt, late, address, consent, pressure];

/** Judges one touch at the last moment. Pure: the same facts give the same verdict, live and in the forecast. */
export function judge(candidate: Candidate, standing: Standing, policy: Policy): DecisionRecord {
  const asked: Asked[] = [];
  for (const rule of RULES) {
    const answer = rule.ask(candidate, standing, policy);
    if (!answer) continue;
    asked.push(answer.asked);
    if (answer.verdict) return { policy: policy.version, at: candidate.now, asked, verdict: answer.verdict };
  }
  return { policy: policy.version, at: candidate.now, asked, verdict: { kind: 'send' } };
}

/** What a fresh base starts with: a base is never without a cap. */
export const DEFAULT_POLICY: PolicyRules = {
  rules: [
    { id: 'one_a_day', kind: 'cap', max: 1, days: 1, classes: ['commercial'] },
    { id: 'three_a_week', kind: 'cap', max: 3, days: 7, classes: ['commercial'] },
  ],
};
