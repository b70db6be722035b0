/** Whether a running instance is well: what its processes say of themselves, judged part by part. */
import type { Sending } from '#core/config.ts';

/** What a worker says of itself. */
export type WorkerState = {
  sending: Sending;
  /** Its database belongs to another instance: nothing is sent. */
  foreign: boolean;
  /** Its mail server only catches. */
  catcher: boolean;
  /** Whether what keeps the chains' dates can be reached. */
  clock: boolean;
  /** null: nobody has tried. */
  mail: { ok: boolean; why: string | null } | null;
};

/** `unknown`: nobody is there who could say. */
export type Vital = { state: 'ok' | 'warning' | 'bad' | 'unknown'; reason: string; seconds?: number; count?: number };

export type Vitals = Record<(typeof PARTS)[number], Vital>;

export const PARTS = ['workers', 'clock', 'queue', 'sweep', 'mail', 'sending'] as const;

export type Seen = {
  workers: readonly { seconds: number; state: WorkerState }[];
  sweep: { seconds: number; oldestOverdueMs: number; overdue: number } | null;
  /** What is stopped by hand: channels, or `all`; chains are not the instance's. */
  stopped?: readonly string[];
};

/** Wall seconds: a worker speaks every ten, sweeps every ten or a tenth of its time. */
const MISSED = 45;
const SWEEP_LATE = 300;
const QUEUE_LATE = 60;
const QUEUE_LOST = 900;

const UNSEEN: Vital = { state: 'unknown', reason: 'unseen' };

export function vitalsOf({ workers, sweep, stopped = [] }: Seen): Vitals {
  const here = workers.filter(({ seconds }) => seconds <= MISSED);
  const [newest] = here;
  const last = workers[0];
  const queue = (sweep?.oldestOverdueMs ?? 0) / 1_000;
  // Where nobody works, what was last counted soon says nothing of now.
  const stale = sweep !== null && sweep.seconds > (newest ? SWEEP_LATE : MISSED);
  return {
    workers: newest
      ? { state: 'ok', reason: 'here', count: here.length }
      : last
        ? { state: 'bad', reason: 'missed', seconds: Math.round(last.seconds) }
        : { state: 'bad', reason: 'unseen' },
    clock: !newest
      ? UNSEEN
      : here.some(({ state }) => state.clock)
        ? { state: 'ok', reason: 'reached' }
        : { state: 'bad', reason: 'unreached' },
    queue:
      !sweep || stale
        ? UNSEEN
        : {
            state: queue > QUEUE_LOST ? 'bad' : queue > QUEUE_LATE ? 'warning' : 'ok',
            reason: queue > QUEUE_LATE ? 'late' : 'on_time',
            ...{ seconds: Math.round(queue), count: sweep.overdue },
          },
    sweep: !sweep
      ? UNSEEN
      : {
          state: stale ? 'bad' : 'ok',
          reason: stale ? 'late' : 'done',
          seconds: Math.round(sweep.seconds),
        },
    mail: mailOf(newest?.state),
    sending: sendingOf(newest?.state, stopped),
  };
}

function mailOf(state: WorkerState | undefined): Vital {
  if (!state) return UNSEEN;
  if (state.mail && !state.mail.ok) return { state: 'bad', reason: 'unreached' };
  if (state.catcher) return { state: 'warning', reason: 'catcher' };
  return { state: 'ok', reason: state.mail ? 'reached' : 'untried' };
}

function sendingOf(state: WorkerState | undefined, stopped: readonly string[]): Vital {
  if (!state) return UNSEEN;
  if (state.foreign) return { state: 'bad', reason: 'foreign' };
  // Meant, and lifted by hand: not broken.
  if (stopped.includes('all')) return { state: 'warning', reason: 'stopped' };
  if (stopped.length > 0)
    return { state: 'warning', reason: stopped.includes('email') ? 'stopped_email' : 'stopped_task' };
  if (state.sending === 'live') return { state: 'ok', reason: 'live' };
  return { state: state.sending === 'off' ? 'bad' : 'warning', reason: state.sending };
}

export function worstOf(vitals: Vitals): 'ok' | 'warning' | 'bad' {
  const states = Object.values(vitals).map(({ state }) => state);
  return states.includes('bad') ? 'bad' : states.includes('warning') ? 'warning' : 'ok';
}

/** Whether a mail written now would reach its customer, and if not why: the channel's own word. */
export function mailReady({ mail, sending }: Pick<Vitals, 'mail' | 'sending'>): { ready: boolean; reason: string } {
  if (sending.state !== 'ok') return { ready: false, reason: sending.reason };
  return { ready: mail.state === 'ok', reason: mail.reason };
}
