/** One forgetful Postgres for a run of tests, with a migrated template that each test's database is a copy of. */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startPostgres } from '#setup/postgres.ts';
import { connect } from '#store/db.ts';
import { migrate } from '#store/migrate.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    postgresUrl: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'jalon-test-'));
  // Where root may not run Postgres, another user must get through.
  await chmod(folder, 0o711);
  const postgres = await startPostgres({ dataDir: join(folder, 'postgres'), durable: false });
  const connection = connect({ url: postgres.url, max: 1 });
  await migrate(connection);
  await connection.close();
  project.provide('postgresUrl', postgres.url);
  return async () => {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  };
}
