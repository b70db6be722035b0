import { expect, test } from 'vitest';
import { heard, onSigned, signedOut } from '#editor/data/signed.ts';

test('whoever is refused for want of a session is signed out until something is answered again', () => {
  const told: boolean[] = [];
  const stop = onSigned(() => told.push(signedOut()));
  // A wrong password and a server that stumbles say nothing of the session.
  for (const [path, status] of [
    ['/auth/sign-in', 401],
    ['/chains', 401],
    ['/chains', 401],
    ['/auth/sign-in', 200],
    ['/chains', 503],
    ['/chains', 409],
    ['/me', 200],
    ['/me', 200],
  ] as const) {
    heard(path, status);
  }
  expect(told).toEqual([true, false]);
  stop();
});
