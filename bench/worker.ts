/** The worker under measurement: the real one, or its plain rival, with real e-mail or a channel that only answers. */
import { answerParent } from '#bench/child.ts';
import { createNull } from '#bench/null.ts';
import { startPlain } from '#bench/plain/run.ts';
import { boot } from '#worker/boot.ts';
import { startWorker } from '#worker/run.ts';

const { BENCH_CHANNEL, BENCH_PLAIN, BENCH_SWEEP } = process.env;

const { parts, store, close } = await boot('worker');
const all = {
  ...parts,
  ...(BENCH_CHANNEL === 'null' ? { adapters: { email: createNull() } } : {}),
  ...(BENCH_SWEEP ? { sweepEvery: Number(BENCH_SWEEP) } : {}),
};
const worker = BENCH_PLAIN ? await startPlain(all, BENCH_PLAIN) : await startWorker(all);

process.once('SIGTERM', async () => {
  await worker.stop();
  await close();
  process.exit(0);
});
answerParent(store.statements);
