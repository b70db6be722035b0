/** The database of a place, for a command that asks it something and ends. */
import { join } from 'node:path';
import { type Environment, readConfig } from '#core/config.ts';
import { runningFrom, takeFolder } from '#setup/folder.ts';
import { startPostgres } from '#setup/postgres.ts';
import { Refusal } from '#setup/refusal.ts';
import { type Connection, connect } from '#store/db.ts';
import { migrate } from '#store/migrate.ts';

/** Of DATABASE_URL, of the Jalon that runs now, or of the data folder, whose server is started for the moment. */
export async function withDatabase<T>(
  { folder, env }: { folder: string; env: Environment },
  ask: (connection: Connection) => Promise<T>,
): Promise<T> {
  const given = env.DATABASE_URL?.trim() || (await runningFrom(folder))?.databaseUrl;
  if (given) {
    const read = readConfig({ ...env, DATABASE_URL: given });
    const problem = 'problems' in read ? read.problems.find(({ field }) => field === 'DATABASE_URL') : undefined;
    if (problem) throw Refusal.of([problem]);
    return use(given, ask);
  }
  const taken = await takeFolder(folder);
  try {
    const postgres = await startPostgres({ dataDir: join(folder, 'postgres'), durable: true });
    try {
      return await use(postgres.url, ask);
    } finally {
      await postgres.stop();
    }
  } finally {
    await taken.release();
  }
}

async function use<T>(url: string, ask: (connection: Connection) => Promise<T>): Promise<T> {
  const connection = connect({ url, max: 2, name: 'jalon setup' });
  try {
    await connection.pool.query('select 1').catch((cause) => {
      throw new Refusal(
        `The database does not answer (${(cause as Error).message}): check DATABASE_URL, and that it runs.`,
      );
    });
    await migrate(connection);
    return await ask(connection);
  } finally {
    await connection.close();
  }
}
