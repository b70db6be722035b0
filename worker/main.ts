/** The worker's process: settings from the environment, runs until SIGTERM, then drains. */
import { sql } from 'kysely';
import { boot } from '#worker/boot.ts';
import { serveHealth } from '#worker/health.ts';
import { startWorker } from '#worker/run.ts';

const { parts, close } = await boot('worker');
const { config, db, log, stamp } = parts;
if (stamp.kind === 'foreign') {
  log.error(
    { instance: config.instance, stamp: stamp.stamp },
    'this database is stamped by another instance: nothing is sent. If it has moved here for good, run `npm run recover -- --adopt`',
  );
}
const worker = await startWorker(parts);
const health = await serveHealth(worker, {
  host: config.http.host,
  port: config.metricsPort,
  ready: async () => (await sql`select 1`.execute(db)).rows.length === 1,
});
log.info({ metricsPort: health.port, sending: stamp.kind === 'own' ? config.sending.mode : 'off' }, 'worker ready');

let stopping = false;
async function stop(code: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  await worker.stop().catch((error: Error) => log.error({ error: error.message }, 'the worker broke while it drained'));
  await health.close();
  await close();
  log.info('worker stopped');
  process.exit(code);
}
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(0));
worker.ended.catch((error: Error) => {
  log.fatal({ error: error.message }, 'the worker broke');
  void stop(1);
});
