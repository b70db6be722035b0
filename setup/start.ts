/** `npm start`: a Jalon on the real clock, with an empty base; the first start shows an API key once. */
import { join } from 'node:path';
import type { Environment } from '#core/config.ts';
import { live } from '#setup/live.ts';
import { ROOT } from '#setup/part.ts';
import { createKey } from '#store/keys.ts';

const START_FOLDER = join(ROOT, '.jalon', 'start');

export function startPlace(): { folder: string; env: Environment } {
  return { folder: process.env.DATA_DIR?.trim() || START_FOLDER, env: process.env };
}

export function start(): Promise<number> {
  return live({
    title: 'Jalon',
    ...startPlace(),
    async work({ connection: { db }, clock }, { say }) {
      const known = await db.selectFrom('api_keys').select('id').limit(1).executeTakeFirst();
      if (known) return;
      const { token } = await createKey(db, clock.now(), { name: 'first', scopes: ['admin', 'events:write'] });
      say(`The first API key, shown this once (npm run key makes more):\n  ${token}`);
    },
  });
}
