/** The editor on a running engine: one fresh base with the policy of a first start, one fast clock, mails into the catcher. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { preview } from '#activities/channels/email/preview.ts';
import { checkContent } from '#activities/channels/index.ts';
import { DAY } from '#core/clock.ts';
import { DEFAULT_POLICY } from '#core/policy/index.ts';
import { type Catcher, startCatcher } from '#setup/catcher.ts';
import { type Desk, openDesk } from '#setup/testing/desk.ts';
import { type Engine, startEngine } from '#setup/testing/engine.ts';
import { freshDatabase } from '#setup/testing/postgres.ts';
import { temporalAddress } from '#setup/testing/temporal.ts';

export type Running = { desk: Desk; engine: Engine; catcher: Catcher; stop(): Promise<void> };

const START = Date.parse('2026-11-24T09:00:00Z');

/** `day`: how long one lasts, ms. */
export async function openRunning({ day }: { day: number }): Promise<Running> {
  const database = await freshDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'jalon-mails-'));
  const catcher = await startCatcher({ folder });
  const engine = await startEngine({
    ...{ databaseUrl: database.url, temporalAddress: temporalAddress(), policy: DEFAULT_POLICY },
    smtpUrl: catcher.smtpUrl,
    clock: { wall: Date.now(), domain: START, speed: DAY / day },
  });
  await engine.startWorker();
  const { clock, intake, signaller, secret } = engine;
  const desk = await openDesk({ clock, intake, signaller, secret, preview, checkContent }, database);
  return {
    ...{ desk, engine, catcher },
    async stop() {
      await engine.stop();
      await catcher.stop();
      await rm(folder, { recursive: true });
      await desk.close();
    },
  };
}
