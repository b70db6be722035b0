/** Chains run end to end on the real parts: Postgres, Temporal, SMTP. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Engine, startEngine, tally, until } from '#setup/testing/engine.ts';
import { email, line, pause, task } from '#setup/testing/graphs.ts';
import { type FreshDatabase, freshDatabase } from '#setup/testing/postgres.ts';
import { temporalAddress } from '#setup/testing/temporal.ts';

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

const ended = (n: number) => async () => {
  const counts = await tally(engine.db);
  return Object.entries(counts).reduce((sum, [k, v]) => (k === 'live' ? sum : sum + v), 0) >= n && counts;
};

test('a purchase is thanked for at once, and again after a wait', async () => {
  await engine.publish(line('Order Completed', [email('thanks'), pause('later', 1), email('more')]));
  await engine.startWorker();
  await engine.track('ann', 'Order Completed');
  const counts = await until(ended(1), 'the end of the chain');
  expect(counts).toEqual({ completed: 1 });
  expect(engine.sink.messages().map((m) => m.to)).toEqual(['ann@test.example', 'ann@test.example']);
  expect(new Set(engine.sink.messages().map((m) => m.messageId)).size).toBe(2);
});

test('five hundred customers walk the chain together, each served once', async () => {
  await engine.publish(
    line('Order Completed', [email('thanks'), pause('later', 1), task('post', 'letter'), email('more')]),
  );
  await engine.startWorker();
  const calls = Array.from({ length: 500 }, (_, i) => ({
    kind: 'track' as const,
    source: 'test',
    messageId: `bulk${i}`,
    userId: `u${i}`,
    name: 'Order Completed',
    properties: {},
    traits: { email: `u${i}@test.example` },
    occurredAt: engine.clock.now(),
    historical: false,
  }));
  await engine.intake.take(calls);
  const counts = await until(ended(500), 'five hundred ends');
  expect(counts).toEqual({ completed: 500 });
  expect(engine.sink.count()).toBe(1000);
  const { rows } = await engine.store.pool.query('select kind, count(*)::int as n from tasks group by kind');
  expect(rows).toEqual([{ kind: 'letter', n: 500 }]);
});

test('an event that is waited for wakes the right run, and the time-out the others', async () => {
  const waiting = {
    id: 'bought',
    type: 'waitfor',
    data: { events: [{ event: 'Order Completed', sameKey: true, port: 'bought' }], for: { minutes: 3 / 60 } },
  };
  const graph = line('Cart Abandoned', [waiting, email('reminder')], { entry: { key: 'cart', inside: 'beside' } });
  graph.edges = [
    { from: 'entry', port: 'done', to: 'bought' },
    { from: 'bought', port: 'timeout', to: 'reminder' },
    { from: 'bought', port: 'bought', to: 'end' },
    { from: 'reminder', port: 'done', to: 'end' },
  ];
  await engine.publish(graph);
  await engine.startWorker();
  await engine.track('ann', 'Cart Abandoned', { properties: { cart: 'A' } });
  await engine.track('ann', 'Cart Abandoned', { properties: { cart: 'B' } });
  await engine.track('ann', 'Order Completed', { properties: { cart: 'B' } });
  await until(ended(2), 'both carts');
  expect(engine.sink.count()).toBe(1);
  const { rows } = await engine.store.pool.query("select key from enrolments where outcome = 'completed' order by key");
  expect(rows).toEqual([{ key: 'A' }, { key: 'B' }]);
});

test('a goal ends the chain wherever the customer is', async () => {
  const goal = { id: 'goal', type: 'goal', data: { on: [{ event: 'Order Completed' }] } };
  await engine.publish(line('Letter Sent', [email('first'), pause('later', 30), email('second'), goal]));
  await engine.startWorker();
  await engine.track('ann', 'Letter Sent');
  await until(async () => engine.sink.count() === 1, 'the first mail');
  await engine.track('ann', 'Order Completed');
  expect(await until(ended(1), 'the goal')).toEqual({ goal: 1 });
  expect(engine.sink.count()).toBe(1);
});
