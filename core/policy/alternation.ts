/** At most so many commercial contacts in a row: then something that sells nothing must come first. */
import { z } from 'zod';
import { DAY } from '#core/clock.ts';
import { counted, off, ruleId } from '#core/policy/fields.ts';
import { waitFor } from '#core/policy/patience.ts';
import { type Contact, documentsOf, type Rule } from '#core/policy/rule.ts';

/** How far back a row of contacts is followed, days: whoever heard nothing for longer starts anew. */
export const ALTERNATION_DAYS = 120;

export const alternationDocument = z.strictObject({
  id: ruleId,
  off,
  kind: z.literal('alternation'),
  /** Commercial contacts in a row, at most. */
  max: z.int().min(1).max(100),
  /** Channels it judges and counts; absent: all. */
  channels: z.array(counted).min(1).exactOptional(),
});

export type AlternationRule = z.output<typeof alternationDocument>;

export const alternation: Rule = {
  name: 'alternation',
  replayed: ['alternation'],
  say: ({ flip }, { lang }) => {
    const row = Number(flip?.max ?? 1) - 1;
    return lang === 'fr'
      ? `${row} sollicitations commerciales de suite ont déjà été faites`
      : `${row} commercial contacts in a row have already been made`;
  },
  ask(candidate, { contacts, test }, policy) {
    if (candidate.touch.class !== 'commercial' || test) return null;
    const rules = documentsOf(policy.rules, 'alternation').filter(
      (r) => r.channels?.includes(candidate.channel) ?? true,
    );
    if (rules.length === 0) return null;
    const counted = rules.map((rule) => ({ rule, row: rowOf(contacts, rule.channels, candidate.now) }));
    const inputs = { rules: counted.map(({ rule, row }) => ({ id: rule.id, max: rule.max, in_a_row: row })) };
    const full = counted.find(({ rule, row }) => row >= rule.max);
    if (!full) return { verdict: null, asked: { rule: 'alternation', verdict: 'pass', inputs } };
    const verdict = waitFor(candidate, 'alternation');
    const flip = { max: full.row + 1, or: 'a contact that is not commercial' };
    return { verdict, asked: { rule: 'alternation', verdict: verdict.kind, inputs, flip } };
  },
};

function rowOf(contacts: readonly Contact[], channels: readonly string[] | undefined, now: number): number {
  const after = now - ALTERNATION_DAYS * DAY;
  let other = after;
  for (const c of contacts) {
    if (c.class !== 'commercial' && c.at > other && c.at <= now && (channels?.includes(c.channel) ?? true))
      other = c.at;
  }
  let row = 0;
  for (const c of contacts) {
    if (c.class === 'commercial' && c.at > other && c.at <= now && (channels?.includes(c.channel) ?? true)) row += 1;
  }
  return row;
}
