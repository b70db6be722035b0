/** Where a waiting customer of one version stands in another: by the step of the drawing, never by its number. */
import { canonical } from '#core/canonical.ts';
import { DAY, HOUR } from '#core/clock.ts';
import type { Op, Plan } from '#core/plan.ts';
import type { When } from '#core/when.ts';

/**
 * Visits of a member that was moved n times begin after n times this. So a touch of the new version is never taken for
 * one of the old, and a burst that still carries the old place finds that it has been moved.
 */
export const GENERATION = 10_000;

export function generationOf(visit: number): number {
  return Math.floor(visit / GENERATION);
}

/** Whether the member has come round before, in the version it is in. */
export function hasLooped(visit: number): boolean {
  return visit % GENERATION > 1;
}

export type Place =
  /** The wait goes on, by `delay` ms more or less. */
  | { kind: 'same'; to: number; delay: number }
  /** Its date is computed again. */
  | { kind: 'again'; to: number }
  /** `step_gone`: the new version has no such step. `other_step`: it is of another kind there. */
  | { kind: 'none'; reason: 'step_gone' | 'other_step' };

/** One answer a step of the old plan. */
export function placesOf(from: Plan, to: Plan): Place[] {
  const ordinal = ordinals(from);
  const found = new Map(ordinals(to).map((name, index) => [name, index]));
  const steps = new Set(to.steps.map(({ step }) => step));
  return from.steps.map(({ op, step }, index): Place => {
    const target = found.get(ordinal[index]!);
    if (target === undefined) return { kind: 'none', reason: steps.has(step) ? 'other_step' : 'step_gone' };
    const other = to.steps[target]!.op;
    if (other.kind !== op.kind) return { kind: 'none', reason: 'other_step' };
    const [was, is] = [dateOf(op), dateOf(other)];
    if (!was || !is || canonical(was) === canonical(is)) return { kind: 'same', to: target, delay: 0 };
    // A wait that counts from the arrival must not begin afresh.
    const counted = was.anchor.kind === 'arrival' && is.anchor.kind === 'arrival';
    return counted ? { kind: 'same', to: target, delay: length(is) - length(was) } : { kind: 'again', to: target };
  });
}

/** Ways taken, as the new plan numbers them; what it no longer has is left out. */
export function hopsOf(from: Plan, to: Plan): { step: number; port: number; toStep: number; toPort: number }[] {
  const ordinal = ordinals(from);
  const found = new Map(ordinals(to).map((name, index) => [name, index]));
  return from.steps.flatMap(({ next }, step) => {
    const toStep = found.get(ordinal[step]!);
    if (toStep === undefined) return [];
    const ports = Object.keys(to.steps[toStep]!.next);
    return [
      { step, port: -1, toStep, toPort: -1 },
      ...Object.keys(next).map((name, port) => ({ step, port, toStep, toPort: ports.indexOf(name) })),
    ];
  });
}

/** Steps of the drawing whose contact may come after this place. */
export function contactsFrom(plan: Plan, start: number): Set<string> {
  const seen = new Set<number>();
  const steps = new Set<string>();
  const queue = [start];
  for (let index = queue.pop(); index !== undefined; index = queue.pop()) {
    const at = plan.steps[index];
    if (seen.has(index) || !at) continue;
    seen.add(index);
    if (at.op.kind === 'touch') steps.add(at.step);
    queue.push(...Object.values(at.next));
  }
  return steps;
}

/** What would come again to who already had it, and would not have in the old version. */
export function twiceFrom(from: Plan, at: number, to: Plan, target: number): string[] {
  const before = contactsFrom(from, at);
  return [...contactsFrom(to, target)].filter((step) => !before.has(step));
}

/** A name for each plan step that numbering does not change. */
function ordinals(plan: Plan): string[] {
  const counts = new Map<string, number>();
  return plan.steps.map(({ step }) => {
    const n = counts.get(step) ?? 0;
    counts.set(step, n + 1);
    return `${step} ${n}`;
  });
}

function dateOf(op: Op): When | null {
  if (op.kind === 'sleep') return op.when;
  return op.kind === 'listen' ? op.until : null;
}

function length({ days = 0, hours = 0, minutes = 0 }: When): number {
  return days * DAY + hours * HOUR + minutes * 60_000;
}
