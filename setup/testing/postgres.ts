/** A database of a test's own: a copy of the migrated template. */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { type Connection, connect } from '#store/db.ts';

export type FreshDatabase = {
  url: string;
  connection: Connection;
  drop(): Promise<void>;
};

export async function freshDatabase(): Promise<FreshDatabase> {
  const template = inject('postgresUrl');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await administer(template, `create database ${name} template jalon`);
  const url = withDatabase(template, name);
  const connection = connect({ url });
  return {
    url,
    connection,
    async drop() {
      await connection.close();
      await administer(template, `drop database ${name} with (force)`);
    },
  };
}

async function administer(template: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: withDatabase(template, 'postgres') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function withDatabase(url: string, name: string): string {
  const parsed = new URL(url);
  parsed.pathname = `/${name}`;
  return parsed.href;
}
