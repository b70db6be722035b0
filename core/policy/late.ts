/** What comes too late expires: past `validUntil`, later than `ifLate` allows, or with no date to leave at. */
import { DAY, HOUR } from '#core/clock.ts';
import type { Candidate, Halt, Rule } from '#core/policy/rule.ts';

export const late: Rule = {
  name: 'late',
  say: ({ inputs, flip }, { lang, date }) => {
    if (inputs.date === null)
      return lang === 'fr' ? 'le client n’a pas cette date' : 'the customer does not have that date';
    const by = date(Number(flip?.at_the_latest ?? 0));
    return lang === 'fr' ? `il aurait dû partir avant le ${by}` : `it had to leave by ${by}`;
  },
  ask(candidate, { halt }) {
    const { touch, due, undated, held, grace, now } = candidate;
    const validUntil = validThrough(candidate, halt);
    if (undated) {
      return {
        verdict: { kind: 'skip', state: 'expired', port: 'expired', reason: 'no_date' },
        asked: { rule: 'late', verdict: 'skip', inputs: { date: null } },
      };
    }
    const limit =
      touch.lateHours === undefined || held ? validUntil : Math.min(validUntil, due + touch.lateHours * HOUR + grace);
    const inputs = { due, valid_until: validUntil, late_hours: touch.lateHours ?? null, now };
    if (now <= limit) return { verdict: null, asked: { rule: 'late', verdict: 'pass', inputs } };
    return {
      verdict: { kind: 'skip', state: 'expired', port: 'expired', reason: now > validUntil ? 'expired' : 'late' },
      asked: { rule: 'late', verdict: 'skip', inputs, flip: { at_the_latest: limit } },
    };
  },
};

/** Who resumed a chain by sending the overdue wants them sent, also those whose validity ran out in the pause. */
export function validThrough({ due, validUntil }: Pick<Candidate, 'due' | 'validUntil'>, halt: Halt | null): number {
  if (halt?.kind !== 'resumed' || halt.decision.kind !== 'send' || due < halt.pausedAt || due >= halt.at)
    return validUntil;
  return Math.max(validUntil, halt.at + halt.decision.overHours * HOUR + DAY);
}
