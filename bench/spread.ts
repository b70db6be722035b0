/** The engine's worst case: one customer a minute, so that hardly any two share a burst. A day of it lasts 100 s. */
import { sql } from 'kysely';
import { threeTouches } from '#bench/chain.ts';
import { historyEvents } from '#bench/run.ts';
import { openScene } from '#bench/scene.ts';
import { bringUpStand } from '#bench/stand.ts';
import { pause } from '#setup/process.ts';

export type Spread = {
  customers: number;
  touches: number;
  waitDays: number;
  historyEventsPerTouch: number;
  /** Of bursts and intake's wakes; the sweep, which runs whether anybody comes or not, is left out. */
  statementsPerTouch: number;
};

/**
 * At this speed the shortest tick (200 ms of the wall) is what the engine takes at the real pace for a wait of a day:
 * a five-hundredth of it. A faster clock would let more customers share a burst than a real day does.
 */
const SPEED = 864;
const MINUTE = 60_000;
const DAY_SECONDS = 86_400;

export async function measureSpread(customers: number): Promise<Spread> {
  const stand = await bringUpStand();
  try {
    const scene = await openScene(stand, { speed: SPEED });
    const { db, clock, signaller } = scene;
    const worker = await scene.worker({ channel: 'null', sweepEvery: 3_600_000 });
    const { version } = await scene.publish(threeTouches('Order Completed', DAY_SECONDS));
    const ids = await scene.seed(customers);
    await pause(1_000);
    const before = await worker.stats();
    const start = clock.now();
    for (const [i, id] of ids.entries()) {
      await pause(Math.max(0, (start + i * MINUTE - clock.now()) / SPEED));
      signaller.wake(await scene.order([id], 'Order Completed'));
    }
    await signaller.flush();
    for (let live = true; live; ) {
      await pause(500);
      const { rows } = await sql<{ live: boolean }>`
        select exists (select from enrolments where state = 'live') as live`.execute(db);
      live = rows[0]!.live;
    }
    const { statements } = await worker.stats();
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from touches where version = ${version} and state = 'handed'`.execute(db);
    const touches = rows[0]!.n;
    const events = await historyEvents(scene);
    await worker.stop();
    await scene.close();
    return {
      ...{ customers, touches, waitDays: 1 },
      historyEventsPerTouch: events / touches,
      statementsPerTouch: (statements - before.statements) / touches,
    };
  } finally {
    await stand.stop();
  }
}
