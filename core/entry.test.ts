import { describe, expect, it } from 'vitest';
import { DAY } from '#core/clock.ts';
import { decideEntry, type EntryInput } from '#core/entry.ts';
import type { EntryRule } from '#core/plan.ts';

const NOW = Date.UTC(2026, 5, 15, 12);
const RULE: EntryRule = { event: 'Order Completed', reentry: { kind: 'always' }, inside: 'ignore', maxAgeDays: 3 };

function inputOf(over: Partial<EntryInput> = {}, properties: EntryInput['event']['properties'] = {}): EntryInput {
  return {
    event: { seq: 1, name: 'Order Completed', at: NOW, properties },
    customer: 1,
    traits: { country: 'FR' },
    params: { min: 50 },
    zone: 'Europe/Paris',
    country: 'FR',
    locale: 'fr',
    now: NOW,
    historical: false,
    chain: 'live',
    inside: [],
    lastEnteredAt: null,
    ...over,
  };
}

const decide = (rule: Partial<EntryRule>, input: EntryInput) => decideEntry({ ...RULE, ...rule }, input);

describe('an event at the door of a chain', () => {
  it('enters', () => {
    expect(decide({}, inputOf())).toEqual({ decision: 'entered', key: '', ends: [] });
  });

  it('enters a paused chain: only its touches stop', () => {
    expect(decide({}, inputOf({ chain: 'paused' })).decision).toBe('entered');
  });

  it('does not enter a chain that was put away', () => {
    expect(decide({}, inputOf({ chain: 'archived' })).decision).toBe('paused');
  });

  it('that was sent as history enrols nobody', () => {
    expect(decide({}, inputOf({ historical: true })).decision).toBe('historical');
  });

  it('is too old after the maximum age, not at it', () => {
    const aged = (ms: number) => inputOf({ event: { seq: 1, name: 'Order Completed', at: NOW - ms, properties: {} } });
    expect(decide({}, aged(3 * DAY)).decision).toBe('entered');
    expect(decide({}, aged(3 * DAY + 1)).decision).toBe('too_old');
  });

  it('dated in the future is not too old', () => {
    expect(
      decide({}, inputOf({ event: { seq: 1, name: 'Order Completed', at: NOW + DAY, properties: {} } })).decision,
    ).toBe('entered');
  });
});

describe('the filter', () => {
  it('asks the event, as event and as entry, the profile and the parameters', () => {
    const total = (field: string) =>
      decide({ filter: { field, op: 'gte', value: 50 } }, inputOf({}, { total: 60 })).decision;
    expect(total('event.total')).toBe('entered');
    expect(total('entry.total')).toBe('entered');
    expect(total('profile.total')).toBe('filter');
    expect(decide({ filter: { field: 'profile.country', op: 'eq', value: 'FR' } }, inputOf()).decision).toBe('entered');
    expect(decide({ filter: { field: 'params.min', op: 'eq', value: 50 } }, inputOf()).decision).toBe('entered');
  });

  it('does not let an event of another name in', () => {
    expect(decide({ event: 'Signed Up' }, inputOf()).decision).toBe('filter');
  });
});

describe('a chain with a key', () => {
  const rule: Partial<EntryRule> = { key: 'cart.id' };
  const cart = (id: string | number | null) => ({ cart: { id } });

  it('names the run after the cart', () => {
    expect(decide(rule, inputOf({}, cart('c1')))).toEqual({ decision: 'entered', key: 'c1', ends: [] });
    expect(decide(rule, inputOf({}, cart(12))).key).toBe('12');
  });

  it('runs two carts side by side, each once', () => {
    const inside = [{ enrolment: 7, key: 'c1' }];
    expect(decide(rule, inputOf({ inside }, cart('c2'))).decision).toBe('entered');
    expect(decide(rule, inputOf({ inside }, cart('c1'))).decision).toBe('already_inside');
  });

  it('turns an event away that names no cart', () => {
    expect(decide(rule, inputOf({}, {})).decision).toBe('filter');
    expect(decide(rule, inputOf({}, cart(null))).decision).toBe('filter');
    expect(decide(rule, inputOf({}, cart(''))).decision).toBe('filter');
  });
});

describe('a trigger while inside', () => {
  const inside = [
    { enrolment: 7, key: '' },
    { enrolment: 8, key: '' },
  ];

  it('is ignored', () => {
    expect(decide({ inside: 'ignore' }, inputOf({ inside })).decision).toBe('already_inside');
  });

  it('restarts: what runs ends, even where re-entry is never', () => {
    expect(
      decide({ inside: 'restart', reentry: { kind: 'never' } }, inputOf({ inside, lastEnteredAt: NOW - 1 })),
    ).toEqual({
      decision: 'restarted',
      key: '',
      ends: [7, 8],
    });
  });

  it('runs beside', () => {
    expect(decide({ inside: 'beside' }, inputOf({ inside }))).toEqual({ decision: 'entered', key: '', ends: [] });
  });

  it('restarts only the run of its own key', () => {
    const two = [
      { enrolment: 7, key: 'a' },
      { enrolment: 8, key: 'b' },
    ];
    expect(decide({ inside: 'restart', key: 'id' }, inputOf({ inside: two }, { id: 'b' })).ends).toEqual([8]);
  });
});

describe('re-entry', () => {
  it.each<[EntryRule['reentry'], number | null, string]>([
    [{ kind: 'never' }, null, 'entered'],
    [{ kind: 'never' }, NOW - 900 * DAY, 'reentry'],
    [{ kind: 'always' }, NOW - 1, 'entered'],
    [{ kind: 'after', days: 30 }, NOW - 30 * DAY + 1, 'reentry'],
    [{ kind: 'after', days: 30 }, NOW - 30 * DAY, 'entered'],
    [{ kind: 'after', days: 30 }, null, 'entered'],
  ])('%j, last entered at %s: %s', (reentry, lastEnteredAt, expected) => {
    expect(decide({ reentry }, inputOf({ lastEnteredAt })).decision).toBe(expected);
  });
});
