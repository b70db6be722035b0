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
import { pause } from '#setup/process.ts';
import type { Stack } from '#setup/stack.ts';
import type { Db } from '#store/db.ts';
import { markDemo, readDemo } from '#store/demo.ts';
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

async function tell(folder: string, stack: Stack, io: { say: Say; stopped: AbortSignal }): Promise<void> {
  const { clock, config } = stack;
  const { db } = stack.connection;
  const { say } = io;
  const known = await readDemo(db);
  if (known?.state === 'removed') {
    return say(
      `The demo was removed from this base, which goes on with what is yours. To have it again: rm -rf ${folder}`,
    );
  }
  const removed = new AbortController();
  const stopped = AbortSignal.any([io.stopped, removed.signal]);
  void untilRemoved(db, stopped).then((gone) => {
    if (!gone) return;
    removed.abort();
    say('The demo was removed; the base is yours.');
  });
  const api = apiClient(stack.apiUrl, await demoKey(folder, stack), stopped);
  try {
    // The demo's customers have agreed to be called; in France a real one must ask for it.
    const { regimes, ...terms } = await readConsentSettings(db);
    await writeConsentSettings(db, clock.now(), {
      ...terms,
      regimes: { ...regimes, call: 'opt_out', sms: 'opt_out' },
    });
    const published = await publishChains(api, known?.chains ?? null);
    if (published.names.length > 0) say(`Published: ${published.names.join(' · ')}.`);
    await markDemo(db, clock.now(), { state: 'running', chains: published.chains });
    const calls = story(await readPurchases(EVERY_NTH), config.clock.origin ?? clock.now());
    await Promise.all([
      replay(calls, { api, clock, stopped }).then(() => {
        if (!stopped.aborted) say('All purchases have been replayed; the chains they set off go on.');
      }),
      workTasks({ api, clock, stopped }),
    ]);
  } catch (problem) {
    // Its key is revoked a moment before it hears that it was removed.
    if (!stopped.aborted && (await readDemo(db))?.state !== 'removed') throw problem;
  }
}

async function untilRemoved(db: Db, stopped: AbortSignal): Promise<boolean> {
  while (!stopped.aborted) {
    const demo = await readDemo(db).catch(() => null);
    if (demo?.state === 'removed') return true;
    await pause(1_000);
  }
  return false;
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
