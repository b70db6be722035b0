/** No commercial contact while something is going on: a complaint is open, a call is pending. Service passes. */
import { z } from 'zod';
import { DAY } from '#core/clock.ts';
import { conditionSchema, evaluate, eventsIn, fieldsIn } from '#core/condition.ts';
import { classes, counted, off, ruleId } from '#core/policy/fields.ts';
import { waitFor } from '#core/policy/patience.ts';
import { type Candidate, documentsOf, type Rule, type Standing } from '#core/policy/rule.ts';

const While = z.union([
  /** The customer's profile says so. */
  z.strictObject({
    profile: conditionSchema.refine(
      (condition) =>
        eventsIn(condition).length === 0 && fieldsIn(condition).every((field) => field.startsWith('profile.')),
      { message: 'expected tests of profile.… only' },
    ),
  }),
  /** One event opened it within the last days, and no later one has closed it. */
  z.strictObject({
    opens: z.string().min(1).max(200),
    closes: z.string().min(1).max(200).exactOptional(),
    days: z.number().positive().max(366),
  }),
  /** A person has such a task of this customer to do. */
  z.strictObject({ pending: counted }),
]);

export const situationDocument = z.strictObject({
  id: ruleId,
  off,
  kind: z.literal('situation'),
  while: While,
  /** Classes it silences; absent: commercial. */
  classes: classes.exactOptional(),
});

export type SituationRule = z.output<typeof situationDocument>;

export const situation: Rule = {
  name: 'situation',
  replayed: ['situation'],
  say: ({ inputs }, { lang }) =>
    lang === 'fr' ? `la situation « ${inputs.id} » est en cours` : `the situation “${inputs.id}” is going on`,
  ask(candidate, standing, policy) {
    const rules = documentsOf(policy.rules, 'situation').filter((rule) =>
      (rule.classes ?? ['commercial']).includes(candidate.touch.class),
    );
    if (rules.length === 0) return null;
    const found = rules.find((rule) => goesOn(rule, candidate, standing));
    if (!found)
      return {
        verdict: null,
        asked: { rule: 'situation', verdict: 'pass', inputs: { asked: rules.map((r) => r.id) } },
      };
    const verdict = waitFor(candidate, 'situation');
    const flip = { settled: found.id };
    return {
      verdict,
      asked: { rule: 'situation', verdict: verdict.kind, inputs: { id: found.id, while: found.while }, flip },
    };
  },
};

function goesOn(
  { while: asked }: SituationRule,
  { facts, now, touch, channel }: Candidate,
  standing: Standing,
): boolean {
  if ('profile' in asked) return evaluate(asked.profile, facts, null, now);
  // The task that is about to be put on the list is not the one that is pending.
  if ('pending' in asked)
    return standing.pending.includes(asked.pending) && !(channel === asked.pending && touch.class === 'service');
  const opened = standing.lastEvents.get(asked.opens);
  if (opened === undefined || opened <= now - asked.days * DAY) return false;
  const closed = asked.closes === undefined ? undefined : standing.lastEvents.get(asked.closes);
  return closed === undefined || closed < opened;
}

/** Names of the events these rules look back for, and how many days. */
export function situationEvents(rules: readonly SituationRule[]): { names: string[]; days: number } {
  const spans = rules.flatMap(({ while: asked }) => ('opens' in asked ? [asked] : []));
  const names = spans.flatMap(({ opens, closes }) => (closes === undefined ? [opens] : [opens, closes]));
  return { names: [...new Set(names)].sort(), days: Math.max(0, ...spans.map((span) => span.days)) };
}
