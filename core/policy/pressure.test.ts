/** The pressure model: thresholds that are computed, calendar windows, households, rivals that weigh more; and the faults of other tools. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY, HOUR } from '#core/clock.ts';
import { judge } from '#core/policy/index.ts';
import type { Planned, Policy } from '#core/policy/rule.ts';
import { candidate, cap, contact, FACTS, NOW, policy, standing, touch } from '#core/policy/testing.ts';

const at = (iso: string) => Date.parse(iso);
const on = (iso: string, more = {}) =>
  candidate({ now: at(iso), due: at(iso), validUntil: at(iso) + 30 * DAY, ...more });
const made = (...times: string[]) => times.map((time) => contact(NOW - at(time)));
const planned = (ahead: number, weight: number, more: Partial<Planned> = {}): Planned => ({
  ...contact(-ahead, { weight }),
  ...{ enrolment: 2, chain: 2, step: 'letter' },
  ...more,
});
const days = (rule: ReturnType<typeof cap>) => policy(rule);

describe('a threshold', () => {
  const byTier = { field: 'profile.per_week', default: 2 };

  test('may be a field of the customer, and takes the default where the customer has none', () => {
    const two = standing({ contacts: [contact(DAY), contact(2 * DAY)] });
    const rule = cap(0, 7, { max: byTier });
    expect(judge(candidate(), two, policy(rule)).verdict.kind).toBe('hold');
    const generous = candidate({ facts: { ...FACTS, traits: { per_week: 3 } } });
    expect(judge(generous, two, policy(rule)).verdict).toEqual({ kind: 'send' });
    const wordy = candidate({ facts: { ...FACTS, traits: { per_week: 'many' } } });
    expect(judge(wordy, two, policy(rule)).verdict.kind).toBe('hold');
  });

  test('may be computed: the least of two, or one for the best customers and another for the rest', () => {
    const rule = cap(0, 7, {
      max: {
        if: { field: 'profile.vip', op: 'eq', value: true },
        yes: { add: [1, byTier] },
        no: { least: [1, byTier] },
      },
    });
    const one = standing({ contacts: [contact(DAY)] });
    expect(judge(candidate(), one, policy(rule)).verdict.kind).toBe('hold');
    const vip = candidate({ facts: { ...FACTS, traits: { vip: true } } });
    expect(judge(vip, one, policy(rule)).verdict).toEqual({ kind: 'send' });
  });

  test('that cannot be computed holds the touch and never lets it through', () => {
    const below = candidate({ facts: { ...FACTS, traits: { per_week: -1 } } });
    const record = judge(below, standing(), policy(cap(0, 7, { max: byTier })));
    expect(record.verdict).toMatchObject({ kind: 'hold', reason: 'rule_failed', until: NOW + HOUR });
    expect(record.asked.at(-1)).toMatchObject({ rule: 'pressure', inputs: { failed: expect.any(String) } });
  });
});

describe('a calendar window', () => {
  test('ends with the week of the customer’s own zone, and frees on its Monday', () => {
    const rule = cap(1, 7, { calendar: 'week' });
    const { days: _, ...weekly } = rule;
    const sunday = on('2026-11-29T12:00:00Z');
    const verdict = judge(sunday, standing({ contacts: made('2026-11-24T09:00:00Z') }), policy(weekly)).verdict;
    expect(verdict).toMatchObject({ kind: 'hold', until: at('2026-11-29T23:00:00Z') });
  });

  test('a day is the customer’s day, not that of UTC: in Auckland it is already tomorrow', () => {
    const { days: _, ...daily } = cap(1, 1, { calendar: 'day' });
    const auckland = { ...FACTS, zone: 'Pacific/Auckland' };
    const one = on('2026-11-24T11:30:00Z', { facts: auckland });
    const earlier = standing({ contacts: made('2026-11-24T10:30:00Z') });
    expect(judge(one, earlier, policy(daily)).verdict).toEqual({ kind: 'send' });
    expect(judge({ ...one, facts: FACTS }, earlier, policy(daily)).verdict.kind).toBe('hold');
  });

  test.each([
    ['the short day of March', '2026-03-29T10:00:00Z', '2026-03-29T22:00:00Z'],
    ['the long day of October', '2026-10-25T10:00:00Z', '2026-10-25T23:00:00Z'],
    ['a leap day', '2028-02-29T10:00:00Z', '2028-02-29T23:00:00Z'],
  ])('ends at local midnight on %s', (_, now, midnight) => {
    const { days: __, ...daily } = cap(1, 1, { calendar: 'day' });
    const { verdict } = judge(on(now), standing({ contacts: made(now) }), policy(daily));
    expect(verdict).toMatchObject({ until: at(midnight) });
  });
});

describe('every window', () => {
  test('counts a contact that is booked for later too', () => {
    const booked = standing({ contacts: [contact(-2 * DAY), contact(-3 * DAY)] });
    expect(judge(candidate(), booked, policy(cap(2, 7))).verdict).toEqual({ kind: 'send' });
    expect(judge(candidate(), booked, policy(cap(2, 7, { every: true }))).verdict.kind).toBe('hold');
  });
});

describe('a household', () => {
  const shared = cap(1, 7, { per: 'household' });

  test('shares its cap: what one got, the others count', () => {
    const both = standing({ household: [contact(DAY)] });
    expect(judge(candidate(), both, days(shared)).verdict).toMatchObject({ kind: 'hold', until: NOW + 6 * DAY });
  });

  test('of nobody: the customer counts for himself', () => {
    expect(judge(candidate(), standing({ contacts: [contact(DAY)] }), days(shared)).verdict.kind).toBe('hold');
    expect(judge(candidate(), standing(), days(shared)).verdict).toEqual({ kind: 'send' });
  });
});

describe('exempt and counted are two switches', () => {
  test('a service contact passes a cap that it fills', () => {
    const filled = cap(1, 7, { classes: ['commercial'], counts: ['commercial', 'service'] });
    const service = contact(DAY, { class: 'service' });
    expect(judge(candidate(), standing({ contacts: [service] }), days(filled)).verdict.kind).toBe('hold');
    const owed = candidate({ touch: { ...touch, class: 'service' } });
    expect(judge(owed, standing({ contacts: [contact(DAY)] }), days(filled)).verdict).toEqual({ kind: 'send' });
  });
});

describe('look-ahead', () => {
  test('a heavier contact planned within the window goes first; the lighter one waits behind it', () => {
    const { verdict, asked } = judge(candidate(), standing({ ahead: [planned(2 * DAY, 8)] }), policy(cap(1, 7)));
    expect(verdict).toEqual({ kind: 'hold', until: NOW + 9 * DAY, reason: 'rival' });
    expect(asked.at(-1)).toMatchObject({ flip: { rival: { chain: 2, step: 'letter' } } });
  });

  test('a lighter one does not make it wait, nor one that is too far off, nor one the cap leaves room for', () => {
    const sent = (ahead: Planned[], max = 1) => judge(candidate(), standing({ ahead }), policy(cap(max, 7))).verdict;
    expect(sent([planned(2 * DAY, 4)])).toEqual({ kind: 'send' });
    expect(sent([planned(8 * DAY, 9)])).toEqual({ kind: 'send' });
    expect(sent([planned(2 * DAY, 9)], 2)).toEqual({ kind: 'send' });
  });

  test('of equal weights the one that was due first wins', () => {
    const rule = policy(cap(1, 7));
    expect(judge(candidate(), standing({ ahead: [planned(DAY, 5)] }), rule).verdict).toEqual({ kind: 'send' });
  });

  test('a weight that a rule computes is its own: another rule does not see it', () => {
    const heavy = cap(1, 7, { id: 'heavy', weight: { field: 'profile.propensity', default: 9 } });
    const ahead = standing({ ahead: [planned(2 * DAY, 8)] });
    expect(judge(candidate(), ahead, policy(heavy)).verdict).toEqual({ kind: 'send' });
    expect(judge(candidate(), ahead, policy(heavy, cap(1, 7))).verdict.kind).toBe('hold');
  });

  test('never past the validity: then it is capped', () => {
    const short = candidate({ validUntil: NOW + 3 * DAY });
    expect(judge(short, standing({ ahead: [planned(2 * DAY, 8)] }), policy(cap(1, 7))).verdict).toMatchObject({
      kind: 'skip',
      port: 'capped',
    });
  });
});

describe('the faults of other tools', () => {
  test('a type’s limit never lifts the channel’s: the stricter of all caps holds', () => {
    const mine = policy(cap(9, 7, { id: 'type', topics: ['wine'] }), cap(1, 7, { id: 'channel', channels: ['email'] }));
    const wine = candidate({ touch: { ...touch, topics: ['wine'] } });
    expect(judge(wine, standing({ contacts: [contact(DAY)] }), mine).verdict.kind).toBe('hold');
  });

  test('topics count as they were when sent: what is called otherwise today changes no history', () => {
    const rule = policy(cap(1, 7, { topics: ['wine'] }));
    const wine = candidate({ touch: { ...touch, topics: ['wine'] } });
    expect(judge(wine, standing({ contacts: [contact(DAY, { topics: ['cheese'] })] }), rule).verdict.kind).toBe('send');
    expect(judge(wine, standing({ contacts: [contact(DAY, { topics: ['wine'] })] }), rule).verdict.kind).toBe('hold');
  });

  test('the fourth mail of three a week comes when the first leaves the window, not three weeks later', () => {
    const three = standing({ contacts: [contact(3 * DAY), contact(2 * DAY), contact(DAY)] });
    expect(judge(candidate(), three, policy(cap(3, 7))).verdict).toMatchObject({ until: NOW + 4 * DAY });
  });

  test('a channel’s cap is its own: SMS do not take e-mail’s', () => {
    const rule = policy(cap(1, 7, { channels: ['email'] }));
    const sms = candidate({ channel: 'sms' });
    const agreed = { brand: 'default', channel: 'sms', topic: '*', given: true, expiresAt: null };
    expect(judge(sms, standing({ contacts: [contact(DAY)], consents: [agreed] }), rule).verdict).toEqual({
      kind: 'send',
    });
  });

  test('transactional mail is never caught by a frequency rule', () => {
    const service = candidate({ touch: { ...touch, class: 'service' } });
    expect(judge(service, standing({ contacts: [contact(0)] }), policy(cap(0, 30))).verdict).toEqual({ kind: 'send' });
  });

  test('a rule over all channels counts a contact once, whichever channel it came by', () => {
    const both = standing({ contacts: [contact(DAY), contact(2 * DAY, { channel: 'sms' })] });
    expect(judge(candidate(), both, policy(cap(3, 7))).verdict).toEqual({ kind: 'send' });
    expect(judge(candidate(), both, policy(cap(2, 7))).verdict).toMatchObject({ until: NOW + 5 * DAY });
  });

  test('surveys and what people send by hand count where the rule says so: eleven in five days never pass under four a week', () => {
    const four = policy(cap(4, 7, { classes: ['commercial'], counts: ['commercial', 'information', 'service'] }));
    const surveys = Array.from({ length: 4 }, (_, day) => contact((day + 1) * DAY, { class: 'information' }));
    expect(judge(candidate(), standing({ contacts: surveys }), four).verdict).toMatchObject({ until: NOW + 3 * DAY });
  });

  test('a new rule counts what came before it: nobody starts again from nothing on the day it is saved', () => {
    const before = standing({ contacts: [contact(6 * DAY)] });
    const changed: Policy = { version: 2, rules: [cap(1, 7)] };
    expect(judge(candidate(), before, { version: 1, rules: [] }).verdict).toEqual({ kind: 'send' });
    expect(judge(candidate(), before, changed).verdict).toMatchObject({ kind: 'hold', until: NOW + DAY });
  });

  test('a threshold of nothing blocks for good, also for a touch that was held before', () => {
    const never = policy(cap(0, 7));
    expect(judge(candidate({ held: true }), standing(), never).verdict).toMatchObject({ kind: 'skip', port: 'capped' });
  });

  test('what waits is asked again when it leaves: a cap that filled meanwhile postpones it once more', () => {
    const rule = policy(cap(1, 7));
    const first = judge(candidate(), standing({ contacts: [contact(6 * DAY)] }), rule).verdict;
    expect(first).toMatchObject({ kind: 'hold', until: NOW + DAY });
    const then = candidate({ now: NOW + DAY, due: NOW, held: true });
    const meanwhile = standing({ contacts: [contact(6 * DAY), contact(-DAY / 2)] });
    expect(judge(then, meanwhile, rule).verdict).toMatchObject({ kind: 'hold', until: NOW + 7.5 * DAY });
  });

  test('days of a window and of what becomes free again are the same 24 hours', () => {
    const late = standing({ contacts: [contact(DAY - 1)] });
    const { verdict } = judge(candidate(), late, policy(cap(1, 1)));
    expect(verdict).toMatchObject({ kind: 'hold', until: NOW + 1 });
    const then = candidate({ now: NOW + 1, due: NOW });
    expect(judge(then, late, policy(cap(1, 1))).verdict).toEqual({ kind: 'send' });
  });
});

test('whatever the windows, what is postponed fits at the moment it is postponed to', () => {
  const windows = fc.oneof(
    fc.record({ days: fc.integer({ min: 1, max: 20 }) }),
    fc.record({ days: fc.integer({ min: 1, max: 20 }), extend: fc.constantFrom('day', 'week', 'month', 'quarter') }),
    fc.record({ calendar: fc.constantFrom('day', 'week', 'month') }),
    fc.record({ days: fc.integer({ min: 1, max: 20 }), every: fc.constant(true) }),
  );
  const zones = fc.constantFrom('Europe/Paris', 'Pacific/Kiritimati', 'America/New_York', 'Australia/Lord_Howe');
  const history = fc.array(fc.integer({ min: -40 * DAY, max: 0 }), { maxLength: 12 });
  fc.assert(
    fc.property(windows, fc.integer({ min: 1, max: 4 }), history, zones, (window, max, ago, zone) => {
      const rule = { id: 'any', kind: 'cap', max, ...window } as ReturnType<typeof cap>;
      const contacts = ago.map((ms) => contact(-ms));
      const one = candidate({ validUntil: NOW + 2_000 * DAY, facts: { ...FACTS, zone } });
      const { verdict } = judge(one, standing({ contacts }), policy(rule));
      if (verdict.kind !== 'hold') return;
      expect(verdict.until).toBeGreaterThan(NOW);
      const again = judge({ ...one, now: verdict.until, held: true }, standing({ contacts }), policy(rule));
      expect(again.verdict).toEqual({ kind: 'send' });
    }),
    { numRuns: 500 },
  );
});
