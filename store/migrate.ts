/** Migrations: numbered SQL files, applied once each, in order, by whichever process comes first. */
import { readdir, readFile } from 'node:fs/promises';
import type pg from 'pg';
import type { Connection } from '#store/db.ts';

const FOLDER = new URL('./migrations/', import.meta.url);

/** Any number will do, as long as every process takes the same. */
const MIGRATION_LOCK = 5_261_001;

/** Brings the schema up to date; answers the names applied. Two processes starting at once wait for each other. */
export async function migrate({ pool }: Connection): Promise<string[]> {
  const client = await pool.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    try {
      return await applyPending(client);
    } finally {
      await client.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]);
    }
  } finally {
    client.release();
  }
}

async function applyPending(client: pg.PoolClient): Promise<string[]> {
  await client.query(
    'create table if not exists migrations (name text primary key, applied_at timestamptz not null default clock_timestamp())',
  );
  const done = new Set((await client.query<{ name: string }>('select name from migrations')).rows.map((r) => r.name));
  const files = (await readdir(FOLDER)).filter((name) => /^\d{4}_\w+\.sql$/.test(name)).sort();
  const pending = files.filter((name) => !done.has(name));
  for (const name of pending) {
    const text = await readFile(new URL(name, FOLDER), 'utf8');
    await client.query('begin');
    try {
      await client.query(text);
      await client.query('insert into migrations (name) values ($1)', [name]);
      await client.query('commit');
    } catch (cause) {
      await client.query('rollback');
      throw new Error(`Migration ${name} failed and was rolled back: ${(cause as Error).message}`, { cause });
    }
  }
  return pending;
}
