/** Whether a touch costs more the more there are: 1k, 10k and 100k enrolments, and the most once more on the same base. */
import { threeTouches } from '#bench/chain.ts';
import { median } from '#bench/numbers.ts';
import { measure, type Row } from '#bench/run.ts';
import { openScene } from '#bench/scene.ts';
import { bringUpStand } from '#bench/stand.ts';

export type Growth = {
  enrolments: number;
  run: 'fresh' | 'second';
  rounds: number;
  perSecond: number;
  /** Wall ms a touch in which at least one member was due (waits and start-up are out), the median of the rounds. */
  wallPerTouch: number;
  /** CPU ms a touch of worker and Postgres, the median of the rounds. */
  cpuPerTouch: number | null;
  peakRssMb: number;
  foreignLoad: number | null;
};

/**
 * `size` enrolments at once on a base of their own, null channel. `rounds` repeats it on that base, after two rounds of
 * a thousand that warm the code up; `again` gives the same customers the same chain a second time.
 */
export async function measureGrowth(size: number, options: { rounds?: number; again?: boolean }): Promise<Growth[]> {
  const stand = await bringUpStand();
  try {
    const scene = await openScene(stand);
    const worker = await scene.worker({ channel: 'null' });
    const { version } = await scene.publish(threeTouches('Order Completed'));
    const customers = await scene.seed(size);
    const round = async (who: readonly number[]): Promise<Row> => {
      const wakes = await scene.order(who, 'Order Completed');
      return measure(scene, {
        ...{ name: `${who.length}`, version, wakes, worker },
        async release() {
          scene.signaller.wake(wakes);
          await scene.signaller.flush();
        },
      });
    };
    const warming = await scene.seed(1_000);
    for (let i = 0; i < 2; i += 1) await round(warming);
    const fresh: Row[] = [];
    for (let i = 0; i < (options.rounds ?? 1); i += 1) fresh.push(await round(customers));
    const found = [growthOf(size, 'fresh', fresh)];
    if (options.again) found.push(growthOf(size, 'second', [await round(customers)]));
    await worker.stop();
    await scene.close();
    return found;
  } finally {
    await stand.stop();
  }
}

function growthOf(enrolments: number, run: Growth['run'], rows: Row[]): Growth {
  const cpu = rows.flatMap(({ cpuPer1000: { worker, postgres } }) =>
    worker === null || postgres === null ? [] : [worker + postgres],
  );
  return {
    enrolments,
    run,
    rounds: rows.length,
    perSecond: median(rows.map((r) => r.perSecond)),
    wallPerTouch: median(rows.map((r) => 1_000 / r.netPerSecond)),
    cpuPerTouch: cpu.length > 0 ? median(cpu) : null,
    peakRssMb: Math.max(...rows.map((r) => r.peakRssMb)),
    foreignLoad: rows[0]?.foreignLoad ?? null,
  };
}
