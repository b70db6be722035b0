import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '#setup/testing/postgres.ts';
import { connect } from '#store/db.ts';
import { migrate } from '#store/migrate.ts';

let database: FreshDatabase;
beforeEach(async () => {
  database = await freshDatabase();
  await database.connection.pool.query('drop schema public cascade; create schema public');
});
afterEach(() => database.drop());

const applied = async () => (await database.connection.pool.query('select name from migrations order by name')).rows;

test('processes that start at once migrate an empty database once, and each finds it ready', async () => {
  const others = [1, 2, 3].map(() => connect({ url: database.url }));
  try {
    const answers = await Promise.all([database.connection, ...others].map(migrate));
    const names = (await applied()).map((row) => row.name);
    expect(names[0]).toBe('0001_base.sql');
    expect(answers.filter((a) => a.length > 0)).toEqual([names]);
    for (const { pool } of others) {
      expect((await pool.query('select id from brands')).rows).toEqual([{ id: 'default' }]);
    }
  } finally {
    for (const other of others) await other.close();
  }
});

test('a database that is up to date is left as it is', async () => {
  await migrate(database.connection);
  const before = await applied();
  await database.connection.pool.query("insert into brands (id, name) values ('shop', 'Shop')");
  expect(await migrate(database.connection)).toEqual([]);
  expect(await applied()).toEqual(before);
  expect((await database.connection.pool.query('select id from brands order by id')).rows).toHaveLength(2);
});

test('a migration that fails leaves nothing behind, says which it was, and holds no lock', async () => {
  const { pool } = database.connection;
  // In the way of the tables to be made.
  await pool.query('create table customers (id bigint)');
  await expect(migrate(database.connection)).rejects.toThrow(/0001_base\.sql failed and was rolled back.*customers/);
  expect(await applied()).toEqual([]);
  expect((await pool.query("select to_regclass('brands') as t")).rows).toEqual([{ t: null }]);
  await pool.query('drop table customers');
  expect((await migrate(database.connection)).length).toBeGreaterThan(0);
});
