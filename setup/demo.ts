/** `npm run demo`: real purchases on a fast clock, the gallery's chains, a mail catcher: nothing reaches anybody. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Environment } from '#core/config.ts';
import { apiClient } from '#setup/demo/api.ts';
import { publishChains } from '#setup/demo/chains.ts';
import { readPurchases } from '#setup/demo/purchases.ts';
import { replay } from '#setup/demo/replay.ts';
import { story } from '#setup/demo/story.ts';
import { workTasks } from '#setup/demo/team.ts';
import { live, type Say } from '#setup/live.ts';
import { ROOT } from '#setup/part.ts';
import type { Stack } from '#setup/stack.ts';
import { createKey } from '#store/keys.ts';
import { readConsentSettings, writeConsentSettings } from '#store/settings.ts';

/** A day lasts five seconds. */
const SPEED = 86_400 / 5;
const ORIGIN = '1997-01-01';
/** 589 of the 23,570 customers. */
const EVERY_NTH = 40;

/** Where the demo lives, and the clock it lives on. */
export function demoPlace(): { folder: string; env: Environment } {
  return {
    folder: process.env.DATA_DIR?.trim() || join(ROOT, '.jalon', 'demo'),
    env: {
      ...process.env,
      CLOCK_SPEED: process.env.CLOCK_SPEED?.trim() || String(SPEED),
      CLOCK_ORIGIN: process.env.CLOCK_ORIGIN?.trim() || ORIGIN,
    },
  };
}

export function demo(): Promise<number> {
  const { folder, env } = demoPlace();
  return live({ title: 'Jalon, the demo', folder, env, work: (stack, io) => tell(folder, stack, io) });
}

async function tell(folder: string, stack: Stack, { say, stopped }: { say: Say; stopped: AbortSignal }): Promise<void> {
  const { clock, config } = stack;
  const api = apiClient(stack.apiUrl, await demoKey(folder, stack), stopped);
  try {
    // The demo's customers have agreed to be called; in France a real one must ask for it.
    const { regimes, ...terms } = await readConsentSettings(stack.connection.db);
    await writeConsentSettings(stack.connection.db, clock.now(), {
      ...terms,
      regimes: { ...regimes, call: 'opt_out', sms: 'opt_out' },
    });
    const published = await publishChains(api);
    if (published.length > 0) say(`Published: ${published.join(' · ')}.`);
    const calls = story(await readPurchases(EVERY_NTH), config.clock.origin ?? clock.now());
    await Promise.all([
      replay(calls, { api, clock, stopped }).then(() => {
        if (!stopped.aborted) say('All purchases have been replayed; the chains they set off go on.');
      }),
      workTasks({ api, clock, stopped }),
    ]);
  } catch (problem) {
    if (!stopped.aborted) throw problem;
  }
}

/** The demo's own API key, kept in its folder: the database keeps its hash only. */
async function demoKey(folder: string, { connection: { db }, clock }: Stack): Promise<string> {
  const file = join(folder, 'api-key');
  const known = await readFile(file, 'utf8').catch(() => '');
  const hint = known.slice(0, 9);
  const there = await db.selectFrom('api_keys').select('id').where('hint', '=', hint).executeTakeFirst();
  if (known && there) return known;
  const { token } = await createKey(db, clock.now(), { name: 'demo', scopes: ['admin', 'events:write'] });
  await writeFile(file, token, { mode: 0o600 });
  return token;
}
