/** Plain and engine, with SMTP and with a channel that only answers: the figures the engine exists for. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { CONTACTS, threeTouches, WAIT } from '#bench/chain.ts';
import { measureBeside } from '#bench/floors.ts';
import type { PlainInput } from '#bench/plain/workflow.ts';
import { measure, type Row } from '#bench/run.ts';
import { openScene, type Scene } from '#bench/scene.ts';
import { bringUpStand } from '#bench/stand.ts';
import { ROOT } from '#setup/part.ts';
import type { Wake } from '#store/enrol.ts';

export type Way = 'plain' | 'engine';
export type Throughput = Row & {
  way: Way;
  channel: 'smtp' | 'null';
  /** The engine's rate over the floors measured right before and after it, the median round; with SMTP only. */
  overPool: number | null;
  overConnection: number | null;
  /** Measured so often, each time with new customers; this is the round with the median rate. */
  rounds: number;
  /** Touches/s if the taking in of the events (before the start, one after the other) is counted too. */
  withIntakePerSecond: number;
};

export async function measureThroughput(
  way: Way,
  channel: 'smtp' | 'null',
  enrolments: number,
  rounds = 1,
): Promise<Throughput> {
  const stand = await bringUpStand();
  try {
    const scene = await openScene(stand);
    const plain = way === 'plain' ? await plainBundle() : undefined;
    const worker = await scene.worker({ channel, ...(plain ? { plain } : {}) });
    const { version } = await scene.publish(threeTouches('Order Completed'));
    const { version: warmVersion } = await scene.publish(threeTouches('Warming Up'));
    const release = (wakes: Wake[]) => (way === 'plain' ? startPlain(scene, wakes) : signal(scene, wakes));

    // Code warm and connections open, as for the floors.
    const warm = await scene.order(await scene.seed(Math.ceil(enrolments / 10)), 'Warming Up');
    const warming = { name: 'warm-up', version: warmVersion, wakes: warm, worker, release: () => release(warm) };
    await measure(scene, warming);

    const found: Throughput[] = [];
    const besides = way === 'engine' && channel === 'smtp';
    let before = besides ? await measureBeside(stand.sink.url) : undefined;
    for (let round = 0; round < rounds; round += 1) {
      const began = performance.now();
      const wakes = await scene.order(await scene.seed(enrolments), 'Order Completed');
      const intakeSeconds = (performance.now() - began) / 1_000;
      const row = await measure(scene, {
        ...{ name: `${way}, ${channel}`, version, wakes, worker, countHistory: true },
        release: () => release(wakes),
      });
      const after = besides ? await measureBeside(stand.sink.url) : undefined;
      const over = (floor: 'pool' | 'connection') =>
        before && after ? row.perSecond / ((before[floor] + after[floor]) / 2) : null;
      found.push({
        ...{ ...row, way, channel, rounds, overPool: over('pool'), overConnection: over('connection') },
        withIntakePerSecond: row.touches / (row.seconds + intakeSeconds),
      });
      before = after;
    }
    await worker.stop();
    await scene.close();
    const middle = median(found, (f) => f.perSecond);
    const [overPool, overConnection] = [
      median(found, (f) => f.overPool ?? 0).overPool,
      median(found, (f) => f.overConnection ?? 0).overConnection,
    ];
    return { ...middle, overPool, overConnection, peakRssMb: Math.max(...found.map((f) => f.peakRssMb)) };
  } finally {
    await stand.stop();
  }
}

function median<T>(list: readonly T[], by: (one: T) => number): T {
  return [...list].sort((x, y) => by(x) - by(y))[Math.floor((list.length - 1) / 2)]!;
}

async function signal({ signaller }: Scene, wakes: readonly Wake[]): Promise<void> {
  signaller.wake(wakes);
  await signaller.flush();
}

/** Started 32 at a time: one by one the starts would be what is measured. */
async function startPlain({ client, taskQueue }: Scene, wakes: readonly Wake[]): Promise<void> {
  const rest = [...wakes];
  const startOne = ({ enrolment }: Wake) => {
    const input: PlainInput = { enrolment, contacts: CONTACTS, waitMs: WAIT };
    return client.workflow.start('plain', { taskQueue, workflowId: `${taskQueue}/${enrolment}`, args: [input] });
  };
  await Promise.all(
    Array.from({ length: 32 }, async () => {
      for (let wake = rest.shift(); wake; wake = rest.shift()) await startOne(wake);
    }),
  );
}

/** Bundled before, for a worker with webpack in it would weigh more than it works. */
async function plainBundle(): Promise<string> {
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(ROOT, 'bench', 'plain', 'workflow.ts'),
    logger: new DefaultLogger('ERROR'),
  });
  const folder = join(ROOT, '.jalon', 'bench');
  await mkdir(folder, { recursive: true });
  const path = join(folder, 'plain.js');
  await writeFile(path, code);
  return path;
}
