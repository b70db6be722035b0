import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { DAY } from '#core/clock.ts';
import { type FreshDatabase, freshDatabase } from '#setup/testing/postgres.ts';
import type { Db } from '#store/db.ts';
import { adoptStamp, checkStamp, loadClock, saveClock } from '#store/instance.ts';

let database: FreshDatabase;
let db: Db;
beforeEach(async () => {
  database = await freshDatabase();
  db = database.connection.db;
});
afterEach(async () => {
  vi.restoreAllMocks();
  await database.drop();
});

describe('the stamp', () => {
  test('is set by the first instance, and known as its own from then on', async () => {
    expect(await checkStamp(db, 'shop')).toEqual({ kind: 'own' });
    expect(await checkStamp(db, 'shop')).toEqual({ kind: 'own' });
  });

  test('of a copy under another name is foreign, until the copy is adopted', async () => {
    await checkStamp(db, 'shop');
    expect(await checkStamp(db, 'shop-test')).toEqual({ kind: 'foreign', stamp: 'shop' });
    // Looking does not make it one's own.
    expect(await checkStamp(db, 'shop-test')).toEqual({ kind: 'foreign', stamp: 'shop' });
    await adoptStamp(db, 'shop-test');
    expect(await checkStamp(db, 'shop-test')).toEqual({ kind: 'own' });
    expect(await checkStamp(db, 'shop')).toEqual({ kind: 'foreign', stamp: 'shop-test' });
  });

  test('belongs to one of two that start at once', async () => {
    const kinds = await Promise.all(['a', 'b', 'a', 'b'].map((stamp) => checkStamp(db, stamp)));
    expect(kinds.map((k) => k.kind).sort()).toEqual(['foreign', 'foreign', 'own', 'own']);
    expect(kinds[0]).toEqual(kinds[2]);
  });
});

describe('a fast clock', () => {
  const WALL = Date.parse('2026-11-24T10:00:00Z');
  const ORIGIN = Date.parse('2020-01-01T00:00:00Z');
  let wall: number;
  beforeEach(async () => {
    wall = WALL;
    vi.spyOn(Date, 'now').mockImplementation(() => wall);
    await checkStamp(db, 'demo');
  });

  test('starts at its origin and runs so many times faster', async () => {
    const clock = await loadClock(db, { speed: 86_400, origin: ORIGIN, rebase: true });
    expect(clock.now()).toBe(ORIGIN);
    wall += 2_000;
    expect(clock.now()).toBe(ORIGIN + 2 * DAY);
  });

  test('goes on after a night where it stood when it was last saved', async () => {
    const before = await loadClock(db, { speed: 86_400, origin: ORIGIN, rebase: true });
    wall += 3_000;
    await saveClock(db, before);
    wall += 10 * 3_600_000;
    const after = await loadClock(db, { speed: 86_400, origin: ORIGIN, rebase: true });
    expect(after.now()).toBe(ORIGIN + 3 * DAY);
    wall += 1_000;
    expect(after.now()).toBe(ORIGIN + 4 * DAY);
  });

  test('is the same for every process that joins, whenever it does', async () => {
    const first = await loadClock(db, { speed: 86_400, origin: ORIGIN, rebase: true });
    wall += 5_000;
    const second = await loadClock(db, { speed: 86_400, origin: ORIGIN });
    expect(second.setting).toMatchObject(first.setting);
    expect(second.now()).toBe(first.now());
  });

  test('never goes back when its speed is changed', async () => {
    const before = await loadClock(db, { speed: 86_400, origin: ORIGIN, rebase: true });
    wall += 1_000;
    await saveClock(db, before);
    const after = await loadClock(db, { speed: 10, origin: ORIGIN });
    expect(after.now()).toBe(ORIGIN + DAY);
    wall += 1_000;
    expect(after.now()).toBe(ORIGIN + DAY + 10_000);
  });
});

test('at speed 1 the clock is the wall’s, and nothing is saved', async () => {
  await checkStamp(db, 'shop');
  const clock = await loadClock(db, { speed: 1 });
  await saveClock(db, clock);
  const { rows } = await sql<{ clock: unknown }>`select clock from instance`.execute(db);
  expect(rows).toEqual([{ clock: null }]);
  vi.spyOn(Date, 'now').mockReturnValue(123_456);
  expect(clock.now()).toBe(123_456);
});
