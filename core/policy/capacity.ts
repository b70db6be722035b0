/** What a channel or a team can do in an hour or a day. The excess goes on to the next slot, the heavier first. */
import { z } from 'zod';
import { DAY, HOUR } from '#core/clock.ts';
import { stableFraction } from '#core/hash.ts';
import type { TouchSpec } from '#core/plan.ts';
import type { RuleDocument } from '#core/policy/documents.ts';
import { counted, off, ruleId } from '#core/policy/fields.ts';
import { documentsOf, type Rule } from '#core/policy/rule.ts';

const many = z.int().min(0).max(10_000_000);

export const capacityDocument = z
  .strictObject({
    id: ruleId,
    off,
    kind: z.literal('capacity'),
    /** Of this channel, of the tasks of this team, or of that team's on that channel. */
    channel: counted.exactOptional(),
    team: z.string().min(1).max(100).exactOptional(),
    /** Contacts of any class, by the company's clock. */
    perHour: many.exactOptional(),
    perDay: many.exactOptional(),
  })
  .refine(({ channel, team }) => channel !== undefined || team !== undefined, {
    message: 'expected a channel, a team, or both',
    path: ['channel'],
  })
  .refine(({ perHour, perDay }) => perHour !== undefined || perDay !== undefined, {
    message: 'expected perHour, perDay, or both',
    path: ['perHour'],
  });

export type CapacityRule = z.output<typeof capacityDocument>;

export type Span = 'hour' | 'day';
export type Limit = { rule: string; span: Span; limit: number };

/** One limit in the slot that runs now. */
export type Capacity = Limit & {
  used: number;
  /** Put off in this very burst: those that follow queue up behind them. */
  waiting: number;
  /** When the next slot begins, domain ms. */
  next: number;
};

const LENGTH: Record<Span, number> = { hour: HOUR, day: DAY };

/** The limits a touch is under. */
export function limitsOf(rules: readonly RuleDocument[], touch: TouchSpec, channel: string): Limit[] {
  return allLimits(
    documentsOf(rules, 'capacity').filter(
      (rule) => (rule.channel ?? channel) === channel && (rule.team ?? teamOf(touch)) === teamOf(touch),
    ),
  );
}

/** Every limit these rules set. */
export function allLimits(rules: readonly RuleDocument[]): Limit[] {
  return documentsOf(rules, 'capacity').flatMap(({ id, perHour, perDay }): Limit[] => [
    ...(perHour === undefined ? [] : [{ rule: id, span: 'hour' as const, limit: perHour }]),
    ...(perDay === undefined ? [] : [{ rule: id, span: 'day' as const, limit: perDay }]),
  ]);
}

function teamOf({ content }: TouchSpec): string | null {
  const team = typeof content === 'object' && content !== null && 'team' in content ? content.team : null;
  return typeof team === 'string' ? team : null;
}

export const capacity: Rule = {
  name: 'capacity',
  say: ({ inputs }, { lang }) =>
    lang === 'fr'
      ? `la capacité « ${inputs.id} » est épuisée (${inputs.used} sur ${inputs.limit})`
      : `the capacity "${inputs.id}" is used up (${inputs.used} of ${inputs.limit})`,
  ask({ touch, channel, enrolment, now, validUntil }, standing, policy) {
    const limits = limitsOf(policy.rules, touch, channel);
    if (limits.length === 0) return null;
    if (standing.test) return { verdict: null, asked: { rule: 'capacity', verdict: 'exempt', inputs: { test: true } } };
    const uses = limits.map(({ rule, span }) => {
      const use = standing.capacity.find((one) => one.rule === rule && one.span === span);
      if (!use) throw new Error(`the use of capacity ${rule} is not known`);
      return use;
    });
    const full = uses.filter((use) => use.used >= use.limit).map((use) => ({ use, from: slotFor(use) }));
    if (full.length === 0) {
      const inputs = { limits: uses.map(({ rule, span, limit, used }) => ({ id: rule, span, limit, used })) };
      return { verdict: null, asked: { rule: 'capacity', verdict: 'pass', inputs } };
    }
    const last = full.reduce((a, b) => (b.from > a.from ? b : a));
    const { rule, span, limit, used, waiting } = last.use;
    const inputs = { id: rule, span, limit, used, waiting };
    // Not everybody at the stroke of the hour; but never past the contact's validity for the sake of spreading.
    const spread = stableFraction('capacity', enrolment, now) * HOUR;
    const until = Math.floor(Math.min(last.from + spread, Math.max(last.from, validUntil)));
    const flip = { limit: used + 1, ...(Number.isFinite(until) ? { later: until } : {}) };
    if (until <= validUntil)
      return {
        verdict: { kind: 'hold', until, reason: 'capacity' },
        asked: { rule: 'capacity', verdict: 'hold', inputs, flip },
      };
    return {
      verdict: { kind: 'skip', state: 'expired', port: 'expired', reason: 'no_capacity' },
      asked: { rule: 'capacity', verdict: 'skip', inputs, flip },
    };
  },
};

/** The first slot that those before it in the queue leave room in. Best effort: nothing is booked ahead. */
function slotFor({ span, limit, waiting, next }: Capacity): number {
  return limit === 0 ? Number.POSITIVE_INFINITY : next + Math.floor(waiting / limit) * LENGTH[span];
}

/** Writes one judged touch into the uses of its burst. */
export function note(uses: readonly Capacity[], limits: readonly Limit[], became: 'booked' | 'waits'): void {
  for (const use of uses) {
    if (!limits.some(({ rule, span }) => rule === use.rule && span === use.span)) continue;
    if (became === 'booked') use.used += 1;
    else if (use.used >= use.limit) use.waiting += 1;
  }
}
