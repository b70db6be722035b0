/** kill -9 of the worker in the middle of a run with real SMTP: what stays unknown, and how soon everything goes on. */
import { sql } from 'kysely';
import { threeTouches } from '#bench/chain.ts';
import { openScene, type Scene } from '#bench/scene.ts';
import { bringUpStand } from '#bench/stand.ts';
import { pause } from '#setup/process.ts';

export type Kill = {
  enrolments: number;
  touches: number;
  /** May or may not have left: a person decides. */
  unknown: number;
  /** What was booked or on the wire when the worker died. */
  interrupted: number;
  /** Taken by the mail server twice: must be 0. */
  duplicates: number;
  /** Handed over or unknown in the ledger, but never seen by the mail server, without the unknown: must be 0. */
  missing: number;
  /** Seconds from the kill to the first mail of the new worker. */
  firstTouch: number;
  /** …until nobody who was interrupted waits any more. */
  recovery: number;
  /** …until all enrolments have ended. */
  through: number;
};

export async function measureKill(enrolments: number): Promise<Kill> {
  const stand = await bringUpStand();
  try {
    const scene = await openScene(stand);
    const worker = await scene.worker({ channel: 'smtp' });
    await scene.publish(threeTouches('Order Completed'));
    const wakes = await scene.order(await scene.seed(enrolments), 'Order Completed');
    scene.signaller.wake(wakes);
    await scene.signaller.flush();
    // The middle of the second touches, more or less.
    while ((await stand.sink.count()) < enrolments * 1.5) await pause(5);
    await worker.kill();
    const killed = Date.now();
    const found = await recover(scene, killed);
    const takenIds = await messageIds(stand.sink.control);
    const { rows } = await sql<{ state: string; n: number }>`
      select state, count(*)::int as n from touches group by state`.execute(scene.db);
    const states = new Map(rows.map((r) => [r.state, r.n]));
    const unique = new Set(takenIds).size;
    const unknown = states.get('unknown') ?? 0;
    await scene.close();
    return {
      ...{ enrolments, unknown, ...found, duplicates: takenIds.length - unique },
      touches: rows.reduce((sum, r) => sum + r.n, 0),
      missing: Math.max(0, (states.get('handed') ?? 0) - unique),
    };
  } finally {
    await stand.stop();
  }
}

async function recover(scene: Scene, killed: number) {
  const { rows: struck } = await sql<{ enrolment: number; step: number }>`
    select enrolment, step from touches where state in ('reserved', 'handing')`.execute(scene.db);
  const worker = await scene.worker({ channel: 'smtp' });
  const since = () => (Date.now() - killed) / 1_000;
  let firstTouch: number | null = null;
  let recovery: number | null = null;
  const before = await scene.stand.sink.count();
  for (;;) {
    if (firstTouch === null && (await scene.stand.sink.count()) > before) firstTouch = since();
    const { rows } = await sql<{ struck: number; live: boolean }>`
      select (select count(*)::int from unnest(${struck.map((s) => s.enrolment)}::bigint[], ${struck.map((s) => s.step)}::integer[])
          as s (enrolment, step) join touches t on t.enrolment = s.enrolment and t.step = s.step
          where t.state in ('reserved', 'handing', 'held')) as struck,
        exists (select from enrolments where state = 'live') as live`.execute(scene.db);
    const { struck: waiting, live } = rows[0]!;
    if (recovery === null && waiting === 0) recovery = since();
    if (!live) break;
    await pause(50);
  }
  const through = since();
  await worker.stop();
  return { interrupted: struck.length, firstTouch: firstTouch ?? through, recovery: recovery ?? through, through };
}

async function messageIds(control: string): Promise<string[]> {
  const taken = (await (await fetch(`${control}/messages`)).json()) as { messageId: string }[];
  return taken.map((m) => m.messageId);
}
