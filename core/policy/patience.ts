/** What to do while nobody can say when a rule will let go: ask again each day, as long as the contact is valid. */
import { DAY, HOUR } from '#core/clock.ts';
import type { Candidate, Verdict } from '#core/policy/rule.ts';

export function waitFor({ now, validUntil, touch }: Candidate, reason: string): Exclude<Verdict, { kind: 'send' }> {
  if (touch.onExcess === 'skip' || now + HOUR > validUntil)
    return { kind: 'skip', state: 'skipped', port: 'capped', reason };
  return { kind: 'hold', until: Math.min(now + DAY, validUntil), reason };
}
