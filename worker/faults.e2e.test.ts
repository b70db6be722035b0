/** What breaks in production, broken here on purpose with real servers; every enrolment ends where it should. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { recover } from '#activities/recover.ts';
import { type Part, startProgram } from '#setup/part.ts';
import { type Postgres, startPostgres } from '#setup/postgres.ts';
import { startTemporal, type Temporal } from '#setup/temporal.ts';
import { type Engine, startEngine, tally, until } from '#setup/testing/engine.ts';
import { email, line, pause } from '#setup/testing/graphs.ts';
import { account } from '#setup/testing/ledger.ts';
import { connect } from '#store/db.ts';
import { migrate } from '#store/migrate.ts';

let folder: string;
let postgres: Postgres;
let temporal: Temporal;
let engine: Engine;
let parts: Part[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jalon-faults-'));
  postgres = await startPostgres({ dataDir: join(folder, 'postgres'), durable: true });
  temporal = await startTemporal({ dbFile: join(folder, 'temporal.db') });
  const store = connect({ url: postgres.url });
  await migrate(store);
  await store.close();
  engine = await startEngine({ databaseUrl: postgres.url, temporalAddress: temporal.address });
});

afterEach(async () => {
  for (const part of parts) await part.stop();
  parts = [];
  await engine.stop();
  await temporal.stop();
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
});

async function workerProcess(): Promise<Part> {
  const logFile = join(folder, `worker-${parts.length}.log`);
  // The test runner's own environment has variables that mean something else to us.
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, ...engine.env };
  const part = await startProgram({ file: 'worker/main.ts', env, logFile, patience: 30_000 });
  parts.push(part);
  return part;
}

async function enter(n: number, from = 0): Promise<void> {
  await engine.intake.take(
    Array.from({ length: n }, (_, i) => ({
      kind: 'track' as const,
      source: 'test',
      messageId: `b${from + i}`,
      userId: `u${from + i}`,
      name: 'Go',
      properties: {},
      traits: { email: `u${from + i}@test.example` },
      occurredAt: engine.clock.now(),
      historical: false,
    })),
  );
}

const done = (n: number) => async () => ((await tally(engine.db)).completed ?? 0) >= n;
const taken = (n: number) => async () => engine.sink.count() >= n;

const TWO_MAILS = line('Go', [email('first'), pause('later', 1), email('second')]);

/** Connections plus a quarter make a chunk; four bursts at a time. */
const MOST_IN_DOUBT = 25 * 4;

test('a worker killed in the middle of a burst loses nobody, repeats nothing, and leaves a chunk in doubt at most', async () => {
  await engine.publish(TWO_MAILS);
  const first = await workerProcess();
  await engine.sink.faults({ slow: 2 });
  await enter(1_500);
  await until(taken(300), 'some mails to be out');
  process.kill(first.pid, 'SIGKILL');
  await first.gone;
  await engine.sink.faults({});
  await workerProcess();
  await until(done(1_500), 'everybody to be through', 120_000);
  const { states, taken: mails, twice } = await account(engine);
  expect(twice).toBe(0);
  expect((states.handed ?? 0) + (states.unknown ?? 0)).toBe(3_000);
  expect(states.unknown ?? 0).toBeLessThanOrEqual(MOST_IN_DOUBT);
  expect(mails).toBeGreaterThanOrEqual(states.handed ?? 0);
  expect(mails).toBeLessThanOrEqual(3_000);
});

test('a service mail that was in doubt when the worker died is sent again under the same Message-ID', async () => {
  await engine.publish(line('Go', [email('owed', { class: 'service' })]));
  const first = await workerProcess();
  await engine.sink.faults({ hangAfterDataEvery: 1 });
  await enter(10);
  await until(taken(10), 'all ten to hang');
  process.kill(first.pid, 'SIGKILL');
  await first.gone;
  await engine.sink.faults({});
  await workerProcess();
  await until(done(10), 'all ten to be through', 120_000);
  const { states, taken: mails, twice } = await account(engine);
  expect(states).toEqual({ handed: 10 });
  expect({ mails, twice }).toEqual({ mails: 20, twice: 10 });
});

test('two workers at once serve everybody once', async () => {
  await engine.publish(TWO_MAILS);
  await workerProcess();
  await workerProcess();
  await enter(2_000);
  await until(done(2_000), 'everybody to be through', 120_000);
  expect(await account(engine)).toEqual({ states: { handed: 4_000 }, taken: 4_000, twice: 0 });
});

test('a worker that is asked to stop drains, and another goes on', async () => {
  await engine.publish(TWO_MAILS);
  const first = await workerProcess();
  await enter(1_000);
  await until(taken(100), 'some mails to be out');
  await first.stop();
  await workerProcess();
  await until(done(1_000), 'everybody to be through', 120_000);
  expect(await account(engine)).toEqual({ states: { handed: 2_000 }, taken: 2_000, twice: 0 });
});

test('Postgres restarted in the middle of a burst costs time, and nobody', async () => {
  await engine.publish(TWO_MAILS);
  await engine.startWorker();
  await enter(1_000);
  await until(taken(100), 'some mails to be out');
  await postgres.stop();
  postgres = await startPostgres({ dataDir: join(folder, 'postgres'), port: postgres.port, durable: true });
  await until(done(1_000), 'everybody to be through', 120_000);
  const { states, twice } = await account(engine);
  expect(twice).toBe(0);
  expect((states.handed ?? 0) + (states.unknown ?? 0)).toBe(2_000);
  expect(states.unknown ?? 0).toBeLessThanOrEqual(MOST_IN_DOUBT);
});

test('Temporal killed and restarted: the chains go on', async () => {
  await engine.publish(TWO_MAILS);
  await engine.startWorker();
  await enter(1_000);
  await until(taken(100), 'some mails to be out');
  process.kill(temporal.pid, 'SIGKILL');
  await temporal.gone;
  temporal = await startTemporal({ dbFile: join(folder, 'temporal.db'), port: temporal.port });
  await until(done(1_000), 'everybody to be through', 120_000);
  expect(await account(engine)).toEqual({ states: { handed: 2_000 }, taken: 2_000, twice: 0 });
});

test('Temporal’s data deleted: recovery rebuilds every cohort from Postgres and sends nothing again', async () => {
  await engine.publish(line('Go', [email('first'), pause('later', 8), email('second')]));
  await enter(700);
  const worker = await engine.startWorker();
  await until(taken(700), 'the first mails');
  await until(async () => {
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from enrolments where phase = 1`.execute(
      engine.db,
    );
    return rows[0]?.n === 700;
  }, 'all asleep');
  await worker.stop();
  await temporal.stop();
  for (const end of ['', '-wal', '-shm']) await rm(join(folder, `temporal.db${end}`), { force: true });
  temporal = await startTemporal({ dbFile: join(folder, 'temporal.db'), port: temporal.port });
  await engine.startWorker();
  const taskQueue = engine.config.temporal.taskQueue;
  const said: string[] = [];
  const result = await recover({ ...engine, taskQueue, now: engine.clock.now, say: (text) => said.push(text) });
  expect(result).toMatchObject({ signalled: 700, movedForward: 0 });
  await until(done(700), 'everybody to be through', 120_000);
  expect(await account(engine)).toEqual({ states: { handed: 1_400 }, taken: 1_400, twice: 0 });
});

test('Postgres restored to an earlier hour: the workflows’ word stands and nothing is sent again', async () => {
  const waiting = { id: 'vip', type: 'condition', data: { if: { field: 'profile.vip', op: 'eq', value: true } } };
  const graph = line('Go', [email('first'), pause('later', 10), email('second')]);
  graph.steps.push(waiting);
  // Those who are important are through after the first mail: they finish in the lost hour.
  graph.edges = [
    { from: 'entry', port: 'done', to: 'first' },
    { from: 'first', port: 'done', to: 'vip' },
    { from: 'vip', port: 'yes', to: 'end' },
    { from: 'vip', port: 'no', to: 'later' },
    { from: 'later', port: 'done', to: 'second' },
    { from: 'second', port: 'done', to: 'end' },
  ];
  await engine.publish(graph);
  await enter(200);
  await sql`update customers set traits = '{"vip": true}' where id % 4 = 0`.execute(engine.db);
  await sql`create table backup as select * from enrolments`.execute(engine.db);
  await engine.startWorker();
  await until(taken(200), 'the first mails');
  await until(async () => {
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from enrolments where phase = 1`.execute(
      engine.db,
    );
    return rows[0]?.n === 150;
  }, 'all others asleep');
  await engine.db.transaction().execute(async (trx) => {
    await sql`update enrolments e set step = b.step, phase = b.phase, due = b.due, rev = b.rev, path = b.path,
      state = b.state, outcome = b.outcome, ended_at = b.ended_at from backup b where b.id = e.id`.execute(trx);
    await sql`delete from touches`.execute(trx);
    await sql`delete from pressure`.execute(trx);
  });
  const taskQueue = engine.config.temporal.taskQueue;
  const restored = { taskQueue, now: engine.clock.now, say: () => undefined, postgresRestored: true };
  expect(await recover({ ...engine, ...restored })).toMatchObject({ lost: 50, silent: 0 });
  await until(done(150), 'everybody to be through', 120_000);
  const { taken: mails, twice } = await account(engine);
  expect({ mails, twice }).toEqual({ mails: 350, twice: 0 });
});

test('signals delivered twice, and for enrolments that have ended, change nothing', async () => {
  await engine.publish(TWO_MAILS);
  await engine.startWorker();
  await enter(300);
  const again = async () => {
    const { rows } = await sql<{ enrolment: number; cohort: number }>`
      select id as enrolment, cohort from enrolments`.execute(engine.db);
    engine.signaller.wake(rows);
    await engine.signaller.flush();
  };
  await again();
  await until(taken(300), 'the first mails');
  await again();
  await until(done(300), 'everybody to be through');
  await again();
  await again();
  expect(await account(engine)).toEqual({ states: { handed: 600 }, taken: 600, twice: 0 });
});

test('a mail server that refuses some for now and some for good holds the first and records the second', async () => {
  await engine.publish(TWO_MAILS);
  await engine.sink.faults({ rcpt450Every: 7, rcpt550: ['u3@test.example', 'u5@test.example'] });
  await engine.startWorker();
  await enter(100);
  await until(async () => engine.sink.count() >= 80, 'most first mails');
  await engine.sink.faults({ rcpt550: ['u3@test.example', 'u5@test.example'] });
  await until(done(100), 'everybody to be through', 120_000);
  const { states, taken: mails, twice } = await account(engine);
  expect({ states, mails, twice }).toEqual({
    // What a server calls dead is not written to again.
    ...{ states: { handed: 196, refused: 2, skipped: 2 }, mails: 196, twice: 0 },
  });
});

test('connections cut after DATA leave those mails in doubt and are not repeated', async () => {
  await engine.publish(TWO_MAILS);
  await engine.sink.faults({ dropAfterDataEvery: 20 });
  await engine.startWorker();
  await enter(200);
  await until(done(200), 'everybody to be through', 120_000);
  const { states, taken: mails, twice } = await account(engine);
  expect(states).toEqual({ handed: 380, unknown: 20 });
  expect({ mails, twice }).toEqual({ mails: 400, twice: 0 });
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from attention where kind = 'unknown' and resolved_at is null`.execute(engine.db);
  expect(rows[0]?.n).toBe(20);
});

test('a mail server that hangs or refuses connections holds its mails, which leave when it is well again', async () => {
  await engine.publish(line('Go', [email('only')]));
  await engine.sink.faults({ refuse: true });
  await engine.startWorker();
  await enter(100);
  await until(async () => ((await account(engine)).states.held ?? 0) === 100, 'all held');
  await engine.sink.faults({});
  await until(done(100), 'everybody to be through', 120_000);
  expect(await account(engine)).toEqual({ states: { handed: 100 }, taken: 100, twice: 0 });
});

test('a member whose data breaks it is set aside; its neighbours go on', async () => {
  await engine.publish(TWO_MAILS);
  await enter(60);
  await sql`update enrolments set step = 99 where id = (select min(id) from enrolments)`.execute(engine.db);
  await engine.startWorker();
  await until(done(59), 'the other fifty-nine');
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from attention where kind = 'poison'`.execute(engine.db);
  expect(rows[0]?.n).toBe(1);
  await sql`update enrolments set step = 0 where step = 99`.execute(engine.db);
  await until(done(60), 'the mended one', 120_000);
  expect(await account(engine)).toEqual({ states: { handed: 120 }, taken: 120, twice: 0 });
});
