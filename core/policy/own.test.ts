import { describe, expect, test } from 'vitest';
import { DAY, HOUR } from '#core/clock.ts';
import { explain, judge } from '#core/policy/index.ts';
import { candidate, cap, contact, NOW, policy, standing, touch } from '#core/policy/testing.ts';

const words = { lang: 'en' as const, date: (at: number) => new Date(at).toISOString().slice(0, 10) };
const limits = (perWeek: number | null, pausedUntil: number | null = null) => ({ perWeek, pausedUntil });
const commercial = candidate();
const service = candidate({ touch: { ...touch, class: 'service' } });
const information = candidate({ touch: { ...touch, class: 'information' } });

describe('a customer’s own limit', () => {
  test('of two a week lets two through, and the third waits until the first is seven days old', () => {
    const one = standing({ limits: limits(2), contacts: [contact(3 * DAY)] });
    expect(judge(commercial, one, policy()).verdict).toEqual({ kind: 'send' });
    const two = standing({ limits: limits(2), contacts: [contact(3 * DAY), contact(DAY, { class: 'information' })] });
    expect(judge(information, two, policy()).verdict).toEqual({
      kind: 'hold',
      until: NOW + 4 * DAY,
      reason: 'own_limit',
    });
  });

  test('counts neither what is owed nor what is exactly seven days old', () => {
    const before = standing({ limits: limits(1), contacts: [contact(HOUR, { class: 'service' }), contact(7 * DAY)] });
    expect(judge(commercial, before, policy()).verdict).toEqual({ kind: 'send' });
  });

  test('never holds back what is owed', () => {
    const full = standing({ limits: limits(1, NOW + DAY), contacts: [contact(DAY)] });
    expect(judge(service, full, policy()).verdict).toEqual({ kind: 'send' });
  });

  test('and the policy’s cap: the stricter wins, whichever it is', () => {
    const contacts = [contact(2 * DAY), contact(3 * DAY)];
    expect(judge(commercial, standing({ limits: limits(2), contacts }), policy(cap(9, 7))).verdict.kind).toBe('hold');
    expect(judge(commercial, standing({ limits: limits(9), contacts }), policy(cap(2, 7))).verdict.kind).toBe('hold');
    expect(judge(commercial, standing({ limits: limits(9), contacts }), policy(cap(9, 7))).verdict.kind).toBe('send');
  });
});

describe('a pause', () => {
  test('holds until it ends, and then the contact leaves', () => {
    const paused = standing({ limits: limits(null, NOW + 5 * DAY) });
    expect(judge(commercial, paused, policy()).verdict).toEqual({
      kind: 'hold',
      until: NOW + 5 * DAY,
      reason: 'own_pause',
    });
    expect(judge({ ...commercial, now: NOW + 5 * DAY, held: true }, paused, policy()).verdict).toEqual({
      kind: 'send',
    });
  });

  test('that outlasts the contact skips it by its capped port, and says why', () => {
    const paused = standing({ limits: limits(null, NOW + 40 * DAY) });
    const record = judge(commercial, paused, policy());
    expect(record.verdict).toEqual({ kind: 'skip', state: 'skipped', port: 'capped', reason: 'own_pause' });
    expect(explain(record, words)).toBe('Not sent: the customer asked for a pause until 2027-01-03.');
  });
});
