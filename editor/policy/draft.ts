/** A draft of the policy: a word changed, a rule added, and what is different from what is in force. Pure. */
import { canonical } from '#core/canonical.ts';
import type { RuleDocument } from '#core/policy/documents.ts';
import { type Lang, type Part, saidOf, sentenceOf } from '#editor/policy/sentence.ts';

type Loose = Record<string, unknown>;

/** `undefined` and nothing chosen take the field out. */
export function changeWord(rule: RuleDocument, at: string, value: unknown): RuleDocument {
  if (at === 'span') {
    const { days = 7, calendar: _, extend: __, every: ___, ...rest } = rule as RuleDocument & Loose;
    return (value === 'rolling' ? { ...rest, days } : { ...rest, calendar: value }) as RuleDocument;
  }
  const [head, ...tail] = at.split('.') as [string, ...string[]];
  const inner = tail.length > 0 ? changeWord((rule as Loose)[head] as never, tail.join('.'), value) : value;
  const { [head]: _, ...rest } = rule as Loose;
  const nothing = inner === undefined || inner === '' || (Array.isArray(inner) && inner.length === 0);
  return (nothing ? rest : { ...(rule as Loose), [head]: inner }) as RuleDocument;
}

export const NEW: Record<string, RuleDocument> = {
  cap: { id: 'cap', kind: 'cap', max: 3, days: 7, classes: ['commercial'] },
  situation: {
    id: 'situation',
    kind: 'situation',
    while: { opens: 'Complaint Opened', closes: 'Complaint Closed', days: 60 },
  },
  alternation: { id: 'alternation', kind: 'alternation', max: 2 },
  hours: { id: 'hours', kind: 'hours', channels: ['call', 'sms'], from: '08:00', to: '20:00' },
  capacity: { id: 'capacity', kind: 'capacity', channel: 'call', perDay: 100 },
};

/** Under a name that no other rule has. */
export function addRule(rules: readonly RuleDocument[], rule: RuleDocument): RuleDocument[] {
  const taken = new Set(rules.map(({ id }) => id));
  let id = rule.id;
  for (let n = 2; taken.has(id); n += 1) id = `${rule.id}_${n}`;
  return [...rules, { ...rule, id }];
}

export type Change =
  | { kind: 'added' | 'removed' | 'off' | 'on'; id: string; said: string }
  | { kind: 'changed'; id: string; before: Part[]; after: Part[] }
  | { kind: 'order' };

/** By the rules' names; of a changed rule both sentences. */
export function differences(before: readonly RuleDocument[], after: readonly RuleDocument[], lang: Lang): Change[] {
  const was = new Map(before.map((rule) => [rule.id, rule]));
  const is = new Map(after.map((rule) => [rule.id, rule]));
  const changes: Change[] = [
    ...after.flatMap((rule): Change[] => {
      const old = was.get(rule.id);
      const { id } = rule;
      if (!old) return [{ kind: 'added', id, said: saidOf(rule, lang) }];
      const switched = (old.off === true) !== (rule.off === true);
      const { off: _, ...a } = old;
      const { off: __, ...b } = rule;
      return [
        ...(switched ? [{ kind: rule.off ? ('off' as const) : ('on' as const), id, said: saidOf(rule, lang) }] : []),
        ...(canonical(a) === canonical(b)
          ? []
          : [{ kind: 'changed' as const, id, before: sentenceOf(old, lang), after: sentenceOf(rule, lang) }]),
      ];
    }),
    ...before
      .filter(({ id }) => !is.has(id))
      .map((rule): Change => ({ kind: 'removed', id: rule.id, said: saidOf(rule, lang) })),
  ];
  const order = (rules: readonly RuleDocument[], there: Map<string, unknown>) =>
    rules.filter((r) => there.has(r.id)).map((r) => r.id);
  const moved = order(before, is).join() !== order(after, was).join();
  return moved ? [...changes, { kind: 'order' }] : changes;
}
