import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { freshDatabase } from '#setup/testing/postgres.ts';
import { connect } from '#store/db.ts';
import { migrate } from '#store/migrate.ts';

test('what is looked for by its beginning is found by an index, whatever the collation of the database', async () => {
  const beside = await freshDatabase();
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const { pool } = beside.connection;
  await pool.query(`create database ${name} template template0 encoding 'UTF8' locale_provider icu icu_locale 'fr-FR'`);
  const url = new URL(beside.url);
  url.pathname = `/${name}`;
  const french = connect({ url: url.href, max: 1 });
  try {
    await migrate(french);
    await sql`set enable_seqscan = off`.execute(french.db);
    const plan = async (asked: ReturnType<typeof sql>) => {
      const { rows } = await sql<Record<'QUERY PLAN', string>>`explain ${asked}`.execute(french.db);
      return rows.map((row) => row['QUERY PLAN']).join('\n');
    };
    const ids = await plan(sql`select customer from identities where kind = 'user' and value like 'ab%'`);
    expect(ids).toMatch(/Index Cond:.*\(value >= 'ab'/);
    const same = await plan(sql`select i.customer from unnest(array['user'], array['ab']) as k (kind, value)
      join identities i on i.kind = k.kind and i.value = k.value`);
    expect(same).toMatch(/Index Cond:.*\(value = /);
    const mails = await plan(sql`select customer from addresses where kind = 'email' and lower(value) like 'ab%'`);
    expect(mails).toMatch(/Index Cond:.*lower\(value\) ~>=~ 'ab'/);
  } finally {
    await french.close();
    await pool.query(`drop database ${name} with (force)`);
    await beside.drop();
  }
});
