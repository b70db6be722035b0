import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import en from '#editor/messages/en/settings.json' with { type: 'json' };
import fr from '#editor/messages/fr/settings.json' with { type: 'json' };
import { partsOf } from '#editor/settings/detail.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The deeds that the sources name. */
function written(): string[] {
  const files = ['api', 'store', 'activities'].flatMap((room) =>
    readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !/test\.ts$|testing/.test(file))
      .map((file) => readFileSync(join(ROOT, room, file), 'utf8')),
  );
  const found = files.flatMap((text) =>
    [...text.matchAll(/\baction(?::| =)[^;\n]*/g)].flatMap(([line]) => [...line.matchAll(/'([a-z]+\.[a-z_]+)'/g)]),
  );
  return [...new Set(found.map(([, action]) => action!))];
}

test('every deed that is kept has its words in both languages, and its kind can be looked for', () => {
  const deeds = written();
  expect(deeds.length).toBeGreaterThan(50);
  for (const { deed, kind } of [en, fr]) {
    expect(deeds.filter((action) => !(action.replace('.', '_') in deed))).toEqual([]);
    expect(deeds.filter((action) => !(action.split('.')[0]! in kind))).toEqual([]);
  }
});

test('a detail is told value by value, with the names that lead to each', () => {
  expect(partsOf({ outcome: 'sent', regimes: { email: 'opt_in' }, roles: ['author', 'admin'], team: null })).toEqual([
    { path: ['outcome'], value: 'sent' },
    { path: ['regimes', 'email'], value: 'opt_in' },
    { path: ['roles'], value: 'author' },
    { path: ['roles'], value: 'admin' },
    { path: ['team'], value: null },
  ]);
});
