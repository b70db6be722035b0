/** What comes too late expires: past `validUntil`, later than `ifLate` allows, or with no date to leave at. */
import { HOUR } from '#core/clock.ts';
import type { Rule } from '#core/policy/rule.ts';

export const late: Rule = {
  name: 'late',
  ask({ touch, due, undated, validUntil, held, grace, now }) {
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
