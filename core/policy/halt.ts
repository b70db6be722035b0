/** Stops and pauses: nothing is handed over while one stands; a resume decides what becomes of the overdue. */
import { DAY, HOUR } from '#core/clock.ts';
import { stableFraction } from '#core/hash.ts';
import type { Candidate, Halt, Rule, Verdict } from '#core/policy/rule.ts';

/** Whoever lifts a stop or resumes a chain wakes the held; this is only how long a lost wake could last. */
const ASK_AGAIN = DAY;

export const halt: Rule = {
  name: 'halt',
  say: ({ inputs }, { lang }) => {
    if (inputs.halt === 'stopped') return lang === 'fr' ? 'un arrêt est en vigueur' : 'a stop stands';
    if (inputs.halt === 'paused') return lang === 'fr' ? 'la chaîne est en pause' : 'the chain is paused';
    return lang === 'fr' ? 'la chaîne a repris après une pause' : 'the chain was resumed after a pause';
  },
  ask(candidate, { halt: standing }) {
    if (!standing) return null;
    const verdict = judge(candidate, standing);
    return {
      verdict,
      asked: {
        rule: 'halt',
        verdict: verdict ? (verdict.kind === 'hold' ? 'hold' : 'skip') : 'pass',
        inputs: { halt: standing.kind, ...(standing.kind === 'stopped' ? { scope: standing.scope } : {}) },
      },
    };
  },
};

/** Ms by which a resume that shifts everybody has moved a touch that fell due in its pause. */
export function movedBy(standing: Halt | null, due: number, enteredAt: number): number {
  if (standing?.kind !== 'resumed' || standing.decision.kind !== 'shift') return 0;
  if (due >= standing.at || due < standing.pausedAt) return 0;
  return Math.max(0, standing.at - Math.max(standing.pausedAt, enteredAt));
}

function judge(candidate: Candidate, standing: Halt): Verdict | null {
  const { now, due } = candidate;
  if (standing.kind !== 'resumed') return { kind: 'hold', until: now + ASK_AGAIN, reason: standing.kind };
  if (standing.decision.kind === 'shift' && due > now) return { kind: 'hold', until: due, reason: 'overdue_shifted' };
  // What fell due after the resume was never overdue.
  if (due >= standing.at || due < standing.pausedAt - DAY) return null;
  const { decision } = standing;
  if (decision.kind === 'skip' && standing.at - due > decision.olderThanDays * DAY) {
    return { kind: 'skip', state: 'expired', port: 'expired', reason: 'overdue_skipped' };
  }
  if (decision.kind === 'send') {
    const slot = standing.at + stableFraction('resume', candidate.enrolment) * decision.overHours * HOUR;
    if (slot > now) return { kind: 'hold', until: slot, reason: 'overdue_spread' };
  }
  return null;
}
