import { describe, expect, it } from 'vitest';
import { answer } from '#core/answer.ts';
import type { Facts } from '#core/facts.ts';

const facts: Facts = {
  customer: 1,
  zone: 'UTC',
  country: 'FR',
  locale: 'fr',
  traits: { vip: true },
  entry: { at: 0, key: '', properties: {} },
  params: {},
  touches: [],
  seen: [],
};
const ctx = { facts, salt: 's', customer: 1, chain: 1, step: 'x', now: 0 };
const arms = [
  { port: 'a', share: 50 },
  { port: 'b', share: 50 },
];

describe('a question', () => {
  it('with a condition is answered yes or no', () => {
    expect(answer({ kind: 'condition', if: { field: 'profile.vip', op: 'eq', value: true } }, ctx)).toBe('yes');
    expect(answer({ kind: 'condition', if: { field: 'profile.vip', op: 'missing' } }, ctx)).toBe('no');
  });

  it('of an arm keeps to what was drawn first, even when the shares have changed', () => {
    const drawn = answer({ kind: 'arm', arms }, ctx);
    const other = drawn === 'a' ? 'b' : 'a';
    expect(answer({ kind: 'arm', arms }, { ...ctx, recorded: other })).toBe(other);
    expect(answer({ kind: 'arm', arms }, { ...ctx, recorded: undefined })).toBe(drawn);
  });

  it('of an arm that is gone is drawn again', () => {
    expect(['a', 'b']).toContain(answer({ kind: 'arm', arms }, { ...ctx, recorded: 'gone' }));
  });
});
