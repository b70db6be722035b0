import { expect, test } from 'vitest';
import { backTo } from '#editor/door/back.ts';

test('after signing in one comes back to the page one wanted, and to no other site', () => {
  expect(backTo('?to=%2Fchains%2Fchn_1')).toBe('/chains/chn_1');
  expect(backTo('')).toBe('/');
  for (const to of ['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)', '/sign-in']) {
    expect(backTo(`?to=${encodeURIComponent(to)}`)).toBe('/');
  }
});
