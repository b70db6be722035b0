/** A draft of the policy: a word changed, a rule added, and what is different from what is in force. Pure. */
import { canonical } from '#core/canonical.ts';
import type { RuleDocument } from '#core/policy/documents.ts';
import { type Lang, moreOf, type Names, type Part, saidOf, sentenceOf } from '#editor/policy/sentence.ts';

type Loose = Record<string, unknown>;

/** `undefined` and nothing chosen take the field out. */
export function changeWord(rule: RuleDocument, at: string, value: unknown): RuleDocument {
  const whole = WHOLE[at];
  if (whole) return whole(rule as Loose, value) as RuleDocument;
  const [head, ...tail] = at.split('.') as [string, ...string[]];
  const inner = tail.length > 0 ? changeWord((rule as Loose)[head] as never, tail.join('.'), value) : value;
  const { [head]: _, ...rest } = rule as Loose;
  const nothing = inner === undefined || inner === '' || (Array.isArray(inner) && inner.length === 0);
  return (nothing ? rest : { ...(rule as Loose), [head]: inner }) as RuleDocument;
}

/** Words that stand for more than one field, or for its absence. */
const WHOLE: Record<string, (rule: Loose, value: unknown) => Loose> = {
  span: ({ days = 7, calendar: _, extend: __, every: ___, ...rest }, value) =>
    value === 'rolling' ? { ...rest, days } : { ...rest, calendar: value },
  every: ({ every: _, ...rest }, value) => (value === 'on' ? { ...rest, every: true } : rest),
  lookAhead: ({ lookAhead: _, ...rest }, value) => (value === 'off' ? { ...rest, lookAhead: false } : rest),
  while: (rule, value) => ({ ...rule, while: SITUATIONS[value as keyof typeof SITUATIONS] }),
};

const SITUATIONS = {
  event: { opens: 'Complaint Opened', closes: 'Complaint Closed', days: 60 },
  pending: { pending: 'call' },
  profile: { profile: { field: 'profile.complaint_open', op: 'eq', value: true } },
};

export const NEW: Record<string, RuleDocument> = {
  cap: { id: 'cap', kind: 'cap', max: 3, days: 7, classes: ['commercial'] },
  situation: {
    id: 'situation',
    kind: 'situation',
    while: SITUATIONS.event,
  },
  alternation: { id: 'alternation', kind: 'alternation', max: 2 },
  hours: { id: 'hours', kind: 'hours', channels: ['call', 'sms'], from: '08:00', to: '20:00' },
  law: { id: 'law', kind: 'law', countries: ['FR'] },
  capacity: { id: 'capacity', kind: 'capacity', channel: 'call', perDay: 100 },
};

/** Under a name that no other rule has. */
export function addRule(rules: readonly RuleDocument[], rule: RuleDocument): RuleDocument[] {
  const taken = new Set(rules.map(({ id }) => id));
  let id = rule.id;
  for (let n = 2; taken.has(id); n += 1) id = `${rule.id}_${n}`;
  return [...rules, { ...rule, id }];
}

const SHARED: readonly RuleDocument['kind'][] = ['law', 'capacity'];

/** A variant of a test beside these rules: what may not differ between the two is as the rules have it. */
export function alike(variant: readonly RuleDocument[], rules: readonly RuleDocument[]): RuleDocument[] {
  const own = variant.filter(({ kind }) => !SHARED.includes(kind));
  const taken = new Set(own.map(({ id }) => id));
  return [...own, ...rules.filter(({ kind, id }) => SHARED.includes(kind) && !taken.has(id))];
}

export type Change =
  | { kind: 'added' | 'removed' | 'off' | 'on'; id: string; said: string }
  | {
      kind: 'changed';
      id: string;
      before: Part[];
      after: Part[];
      more: { at: string; before: string; after: string }[];
    }
  | { kind: 'order' };

/** By the rules' names; of a changed rule both sentences. */
export function differences(
  before: readonly RuleDocument[],
  after: readonly RuleDocument[],
  lang: Lang,
  names?: Names,
): Change[] {
  const was = new Map(before.map((rule) => [rule.id, rule]));
  const is = new Map(after.map((rule) => [rule.id, rule]));
  const changes: Change[] = [
    ...after.flatMap((rule): Change[] => {
      const old = was.get(rule.id);
      const { id } = rule;
      if (!old) return [{ kind: 'added', id, said: saidOf(rule, lang, names) }];
      const switched = (old.off === true) !== (rule.off === true);
      const { off: _, ...a } = old;
      const { off: __, ...b } = rule;
      return [
        ...(switched
          ? [{ kind: rule.off ? ('off' as const) : ('on' as const), id, said: saidOf(rule, lang, names) }]
          : []),
        ...(canonical(a) === canonical(b)
          ? []
          : [
              {
                kind: 'changed' as const,
                id,
                before: sentenceOf(old, lang, names),
                after: sentenceOf(rule, lang, names),
                more: hidden(old, rule, lang, names),
              },
            ]),
      ];
    }),
    ...before
      .filter(({ id }) => !is.has(id))
      .map((rule): Change => ({ kind: 'removed', id: rule.id, said: saidOf(rule, lang, names) })),
  ];
  const order = (rules: readonly RuleDocument[], there: Map<string, unknown>) =>
    rules.filter((r) => there.has(r.id)).map((r) => r.id);
  const moved = order(before, is).join() !== order(after, was).join();
  return moved ? [...changes, { kind: 'order' }] : changes;
}

/** What differs in what the sentences do not say. */
function hidden(old: RuleDocument, rule: RuleDocument, lang: Lang, names: Names | undefined) {
  const inSentence = new Set([...sentenceOf(old, lang, names), ...sentenceOf(rule, lang, names)].map(({ at }) => at));
  const before = new Map(moreOf(old, lang, names).map((part) => [part.at, part.text]));
  return moreOf(rule, lang, names)
    .filter(({ at, text }) => at !== undefined && at !== 'while' && !inSentence.has(at) && before.get(at) !== text)
    .map(({ at, text }) => ({ at: at!, before: before.get(at) ?? '–', after: text }));
}
