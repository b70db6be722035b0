import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Recipient } from '#activities/channels/adapter.ts';
import { createTask } from '#activities/channels/task.ts';
import type { TaskContent } from '#core/channels/task.ts';
import { type Clock, REAL_TIME } from '#core/clock.ts';
import { type FreshDatabase, freshDatabase } from '#setup/testing/postgres.ts';

const now = Date.UTC(2026, 10, 24, 9);
const clock: Clock = { setting: REAL_TIME, now: () => now };
const content: TaskContent = {
  kind: 'call',
  title: 'Appeler {{ profile.first_name }}',
  body: 'Commande {{ entry.order_id }}',
  team: 'ventes',
  defaults: { 'profile.first_name': 'le client' },
};

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

async function customer(): Promise<number> {
  const { id } = await database.connection.db
    .insertInto('customers')
    .values({ created_at: new Date(now), updated_at: new Date(now) })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

const recipient = (
  id: number,
  enrolment: number,
  traits: Recipient['facts']['traits'] = { first_name: 'Zoé' },
): Recipient => ({
  ...{ month: '2026-11-01', enrolment, step: 2, visit: 1, customer: id, chain: 9 },
  class: 'commercial',
  brand: 'default',
  address: null,
  facts: {
    customer: id,
    zone: 'Europe/Paris',
    country: 'FR',
    locale: 'fr',
    traits,
    entry: { at: 0, key: '', properties: { order_id: `A${enrolment}` } },
    params: {},
    touches: [],
    seen: [],
  },
  due: now - 1_000,
  validUntil: enrolment % 2 ? now + 86_400_000 : null,
  now,
});

describe('tasks', () => {
  test('of a burst stand on the work list after one statement, and not twice after a retry', async () => {
    const { db } = database.connection;
    const id = await customer();
    const task = createTask({ db, clock });
    const prepared = task.prepare(content);
    const messages = Array.from({ length: 500 }, (_, index) => {
      const rendered = prepared.render(recipient(id, index + 1, index === 0 ? { first_name: 'Zo\0é "\\u0000' } : {}));
      if (rendered.kind !== 'ready') throw new Error(JSON.stringify(rendered));
      return rendered.message;
    });
    const before = database.connection.statements();
    const answers = await task.handOver(messages);
    expect(database.connection.statements() - before).toBe(1);
    expect(answers).toHaveLength(500);
    expect(answers[0]).toEqual({ kind: 'handed', response: 'on the work list', completed: false });
    expect(await task.handOver(messages)).toEqual(answers);

    const rows = await db.selectFrom('tasks').selectAll().where('customer', '=', id).orderBy('enrolment').execute();
    expect(rows).toHaveLength(500);
    expect(rows[0]).toMatchObject({
      ...{
        month: '2026-11-01',
        enrolment: 1,
        step: 2,
        visit: 1,
        chain: 9,
        kind: 'call',
        team: 'ventes',
        state: 'open',
      },
      title: 'Appeler Zoé "\\u0000',
      body: 'Commande A1',
      due: new Date(now - 1_000),
      valid_until: new Date(now + 86_400_000),
      created_at: new Date(now),
    });
    expect(rows[1]).toMatchObject({ title: 'Appeler le client', valid_until: null });
  });

  test('with a hole are never made', () => {
    const prepared = createTask({ db: database.connection.db, clock }).prepare({
      kind: 'letter',
      title: 'x',
      body: '{{ profile.street }}',
    });
    expect(prepared.render(recipient(1, 1))).toEqual({ kind: 'missing', variables: ['profile.street'] });
  });

  test('of nobody need no statement', async () => {
    const before = database.connection.statements();
    expect(await createTask({ db: database.connection.db, clock }).handOver([])).toEqual([]);
    expect(database.connection.statements()).toBe(before);
  });
});
