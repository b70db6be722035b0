/** A worker says every few seconds that it is there, and what it can reach: the page of operations reads it. */
import { probe } from '#activities/channels/email/probe.ts';
import { type Loop, startLoop } from '#activities/loop.ts';
import type { WorkerState } from '#core/health.ts';
import { sayGone, sayHere } from '#store/workers.ts';
import type { WorkerParts } from '#worker/run.ts';

const EVERY = 10_000;
/** Wall ms: servers do not like to be greeted for nothing. */
const MAIL_EVERY = 60_000;
const PATIENCE = 3_000;

export function startBeat(parts: WorkerParts, name: string): Loop {
  const { config, db, client, stamp, log } = parts;
  // Whoever brings hands of its own mails by no server that is known here.
  const mails = parts.adapters === undefined && config.sending.mode !== 'off' && stamp.kind === 'own';
  let mail: WorkerState['mail'] = null;
  let tried = Number.NEGATIVE_INFINITY;

  async function beat(): Promise<number> {
    if (mails && performance.now() - tried > MAIL_EVERY) {
      tried = performance.now();
      mail = await probe(config.smtp.url);
    }
    const clock = await client.connection.withDeadline(Date.now() + PATIENCE, () =>
      client.workflowService.getSystemInfo({}).then(
        () => true,
        () => false,
      ),
    );
    await sayHere(db, name, {
      ...{ sending: config.sending.mode, foreign: stamp.kind === 'foreign', catcher: config.smtp.catcher },
      ...{ clock, mail },
    });
    return EVERY;
  }

  const loop = startLoop(beat, (error) => {
    log.warn({ error: error.message }, 'the worker could not say that it is there');
    return EVERY;
  });
  return {
    stop: loop.stop,
    done: async () => {
      await loop.done();
      await sayGone(db, name).catch(() => undefined);
    },
  };
}
