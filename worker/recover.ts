/**
 * `npm run recover`: rebuilds the cohorts after a loss, with a worker of its own to answer for them. `--adopt` says that
 * this instance is the live one from now on: after a move, never for a copy. `--postgres-restored` says that Postgres, and
 * not Temporal, went back in time: what finished in the lost hour is ended and not made again.
 */
import { recover } from '#activities/recover.ts';
import { createSignaller } from '#activities/signal.ts';
import { adoptStamp } from '#store/instance.ts';
import { boot } from '#worker/boot.ts';
import { startWorker } from '#worker/run.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);
const { parts, close } = await boot('recover');
const { config, client, clock, db } = parts;
if (process.argv.includes('--adopt')) {
  await adoptStamp(db, config.instance);
  parts.stamp = { kind: 'own' };
  say(`This database now belongs to ${config.instance}.`);
}
const worker = await startWorker(parts);
const { taskQueue } = config.temporal;
const signaller = createSignaller({ client, taskQueue, clock });
const postgresRestored = process.argv.includes('--postgres-restored');
const now = () => clock.now();
const { signalled, movedForward, lost, silent } = await recover({
  db,
  client,
  taskQueue,
  signaller,
  say,
  now,
  postgresRestored,
});
say(
  `Recovered: ${signalled} live enrolments signalled, ${movedForward} moved forward, ${lost} ended as lost, ${silent} cohorts silent. Nothing was sent again.`,
);
await worker.stop();
await close();
process.exit(0);
