/** The one handle on Postgres: a typed Kysely over a pg pool, with a count of statements for the benchmarks. */
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Database } from '#store/schema.ts';

export type Db = Kysely<Database>;

// bigint ids stay below 2^53; a date is the text 'YYYY-MM-DD', for it has no time zone.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);
// 1016 = bigint[]
pg.types.setTypeParser(1016 as never, (text: string) => text.slice(1, -1).split(',').filter(Boolean).map(Number));

export type Connection = {
  db: Db;
  pool: pg.Pool;
  /** Statements sent so far, begin and commit included. */
  statements(): number;
  close(): Promise<void>;
};

export type ConnectOptions = { url: string; max?: number; name?: string };

/** Does not connect yet: the first query does. */
export function connect({ url, max = 10, name = 'jalon' }: ConnectOptions): Connection {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    application_name: name,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    options: '-c timezone=UTC',
  });
  let statements = 0;
  // A broken idle connection is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => {
    // The same for one in use: its query is rejected, and that is how we hear of it.
    client.on('error', () => undefined);
    const query = client.query.bind(client) as (...args: unknown[]) => unknown;
    client.query = ((...args: unknown[]) => {
      statements += 1;
      return query(...args);
    }) as typeof client.query;
  });
  const db: Db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  return {
    db,
    pool,
    statements: () => statements,
    async close() {
      await db.destroy();
      // Kysely closes only a pool it has used itself.
      if (!pool.ended) await pool.end();
    },
  };
}
