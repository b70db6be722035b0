/** `npm run key -- --name shop --scopes events:write`: makes an API key and shows it once. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { SCOPES } from '#api/access.ts';
import { readConfig } from '#core/config.ts';
import { runningFrom, takeFolder } from '#setup/folder.ts';
import { startPostgres } from '#setup/postgres.ts';
import { Refusal } from '#setup/refusal.ts';
import { startPlace } from '#setup/start.ts';
import { type Connection, connect } from '#store/db.ts';
import { createKey } from '#store/keys.ts';
import { migrate } from '#store/migrate.ts';

const USAGE = `npm run key -- --name shop --scopes events:write [--origins https://shop.example]
Scopes: ${SCOPES.join(', ')}.`;

export async function key(args: readonly string[]): Promise<number> {
  const { name, scopes, origins } = readArguments(args);
  const token = await withDatabase(
    async ({ db }) => (await createKey(db, Date.now(), { name, scopes, origins })).token,
  );
  console.log(`The API key "${name}" (${scopes.join(', ')}), shown this once:\n  ${token}`);
  return 0;
}

function readArguments(args: readonly string[]): { name: string; scopes: string[]; origins: string[] } {
  const options = { name: { type: 'string' }, scopes: { type: 'string' }, origins: { type: 'string' } } as const;
  let values: { name?: string; scopes?: string; origins?: string };
  try {
    ({ values } = parseArgs({ args: [...args], options }));
  } catch (cause) {
    throw new Refusal(`${(cause as Error).message}\n${USAGE}`);
  }
  const list = (text = '') =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean);
  const scopes = list(values.scopes);
  if (!values.name) throw new Refusal(`A key needs a name.\n${USAGE}`);
  if (scopes.length === 0) throw new Refusal(`A key needs scopes.\n${USAGE}`);
  const unknown = scopes.filter((scope) => !SCOPES.some((known) => known === scope));
  if (unknown.length > 0) throw new Refusal(`There is no scope ${unknown.join(', ')}.\n${USAGE}`);
  return { name: values.name, scopes, origins: list(values.origins) };
}

/** Of DATABASE_URL, of the Jalon that runs now, or of the data folder, whose server is started for the moment. */
async function withDatabase<T>(ask: (connection: Connection) => Promise<T>): Promise<T> {
  const { folder } = startPlace();
  const given = process.env.DATABASE_URL?.trim() || (await runningFrom(folder))?.databaseUrl;
  if (given) {
    const read = readConfig({ ...process.env, DATABASE_URL: given });
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
