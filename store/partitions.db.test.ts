import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DAY } from '#core/clock.ts';
import { type FreshDatabase, freshDatabase } from '#setup/testing/postgres.ts';
import type { Db } from '#store/db.ts';
import { ensurePartitions, monthOf } from '#store/partitions.ts';
import { prune } from '#store/sweep.ts';

let database: FreshDatabase;
let db: Db;
beforeEach(async () => {
  database = await freshDatabase();
  db = database.connection.db;
});
afterEach(() => database.drop());

const NOVEMBER = Date.parse('2026-11-24T10:00:00Z');

async function partitions(of: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = ${of}::regclass order by 1`.execute(db);
  return rows.map((r) => r.name);
}

async function event(at: string, id: string): Promise<string> {
  const { rows } = await sql<{ home: string }>`
    insert into events (received_at, occurred_at, customer, name, source, message_id, properties)
    values (${new Date(at)}, ${new Date(at)}, 1, 'Go', 'test', ${id}, '{}') returning tableoid::regclass::text as home`.execute(
    db,
  );
  return rows[0]!.home;
}

test('months are counted over the turn of the year', () => {
  expect([-11, -1, 0, 1, 2].map((by) => monthOf(NOVEMBER, by))).toEqual([
    ...['2025-12-01', '2026-10-01', '2026-11-01', '2026-12-01', '2027-01-01'],
  ]);
  expect(monthOf(Date.parse('2026-11-30T23:59:59.999Z'))).toBe('2026-11-01');
  expect(monthOf(Date.parse('2027-01-31T12:00:00Z'), 1)).toBe('2027-02-01');
});

describe('partitions', () => {
  test('stand from last month to three months ahead, for every table that grows with time', async () => {
    await ensurePartitions(db, NOVEMBER);
    for (const table of ['events', 'entry_decisions', 'pressure', 'touches']) {
      expect(await partitions(table)).toEqual(
        ['2026_10', '2026_11', '2026_12', '2027_01', '2027_02', 'rest'].map((end) => `${table}_${end}`),
      );
    }
  });

  test('are made once, by processes that start at once as by a second call', async () => {
    await Promise.all([1, 2, 3, 4].map(() => ensurePartitions(db, NOVEMBER)));
    const before = await partitions('touches');
    expect(before).toHaveLength(6);
    await ensurePartitions(db, NOVEMBER);
    expect(await partitions('touches')).toEqual(before);
    await ensurePartitions(db, NOVEMBER + 31 * DAY);
    expect(await partitions('touches')).toEqual([...before.slice(0, 5), 'touches_2027_03', 'touches_rest']);
  });

  test('take what belongs to their month to the millisecond; the rest takes what belongs to none', async () => {
    await ensurePartitions(db, NOVEMBER);
    expect(await event('2026-10-31T23:59:59.999Z', 'a')).toBe('events_2026_10');
    expect(await event('2026-11-01T00:00:00.000Z', 'b')).toBe('events_2026_11');
    expect(await event('2031-01-01T00:00:00.000Z', 'c')).toBe('events_rest');
  });

  test('are not cut out of the rest where rows of their month are there already', async () => {
    await event('2026-12-05T00:00:00Z', 'early');
    await ensurePartitions(db, NOVEMBER);
    expect(await partitions('events')).not.toContain('events_2026_12');
    expect(await partitions('touches')).toContain('touches_2026_12');
    expect(await event('2026-12-06T00:00:00Z', 'later')).toBe('events_rest');
  });
});

test('pruning drops the months that are wholly past their retention, and the messages remembered too long', async () => {
  await ensurePartitions(db, Date.parse('2026-08-15T00:00:00Z'));
  await ensurePartitions(db, NOVEMBER);
  await event('2026-07-10T00:00:00Z', 'old');
  await event('2026-10-10T00:00:00Z', 'young');
  for (const [id, days] of [
    ['remembered', 99],
    ['forgotten', 101],
  ] as const) {
    await sql`insert into event_dedupe (source, message_id, received_at)
      values ('test', ${id}, ${new Date(NOVEMBER - days * DAY)})`.execute(db);
  }
  // A month that ended exactly then is not yet wholly past.
  const days = (NOVEMBER - Date.parse('2026-09-01T00:00:00Z')) / DAY;
  await prune(db, NOVEMBER, { events: days, decisions: 400, dedupe: 100, idempotency: 2 });
  expect((await partitions('events'))[0]).toBe('events_2026_08');
  expect((await partitions('entry_decisions'))[0]).toBe('entry_decisions_2026_08');
  expect((await partitions('touches'))[0]).toBe('touches_2026_07');
  await prune(db, NOVEMBER, { events: days - 1, decisions: 400, dedupe: 100, idempotency: 2 });
  expect((await partitions('events'))[0]).toBe('events_2026_09');
  const { rows } = await sql<{ id: string }>`select message_id as id from events`.execute(db);
  expect(rows).toEqual([{ id: 'young' }]);
  const left = await sql<{ id: string }>`select message_id as id from event_dedupe`.execute(db);
  expect(left.rows).toEqual([{ id: 'remembered' }]);
});

test('documents and lists are left out of the statistics, in partitions made later too', async () => {
  await ensurePartitions(db, NOVEMBER);
  const { rows } = await sql<{ counted: string }>`
    select distinct c.relname || '.' || a.attname as counted from pg_attribute a join pg_class c on c.oid = a.attrelid
    where (c.relname ~ '^(events|touches|pressure)_' and c.relkind = 'r' or c.relname in ('customers', 'enrolments'))
      and a.attnum > 0 and a.atttypid in ('jsonb'::regtype, 'text[]'::regtype) and a.attstattarget is distinct from 0`.execute(
    db,
  );
  expect(rows).toEqual([]);
});
