import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY, HOUR } from '#core/clock.ts';
import { toLocal, weekday } from '#core/date.ts';
import { isHoliday } from '#core/holidays.ts';
import { demanding, holdsOn, PACKS } from '#core/law/index.ts';
import type { Place } from '#core/place.ts';
import { DEFAULT_POLICY, judge } from '#core/policy/index.ts';
import type { LawRule } from '#core/policy/law.ts';
import type { Candidate, Standing } from '#core/policy/rule.ts';
import { candidate, contact, policy, standing, touch } from '#core/policy/testing.ts';

const FRENCH: LawRule = { id: 'law', kind: 'law', countries: ['FR'] };
const CALLS = { brand: 'default', channel: 'call', topic: '*', given: true, expiresAt: null };
const SMS = { ...CALLS, channel: 'sms' };
const agreed = standing({ consents: [CALLS, SMS] });

const place = (zone: string, more: Partial<Place> = {}): Place => ({
  ...{ zone, country: 'FR', holidays: 'FR', source: 'customer' },
  ...more,
});

type Asking = { where?: Place; of?: Partial<Standing>; law?: LawRule } & Partial<Candidate>;

function decide(at: string | number, { where = place('Europe/Paris'), of = {}, law = FRENCH, ...more }: Asking = {}) {
  const now = typeof at === 'string' ? Date.parse(at) : at;
  const one = candidate({ channel: 'call', now, due: now, validUntil: now + 30 * DAY, place: where, ...more });
  return judge(one, { ...agreed, ...of }, policy(law));
}

const verdict = (at: string | number, asking?: Asking) => decide(at, asking).verdict;

function waitsFor(found: ReturnType<typeof verdict>, start: string) {
  expect(found).toMatchObject({ kind: 'hold', reason: 'quiet' });
  const after = (found as { until: number }).until - Date.parse(start);
  expect(after).toBeGreaterThanOrEqual(0);
  expect(after).toBeLessThan(HOUR);
}

describe('hours of calls in France', () => {
  test('ten to one and two to eight, Monday to Friday, where the customer is', () => {
    waitsFor(verdict('2026-11-24T08:59:00Z'), '2026-11-24T09:00:00Z');
    expect(verdict('2026-11-24T09:00:00Z')).toEqual({ kind: 'send' });
    waitsFor(verdict('2026-11-24T12:00:00Z'), '2026-11-24T13:00:00Z');
    waitsFor(verdict('2026-11-24T19:00:00Z'), '2026-11-25T09:00:00Z');
    // Friday evening: Monday.
    waitsFor(verdict('2026-11-27T19:00:00Z'), '2026-11-30T09:00:00Z');
    // 17:30 in Paris is 20:30 in Réunion.
    expect(verdict('2026-11-24T16:30:00Z')).toEqual({ kind: 'send' });
    waitsFor(verdict('2026-11-24T16:30:00Z', { where: place('Indian/Reunion') }), '2026-11-25T06:00:00Z');
  });

  test('not on public holidays, nor on those of the customer’s own department', () => {
    // Friday 1 May, then the weekend.
    waitsFor(verdict('2026-05-01T09:00:00Z'), '2026-05-04T08:00:00Z');
    // 20 December is a holiday in Réunion alone; in 2027 it is a Monday.
    const reunion = place('Indian/Reunion', { holidays: 'FR-RE' });
    expect(verdict('2027-12-20T09:00:00Z')).toEqual({ kind: 'send' });
    waitsFor(verdict('2027-12-20T07:00:00Z', { where: reunion }), '2027-12-21T06:00:00Z');
  });

  test('before the decree of 2022 held, the law named no hours', () => {
    expect(verdict('2023-02-28T21:00:00Z')).toEqual({ kind: 'send' });
    // 23:30 UTC is the first of March in Paris.
    waitsFor(verdict('2023-02-28T23:30:00Z'), '2023-03-01T09:00:00Z');
  });

  test('a service call is no prospecting, and another country’s customers are not under it', () => {
    const service = { touch: { ...touch, class: 'service' as const } };
    expect(verdict('2026-11-24T21:00:00Z', service)).toEqual({ kind: 'send' });
    const belgian = place('Europe/Brussels', { country: 'BE', holidays: 'BE' });
    expect(verdict('2026-11-24T21:00:00Z', { where: belgian })).toEqual({ kind: 'send' });
  });

  test('whenever and wherever, what waits waits for a legal moment, and never for the past', () => {
    const zones = ['Europe/Paris', 'Indian/Reunion', 'America/Martinique', 'Pacific/Noumea', 'Pacific/Marquesas'];
    const moment = fc.integer({ min: Date.UTC(2023, 5, 1), max: Date.UTC(2029, 0, 1) });
    fc.assert(
      fc.property(moment, fc.constantFrom(...zones), fc.nat(), (now, zone, enrolment) => {
        const found = verdict(now, { where: place(zone), enrolment });
        const at = found.kind === 'hold' ? found.until : now;
        expect(found.kind).not.toBe('skip');
        expect(at).toBeGreaterThanOrEqual(now);
        const local = toLocal(at, zone);
        expect([10, 11, 12, 14, 15, 16, 17, 18, 19]).toContain(local.hour);
        expect(weekday(local)).toBeLessThan(6);
        const pad = (n: number) => String(n).padStart(2, '0');
        expect(isHoliday('FR', `${local.year}-${pad(local.month)}-${pad(local.day)}`)).toBe(false);
      }),
      { numRuns: 500 },
    );
  });
});

describe('SMS in France', () => {
  test('leave from eight to eight, to ten where the company chose so, never on Sundays and holidays', () => {
    const sms = { channel: 'sms' };
    expect(verdict('2026-11-24T18:59:00Z', sms)).toEqual({ kind: 'send' });
    waitsFor(verdict('2026-11-24T20:30:00Z', sms), '2026-11-25T07:00:00Z');
    const late: LawRule = { ...FRENCH, smsUntil: '22:00' };
    expect(verdict('2026-11-24T20:30:00Z', { ...sms, law: late })).toEqual({ kind: 'send' });
    waitsFor(verdict('2026-11-24T21:00:00Z', { ...sms, law: late }), '2026-11-25T07:00:00Z');
    waitsFor(verdict('2026-11-28T20:00:00Z', sms), '2026-11-30T07:00:00Z');
  });
});

describe('consent to calls in France', () => {
  const objector = { of: { consents: [], terms: { regimes: { call: 'opt_out' as const }, families: {} } } };

  test('is needed since 11 August 2026, whatever the settings say; until then calls went until objected to', () => {
    expect(verdict('2026-08-10T09:00:00Z', objector)).toEqual({ kind: 'send' });
    expect(verdict('2026-08-11T09:00:00Z', objector)).toEqual({
      ...{ kind: 'skip', state: 'skipped', port: 'no_consent', reason: 'law_consent' },
    });
    // In Nouméa the day began eleven hours before.
    const noumea = place('Pacific/Noumea');
    expect(verdict('2026-08-10T23:30:00Z', { ...objector, where: noumea })).toMatchObject({ reason: 'law_consent' });
  });

  test('lasts a year at most, and a consent to all channels is none to calls', () => {
    const at = Date.parse('2026-11-24T09:30:00Z');
    const terms = objector.of.terms;
    const given = (age: number) => ({ of: { terms, consents: [{ ...CALLS, at: at - age * DAY }] } });
    expect(verdict(at, given(364))).toEqual({ kind: 'send' });
    expect(verdict(at, given(366))).toMatchObject({ reason: 'law_consent' });
    expect(verdict(at, { of: { terms, consents: [{ ...CALLS, channel: '*' }] } })).toMatchObject({
      reason: 'law_consent',
    });
  });
});

describe('attempts and refusals in France', () => {
  const NOW = Date.parse('2026-11-24T09:30:00Z');
  const calls = (...days: number[]) => days.map((ago) => ({ ...contact(0, { channel: 'call' }), at: NOW - ago * DAY }));

  test('the fifth call within thirty calendar days waits for the day on which the first of them is out', () => {
    expect(verdict(NOW, { of: { contacts: calls(1, 2, 20) } })).toEqual({ kind: 'send' });
    const full = decide(NOW, { of: { contacts: calls(1, 2, 20, 29) } });
    // The first was on 26 October: thirty days on is 25 November, from midnight in Paris.
    expect(full.verdict).toEqual({ kind: 'hold', until: Date.parse('2026-11-24T23:00:00Z'), reason: 'law_attempts' });
    expect(full.asked.at(-1)).toMatchObject({
      ...{ rule: 'law', inputs: { provision: 'fr_call_attempts', count: 4, max: 4 } },
      flip: { later: Date.parse('2026-11-24T23:00:00Z') },
    });
    expect(verdict(NOW, { of: { contacts: calls(1, 2, 20, 30) } })).toEqual({ kind: 'send' });
  });

  test('service calls and e-mails are no attempts', () => {
    const others = [...calls(1, 2).map((c) => ({ ...c, class: 'service' as const })), contact(DAY), contact(DAY)];
    expect(verdict(NOW, { of: { contacts: [...others, ...calls(3, 4)] } })).toEqual({ kind: 'send' });
  });

  test('after a refusal there is no call for sixty days', () => {
    const refused = (ago: number, outcome = 'refused') => ({
      of: { refusals: [{ channel: 'call', outcome, at: NOW - ago * DAY }] },
    });
    expect(verdict(NOW, refused(59))).toEqual({ kind: 'hold', until: NOW + DAY, reason: 'law_refusal' });
    expect(verdict(NOW, refused(10))).toMatchObject({ kind: 'skip', port: 'no_consent', reason: 'law_refusal' });
    expect(verdict(NOW, refused(60))).toEqual({ kind: 'send' });
    expect(verdict(NOW, refused(10, 'interested'))).toEqual({ kind: 'send' });
  });
});

test('what the law bans from the phone is not sold there, and since July 2025 not by message either', () => {
  const law: LawRule = { ...FRENCH, sectors: ['energy_renovation'] };
  const banned = { kind: 'skip', port: 'no_consent', reason: 'law_sector' };
  expect(verdict('2026-11-24T09:30:00Z', { law })).toMatchObject(banned);
  expect(verdict('2026-11-24T09:30:00Z', { law, channel: 'sms' })).toMatchObject(banned);
  expect(verdict('2025-06-30T09:30:00Z', { law, channel: 'sms' })).toEqual({ kind: 'send' });
  expect(verdict('2026-11-24T09:30:00Z', { law, channel: 'letter' })).toEqual({ kind: 'send' });
});

test('a fresh base starts with the French pack, and a policy without it has switched it off', () => {
  expect(DEFAULT_POLICY.rules).toContainEqual(FRENCH);
  const now = Date.parse('2026-11-24T21:00:00Z');
  const one = candidate({ channel: 'call', now, due: now, validUntil: now + DAY });
  expect(judge(one, agreed, policy()).verdict).toEqual({ kind: 'send' });
});

test('each provision says where it is written and that counsel must check; of each kind at most one holds on a day', () => {
  for (const { provisions } of PACKS) {
    expect(new Set(provisions.map(({ id }) => id)).size).toBe(provisions.length);
    for (const one of provisions) {
      expect(one.counsel).toBe(true);
      expect(one.sources.length).toBeGreaterThan(0);
      expect(one.text.en && one.text.fr).toBeTruthy();
    }
    for (const day of ['2022-01-01', '2023-03-01', '2026-08-10', '2026-08-11', '2030-01-01'])
      for (const kind of ['hours', 'attempts', 'consent'] as const)
        for (const channel of ['call', 'sms', 'email', 'letter'])
          expect(
            demanding(provisions, kind).filter((p) => p.channels.includes(channel) && holdsOn(p, day)).length,
          ).toBeLessThan(2);
  }
});
