/** The contact policy, rule by rule and as a whole. */
import { describe, expect, test } from 'vitest';
import { DAY, HOUR } from '#core/clock.ts';
import { judge } from '#core/policy/index.ts';
import type { Contact, Standing } from '#core/policy/rule.ts';
import { candidate, cap, contact, NOW, policy, standing, touch } from '#core/policy/testing.ts';

test('what nothing forbids is sent, and the record says what was asked', () => {
  const record = judge(candidate(), standing(), policy(cap(3, 7)));
  expect(record.verdict).toEqual({ kind: 'send' });
  expect(record.asked.map((a) => [a.rule, a.verdict])).toEqual([
    ['late', 'pass'],
    ['address', 'pass'],
    ['consent', 'pass'],
    ['pressure', 'pass'],
  ]);
});

describe('control group', () => {
  test('commercial touches of the held-out end as control', () => {
    expect(judge(candidate({ control: 'company' }), standing(), policy()).verdict).toMatchObject({
      kind: 'skip',
      state: 'control',
      port: 'done',
    });
  });

  test('service touches reach the held-out too', () => {
    const service = candidate({ control: 'chain', touch: { ...touch, class: 'service' } });
    expect(judge(service, standing(), policy()).verdict).toEqual({ kind: 'send' });
  });
});

describe('late', () => {
  test('past its validity a touch expires', () => {
    const late = candidate({ due: NOW - 9 * DAY, validUntil: NOW - 1 });
    expect(judge(late, standing(), policy()).verdict).toMatchObject({ state: 'expired', port: 'expired' });
  });

  test('one that is to be skipped when late is skipped when its date had passed on arrival', () => {
    const late = candidate({ due: NOW - HOUR, touch: { ...touch, lateHours: 0 } });
    expect(judge(late, standing(), policy()).verdict).toMatchObject({ state: 'expired', reason: 'late' });
  });

  test('one that was held by the policy is not late by that', () => {
    const held = candidate({ due: NOW - HOUR, held: true, touch: { ...touch, lateHours: 0 } });
    expect(judge(held, standing(), policy()).verdict).toEqual({ kind: 'send' });
  });
});

test('a touch without a date to leave at expires', () => {
  expect(judge(candidate({ undated: true }), standing(), policy()).verdict).toMatchObject({ reason: 'no_date' });
});

describe('consent', () => {
  const withdrawn = (channel: string, topic = '*') => ({
    brand: 'default',
    channel,
    topic,
    given: false,
    expiresAt: null,
  });

  test('an opt-out of the channel skips the touch by its port', () => {
    const record = judge(candidate(), standing({ consents: [withdrawn('email')] }), policy());
    expect(record.verdict).toMatchObject({ kind: 'skip', state: 'skipped', port: 'no_consent' });
  });

  test('an opt-out of another channel does not', () => {
    expect(judge(candidate(), standing({ consents: [withdrawn('task')] }), policy()).verdict).toEqual({ kind: 'send' });
  });

  test('an opt-out of everything counts for every channel', () => {
    expect(judge(candidate(), standing({ consents: [withdrawn('*')] }), policy()).verdict.kind).toBe('skip');
  });

  test('an opt-out of a topic counts for touches of that topic only', () => {
    const about = candidate({ touch: { ...touch, topics: ['wine'] } });
    const of = (topic: string) => standing({ consents: [withdrawn('email', topic)] });
    expect(judge(about, of('wine'), policy()).verdict.kind).toBe('skip');
    expect(judge(about, of('cheese'), policy()).verdict.kind).toBe('send');
  });

  test('service contacts are owed and ask for none', () => {
    const service = candidate({ touch: { ...touch, class: 'service' } });
    expect(judge(service, standing({ consents: [withdrawn('*')] }), policy(cap(0, 1))).verdict).toEqual({
      kind: 'send',
    });
  });

  test('a consent that has run out no longer stands', () => {
    const expired = { brand: 'default', channel: 'email', topic: '*', given: true, expiresAt: NOW - 1 };
    expect(judge(candidate(), standing({ consents: [expired] }), policy()).verdict.kind).toBe('skip');
  });
});

describe('pressure', () => {
  test('a full window postpones to the moment its oldest contact leaves it', () => {
    const full = standing({ contacts: [contact(6 * DAY), contact(2 * DAY), contact(DAY)] });
    expect(judge(candidate(), full, policy(cap(3, 7))).verdict).toEqual({
      kind: 'hold',
      until: NOW + DAY,
      reason: 'capped',
    });
  });

  test('the window is rolling: a contact exactly seven days old is out', () => {
    const old = standing({ contacts: [contact(7 * DAY), contact(2 * DAY), contact(DAY)] });
    expect(judge(candidate(), old, policy(cap(3, 7))).verdict).toEqual({ kind: 'send' });
  });

  test('a threshold of 0 lets nothing through, and holding would never end', () => {
    expect(judge(candidate(), standing(), policy(cap(0, 7))).verdict).toMatchObject({ kind: 'skip', port: 'capped' });
  });

  test('a hold never goes past the validity: it is capped instead', () => {
    const full = standing({ contacts: [contact(DAY)] });
    const short = candidate({ validUntil: NOW + DAY });
    expect(judge(short, full, policy(cap(1, 7))).verdict).toMatchObject({
      kind: 'skip',
      state: 'skipped',
      port: 'capped',
    });
  });

  test('a touch that asks to be skipped on excess is', () => {
    const skipping = candidate({ touch: { ...touch, onExcess: 'skip' } });
    expect(judge(skipping, standing({ contacts: [contact(0)] }), policy(cap(1, 1))).verdict).toMatchObject({
      kind: 'skip',
      port: 'capped',
    });
  });

  test('a cap on one channel counts that channel only', () => {
    const calls = cap(1, 30, { channels: ['task'] });
    const one = standing({ contacts: [contact(DAY, { channel: 'task' })] });
    expect(judge(candidate(), one, policy(calls)).verdict).toEqual({ kind: 'send' });
    const call = candidate({ touch: { ...touch, channel: 'task' }, needsAddress: false });
    expect(judge(call, one, policy(calls)).verdict).toMatchObject({ kind: 'hold', until: NOW + 29 * DAY });
  });

  test('of several full caps the last to be free decides', () => {
    const full = standing({ contacts: [contact(HOUR)] });
    expect(judge(candidate(), full, policy(cap(1, 1), cap(1, 7))).verdict).toMatchObject({
      until: NOW - HOUR + 7 * DAY,
    });
  });

  test('test addresses are exempt', () => {
    expect(judge(candidate(), standing({ test: true, contacts: [contact(0)] }), policy(cap(1, 1))).verdict.kind).toBe(
      'send',
    );
  });

  test.each([
    ['not extended', undefined, 'SSSXSS'],
    ['extended to the month', 'month', 'SSSXSX'],
    ['extended to the quarter', 'quarter', 'SSSXXX'],
  ] as const)('the cap 3 per 14 days, %s, lets through what the golden example lets through', (_, extend, golden) => {
    const days = ['2026-05-30', '2026-06-03', '2026-06-08', '2026-06-12', '2026-06-22', '2026-06-30'];
    const made: Contact[] = [];
    const letters = days.map((day) => {
      const now = Date.parse(`${day}T10:00:00Z`);
      const one = candidate({ now, due: now, validUntil: now, touch: { ...touch, onExcess: 'skip' } });
      const rule = cap(3, 14, extend ? { extend } : {});
      const { verdict } = judge(one, standing({ contacts: made }), policy(rule));
      if (verdict.kind !== 'send') return 'X';
      made.push(contact(NOW - now));
      return 'S';
    });
    expect(letters.join('')).toBe(golden);
  });
});

describe('stops and pauses', () => {
  test('nothing leaves while a stop stands', () => {
    const record = judge(candidate(), standing({ halt: { kind: 'stopped', scope: 'all' } }), policy());
    expect(record.verdict).toMatchObject({ kind: 'hold', reason: 'stopped' });
  });

  test('service contacts are held by a pause too', () => {
    const service = candidate({ touch: { ...touch, class: 'service' } });
    expect(judge(service, standing({ halt: { kind: 'paused' } }), policy()).verdict.kind).toBe('hold');
  });

  const resumed = (decision: Extract<NonNullable<Standing['halt']>, { kind: 'resumed' }>['decision'], at = NOW) =>
    standing({ halt: { kind: 'resumed', pausedAt: at - 10 * DAY, at, decision } });

  test('a resume that skips what is older than d days expires it and sends the rest', () => {
    const skip = resumed({ kind: 'skip', olderThanDays: 3 });
    expect(judge(candidate({ due: NOW - 4 * DAY }), skip, policy()).verdict).toMatchObject({
      reason: 'overdue_skipped',
    });
    expect(judge(candidate({ due: NOW - 2 * DAY }), skip, policy()).verdict).toEqual({ kind: 'send' });
  });

  test('a resume that spreads sends each overdue touch within its hours, at a time of its own', () => {
    const spread = resumed({ kind: 'send', overHours: 10 });
    const slots = Array.from({ length: 200 }, (_, enrolment) => {
      const { verdict } = judge(candidate({ enrolment, due: NOW - DAY }), spread, policy());
      return verdict.kind === 'hold' ? (verdict.until - NOW) / HOUR : 0;
    });
    expect(Math.max(...slots)).toBeLessThanOrEqual(10);
    expect(slots.filter((s) => s < 5).length).toBeGreaterThan(60);
    expect(slots.filter((s) => s >= 5).length).toBeGreaterThan(60);
  });

  test('what fell due after the resume is not overdue', () => {
    const skip = resumed({ kind: 'skip', olderThanDays: 0 }, NOW - DAY);
    expect(judge(candidate({ due: NOW - HOUR }), skip, policy()).verdict).toEqual({ kind: 'send' });
  });
});
