import { expect, test } from 'vitest';
import { bounceOf } from '#activities/bounces.ts';

const refused = (response: string) => bounceOf({ kind: 'refused', response });
const deferred = (response: string) => bounceOf({ kind: 'deferred', response, retryAfter: 1 });

test('a mailbox that does not exist is dead', () => {
  expect(refused('550 5.1.1 no such user')).toBe('hard');
  expect(refused('550 5.1.10 null MX')).toBe('hard');
  expect(refused('550 5.2.1 mailbox disabled')).toBe('hard');
});

test('one that is full is out of order for now', () => {
  expect(refused('552 5.2.2 mailbox full')).toBe('soft');
  expect(deferred('452 4.2.2 mailbox full')).toBe('soft');
  expect(deferred('450 4.1.1 try later')).toBe('soft');
});

test('what the sender did wrong, and what the server says of itself, says nothing about the address', () => {
  expect(refused('550 5.7.1 blocked by policy')).toBeNull();
  expect(refused('550 no')).toBeNull();
  expect(deferred('421 4.7.0 too many connections')).toBeNull();
  expect(deferred('no connection was free in time')).toBeNull();
  expect(bounceOf({ kind: 'handed', response: '250 5.1.1 ok', completed: true })).toBeNull();
});
