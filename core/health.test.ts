import { expect, test } from 'vitest';
import { mailReady, vitalsOf, type WorkerState, worstOf } from '#core/health.ts';

const well: WorkerState = {
  sending: 'live',
  foreign: false,
  catcher: false,
  clock: true,
  mail: { ok: true, why: null },
};
const swept = { seconds: 8, oldestOverdueMs: 0, overdue: 0 };
const seen = (state: Partial<WorkerState> = {}, seconds = 5) => ({ seconds, state: { ...well, ...state } });

test('all is well where a worker speaks, sweeps and reaches what it needs', () => {
  const vitals = vitalsOf({ workers: [seen(), seen({}, 9)], sweep: swept });
  expect(worstOf(vitals)).toBe('ok');
  expect(vitals.workers).toMatchObject({ reason: 'here', count: 2 });
  expect(mailReady(vitals)).toEqual({ ready: true, reason: 'reached' });
});

test('a worker that has fallen silent is missed, and nobody speaks for the mail server any more', () => {
  const vitals = vitalsOf({ workers: [seen({}, 300)], sweep: swept });
  expect(vitals.workers).toEqual({ state: 'bad', reason: 'missed', seconds: 300 });
  expect(vitals.mail).toEqual({ state: 'unknown', reason: 'unseen' });
  expect(worstOf(vitals)).toBe('bad');
  expect(mailReady(vitals)).toEqual({ ready: false, reason: 'unseen' });
});

test('one worker that keeps the dates is enough', () => {
  expect(vitalsOf({ workers: [seen({ clock: false }), seen()], sweep: swept }).clock.state).toBe('ok');
  expect(vitalsOf({ workers: [seen({ clock: false })], sweep: swept }).clock.reason).toBe('unreached');
});

test('who is late for a minute is told, for a quarter of an hour is an alarm', () => {
  const late = (minutes: number) =>
    vitalsOf({ workers: [seen()], sweep: { ...swept, oldestOverdueMs: minutes * 60_000 } }).queue.state;
  expect([late(0.5), late(2), late(16)]).toEqual(['ok', 'warning', 'bad']);
  expect(vitalsOf({ workers: [seen()], sweep: { ...swept, seconds: 301 } }).sweep.reason).toBe('late');
});

test('where nobody works, nothing counted before is called in order', () => {
  const hung = vitalsOf({ workers: [seen({}, 120)], sweep: { ...swept, seconds: 125 } });
  expect(hung.queue).toEqual({ state: 'unknown', reason: 'unseen' });
  expect(hung.sweep).toEqual({ state: 'bad', reason: 'late', seconds: 125 });
  // A worker that is here and sweeps a large base takes its time.
  expect(vitalsOf({ workers: [seen()], sweep: { ...swept, seconds: 125 } }).sweep.state).toBe('ok');
  expect(vitalsOf({ workers: [seen()], sweep: { ...swept, seconds: 301 } }).queue.state).toBe('unknown');
});

test('what is stopped by hand is not called open', () => {
  const sending = (...stopped: string[]) => vitalsOf({ workers: [seen()], sweep: swept, stopped }).sending;
  expect(sending()).toEqual({ state: 'ok', reason: 'live' });
  expect(sending('email', 'all')).toEqual({ state: 'warning', reason: 'stopped' });
  expect(sending('task', 'email').reason).toBe('stopped_email');
  expect(sending('task').reason).toBe('stopped_task');
  expect(vitalsOf({ workers: [seen({ sending: 'off' })], sweep: swept }).sending.reason).toBe('off');
});

test('a channel through which nothing leaves says why', () => {
  const reason = (state: Partial<WorkerState>) => mailReady(vitalsOf({ workers: [seen(state)], sweep: swept })).reason;
  expect(reason({ sending: 'off' })).toBe('off');
  expect(reason({ sending: 'allowlist' })).toBe('allowlist');
  expect(reason({ foreign: true })).toBe('foreign');
  expect(reason({ catcher: true })).toBe('catcher');
  expect(reason({ mail: { ok: false, why: 'refused' } })).toBe('unreached');
});
