/** Rules of good manners: situations and alternation. */
import { describe, expect, test } from 'vitest';
import { DAY } from '#core/clock.ts';
import type { AlternationRule } from '#core/policy/alternation.ts';
import { judge } from '#core/policy/index.ts';
import type { SituationRule } from '#core/policy/situation.ts';
import { candidate, contact, FACTS, NOW, policy, standing, touch } from '#core/policy/testing.ts';

const service = candidate({ touch: { ...touch, class: 'service' } });

describe('while a complaint is open', () => {
  const rule: SituationRule = {
    id: 'complaint',
    kind: 'situation',
    while: { opens: 'Complaint Opened', closes: 'Complaint Closed', days: 60 },
  };
  const happened = (opened: number, closed?: number) =>
    standing({
      lastEvents: new Map([
        ['Complaint Opened', NOW - opened],
        ...(closed === undefined ? [] : [['Complaint Closed', NOW - closed] as [string, number]]),
      ]),
    });

  test('no commercial contact is made; it is asked again each day', () => {
    expect(judge(candidate(), happened(3 * DAY), policy(rule)).verdict).toEqual({
      kind: 'hold',
      until: NOW + DAY,
      reason: 'situation',
    });
  });

  test('service passes', () => {
    expect(judge(service, happened(3 * DAY), policy(rule)).verdict).toEqual({ kind: 'send' });
  });

  test('once it is settled commercial contacts go on, and a new complaint stops them again', () => {
    expect(judge(candidate(), happened(3 * DAY, 2 * DAY), policy(rule)).verdict).toEqual({ kind: 'send' });
    expect(judge(candidate(), happened(DAY, 2 * DAY), policy(rule)).verdict.kind).toBe('hold');
  });

  test('one forgotten does not silence for ever', () => {
    expect(judge(candidate(), happened(61 * DAY), policy(rule)).verdict).toEqual({ kind: 'send' });
  });

  test('a touch that cannot wait any longer is skipped by its capped port', () => {
    const short = candidate({ validUntil: NOW + 60_000 });
    expect(judge(short, happened(DAY), policy(rule)).verdict).toMatchObject({ kind: 'skip', port: 'capped' });
  });
});

test('a call that is pending silences, and so does what the profile says', () => {
  const pending: SituationRule = { id: 'call', kind: 'situation', while: { pending: 'call' } };
  expect(judge(candidate(), standing({ pending: ['call'] }), policy(pending)).verdict.kind).toBe('hold');
  expect(judge(candidate(), standing({ pending: ['letter'] }), policy(pending)).verdict).toEqual({ kind: 'send' });
  const profile: SituationRule = {
    id: 'dispute',
    kind: 'situation',
    while: { profile: { field: 'profile.dispute', op: 'eq', value: true } },
  };
  const disputing = candidate({ facts: { ...FACTS, traits: { dispute: true } } });
  expect(judge(disputing, standing(), policy(profile)).verdict.kind).toBe('hold');
  expect(judge(candidate(), standing(), policy(profile)).verdict).toEqual({ kind: 'send' });
});

describe('alternation', () => {
  const two: AlternationRule = { id: 'two', kind: 'alternation', max: 2 };
  const selling = [contact(9 * DAY), contact(5 * DAY)];

  test('after two commercial contacts in a row a third waits', () => {
    expect(judge(candidate(), standing({ contacts: selling }), policy(two)).verdict).toMatchObject({
      kind: 'hold',
      reason: 'alternation',
    });
  });

  test.each(['information', 'service'] as const)('an %s contact in between starts the row anew', (klass) => {
    const given = standing({ contacts: [...selling, contact(DAY, { class: klass })] });
    expect(judge(candidate(), given, policy(two)).verdict).toEqual({ kind: 'send' });
  });

  test('what sells nothing is never held by it', () => {
    expect(judge(service, standing({ contacts: selling }), policy(two)).verdict).toEqual({ kind: 'send' });
  });

  test('long ago is forgotten', () => {
    const old = standing({ contacts: [contact(200 * DAY), contact(150 * DAY)] });
    expect(judge(candidate(), old, policy(two)).verdict).toEqual({ kind: 'send' });
  });
});
