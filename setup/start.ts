/** `npm start`: a Jalon on the real clock, with an empty base; the first start shows an API key once. */
import { join } from 'node:path';
import { live } from '#setup/live.ts';
import { ROOT } from '#setup/part.ts';
import { createKey } from '#store/keys.ts';

export const START_FOLDER = join(ROOT, '.jalon', 'start');

export function start(): Promise<number> {
  const folder = process.env.DATA_DIR?.trim() || START_FOLDER;
  return live({
    title: 'Jalon',
    folder,
    env: process.env,
    async work({ connection: { db }, clock }, { say }) {
      const known = await db.selectFrom('api_keys').select('id').limit(1).executeTakeFirst();
      if (known) return;
      const { token } = await createKey(db, clock.now(), { name: 'first', scopes: ['admin', 'events:write'] });
      say(`The first API key, shown this once (npm run key makes more):\n  ${token}`);
    },
  });
}
