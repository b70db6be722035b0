/** The one handle on Postgres: a typed Kysely over a pg pool, with a count of statements for the benchmarks. */
import { createHash } from 'node:crypto';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { arrayOf } from '#store/arrays.ts';
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
    // Bursts are many short statements: compiling them to machine code costs more than it saves.
    options: '-c timezone=UTC -c jit=off',
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
      return query(...named(args));
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

const HOT = /^\s*\/\* hot \*\//;
const names = new Map<string, string>();

/**
 * Statements that begin with the comment `hot` are prepared once a connection: planning one over partitions costs more
 * than running it. Their texts are few and fixed; the name is the text's hash.
 */
function named(args: unknown[]): unknown[] {
  const [text, values] = args;
  if (typeof text !== 'string' || !HOT.test(text)) return args;
  let name = names.get(text);
  if (name === undefined) {
    name = createHash('sha256').update(text).digest('hex').slice(0, 24);
    names.set(text, name);
  }
  return [{ name, text, values: (values as unknown[] | undefined)?.map((v) => (Array.isArray(v) ? arrayOf(v) : v)) }];
}
