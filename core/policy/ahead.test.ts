import { describe, expect, test } from 'vitest';
import { DAY } from '#core/clock.ts';
import { AGAIN, ARRIVED, WAITING } from '#core/member.ts';
import type { Op, Plan } from '#core/plan.ts';
import { sureTouches } from '#core/policy/ahead.ts';
import { FACTS, NOW, touch } from '#core/policy/testing.ts';

const never = () => false;
const contact = (weight: number): Op => ({ kind: 'touch', touch: { ...touch, weight } });
const later = (days: number): Op => ({ kind: 'sleep', when: { anchor: { kind: 'arrival' }, days } });
const listen: Op = { kind: 'listen', on: [], until: { anchor: { kind: 'arrival' }, days: 1 } };

/** Steps in order, each named by its number. */
function plan(...ops: Op[]): Plan {
  return {
    ...{ schema: 1, name: 'Test', params: {}, entry: { reentry: { kind: 'always' }, inside: 'ignore', maxAgeDays: 3 } },
    ...{ exits: [], holdout: 0, listens: [], hash: '' },
    steps: ops.map((op, i) => ({
      step: `${i}`,
      op,
      next: (i < ops.length - 1 ? { done: i + 1 } : {}) as Record<string, number>,
    })),
  };
}

const sure = (of: Plan, from: { step: number; phase: number; due: number }, days = 30) =>
  sureTouches(of, from, FACTS, NOW + days * DAY, never).map(({ step, at }) => [step, (at - NOW) / DAY]);

describe('what a member is sure to get', () => {
  const dated = plan(contact(3), later(2), contact(5), later(4), contact(9), { kind: 'end' });

  test('is counted from where it stands: asleep until its date, then from wait to wait', () => {
    expect(sure(dated, { step: 1, phase: WAITING, due: NOW + DAY })).toEqual([
      ['2', 1],
      ['4', 5],
    ]);
  });

  test('includes a touch that is held, at the date it is asked again', () => {
    expect(sure(dated, { step: 2, phase: AGAIN, due: NOW + 3 * DAY })).toEqual([
      ['2', 3],
      ['4', 7],
    ]);
  });

  test('ends at the horizon', () => {
    expect(sure(dated, { step: 1, phase: WAITING, due: NOW + DAY }, 3)).toEqual([['2', 1]]);
  });

  test('ends at a question and at a wait for an event, for nobody knows what comes of them', () => {
    const asking = plan(later(1), contact(5), { kind: 'ask', question: { kind: 'arm', arms: [] } }, contact(9));
    expect(sure(asking, { step: 0, phase: ARRIVED, due: NOW })).toEqual([['1', 1]]);
    expect(sure(plan(listen, contact(9)), { step: 0, phase: WAITING, due: NOW })).toEqual([]);
  });

  test('ends where a date counts from a contact that has not been made', () => {
    const anchored: Op = { kind: 'sleep', when: { anchor: { kind: 'step', step: '0' }, days: 1 } };
    expect(sure(plan(contact(5), anchored, contact(9)), { step: 0, phase: ARRIVED, due: NOW })).toEqual([['0', 0]]);
  });
});
