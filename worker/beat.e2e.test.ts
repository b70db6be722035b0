import { afterEach, beforeEach, expect, test } from 'vitest';
import { vitalsOf, worstOf } from '#core/health.ts';
import { type Engine, startEngine, until } from '#setup/testing/engine.ts';
import { type FreshDatabase, freshDatabase } from '#setup/testing/postgres.ts';
import { temporalAddress } from '#setup/testing/temporal.ts';
import { readWatch } from '#store/workers.ts';

let database: FreshDatabase;
let engine: Engine;

beforeEach(async () => {
  database = await freshDatabase();
  engine = await startEngine({ databaseUrl: database.url, temporalAddress: temporalAddress() });
});

afterEach(async () => {
  await engine.stop();
  await database.drop();
});

test('a worker says that it is there, what it reaches and what its sweep found, and takes its leave', async () => {
  const worker = await engine.startWorker();
  const watch = await until(async () => {
    const seen = await readWatch(engine.db);
    return seen.workers.length > 0 && seen.sweep !== null && seen;
  }, 'a worker and its sweep');
  expect(watch.workers).toMatchObject([
    { state: { sending: 'live', foreign: false, catcher: true, clock: true, mail: { ok: true } } },
  ]);
  const vitals = vitalsOf(watch);
  expect(vitals).toMatchObject({ clock: { state: 'ok' }, queue: { reason: 'on_time' }, sweep: { reason: 'done' } });
  // Mails go to the sink of the test, and that is told.
  expect([worstOf(vitals), vitals.mail.reason]).toEqual(['warning', 'catcher']);
  await worker.stop();
  expect((await readWatch(engine.db)).workers).toEqual([]);
});
