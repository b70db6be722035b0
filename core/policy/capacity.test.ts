import { expect, test } from 'vitest';
import { HOUR } from '#core/clock.ts';
import { type Capacity, type CapacityRule, capacityDocument, limitsOf, note } from '#core/policy/capacity.ts';
import { judge } from '#core/policy/index.ts';
import { candidate, NOW, policy, standing, touch } from '#core/policy/testing.ts';

const MAILS: CapacityRule = { id: 'mails', kind: 'capacity', channel: 'email', perHour: 10 };
const NEXT = NOW + HOUR;

const use = (more: Partial<Capacity> = {}): Capacity => ({
  ...{ rule: 'mails', span: 'hour', limit: 10, used: 0, waiting: 0, next: NEXT },
  ...more,
});

function until(more: Partial<Capacity>, of: Parameters<typeof candidate>[0] = {}) {
  return judge(candidate(of), standing({ capacity: [use(more)] }), policy(MAILS)).verdict;
}

test('what fits leaves; the excess waits for the next slot, spread over its first hour', () => {
  expect(until({ used: 9 })).toEqual({ kind: 'send' });
  const moments = Array.from({ length: 50 }, (_, i) => until({ used: 10 }, { enrolment: i }));
  for (const verdict of moments) expect(verdict).toMatchObject({ kind: 'hold', reason: 'capacity' });
  const times = moments.map((verdict) => (verdict as { until: number }).until);
  expect(Math.min(...times)).toBeGreaterThanOrEqual(NEXT);
  expect(Math.max(...times)).toBeLessThan(NEXT + HOUR);
  expect(new Set(times).size).toBeGreaterThan(40);
});

test('those that are put off together queue up, a slot full at a time', () => {
  const slot = (waiting: number) =>
    Math.floor(((until({ used: 10, waiting }) as { until: number }).until - NEXT) / HOUR);
  expect([0, 9, 10, 19, 20].map(slot)).toEqual([0, 0, 1, 1, 2]);
});

test('where no slot comes in time the touch expires, and a capacity of nothing lets nothing through', () => {
  const expired = { kind: 'skip', state: 'expired', port: 'expired', reason: 'no_capacity' };
  expect(until({ used: 10 }, { validUntil: NEXT - 1 })).toEqual(expired);
  expect(until({ used: 10 }, { validUntil: NEXT })).toMatchObject({ kind: 'hold', until: NEXT });
  expect(until({ limit: 0 })).toEqual(expired);
});

test('test customers are exempt, and a use that was not read holds the touch', () => {
  const full = standing({ capacity: [use({ used: 10 })] });
  expect(judge(candidate(), { ...full, test: true }, policy(MAILS)).verdict).toEqual({ kind: 'send' });
  expect(judge(candidate(), standing(), policy(MAILS)).verdict).toMatchObject({ kind: 'hold', reason: 'rule_failed' });
});

test('a limit is a channel’s, a team’s, or that of a team on a channel', () => {
  const rules: CapacityRule[] = [
    { ...MAILS, perDay: 50 },
    { id: 'shop', kind: 'capacity', team: 'shop', perDay: 3 },
    { id: 'shop_calls', kind: 'capacity', team: 'shop', channel: 'call', perHour: 1 },
  ];
  const ids = (channel: string, team?: string) =>
    limitsOf(rules, { ...touch, content: team ? { team } : {} }, channel).map(({ rule, span }) => `${rule} ${span}`);
  expect(ids('email')).toEqual(['mails hour', 'mails day']);
  expect(ids('call', 'shop')).toEqual(['shop day', 'shop_calls hour']);
  expect(ids('letter', 'shop')).toEqual(['shop day']);
  expect(ids('call', 'other')).toEqual([]);
});

test('what is booked is used, what waits queues only where it was full', () => {
  const uses = [use({ used: 10 }), use({ span: 'day', limit: 50, used: 10 })];
  note(uses, uses, 'waits');
  note(uses, [uses[1]!], 'booked');
  expect(uses.map(({ used, waiting }) => [used, waiting])).toEqual([
    [10, 1],
    [11, 0],
  ]);
});

test('a rule without a channel or team, or without a number, is refused', () => {
  const refused = (more: object) => !capacityDocument.safeParse({ id: 'a', kind: 'capacity', ...more }).success;
  expect(refused({ perHour: 1 })).toBe(true);
  expect(refused({ channel: 'email' })).toBe(true);
  expect(refused({ channel: 'pigeon', perHour: 1 })).toBe(true);
  expect(refused({ channel: 'email', perHour: -1 })).toBe(true);
  expect(refused({ channel: 'email', perDay: 1 })).toBe(false);
});
