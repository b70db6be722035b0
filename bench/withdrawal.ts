/** How long a customer who withdraws waits for the answer that nothing more leaves, while a worker sends at full speed. */
import { idOf } from '#api/ids.ts';
import { threeTouches } from '#bench/chain.ts';
import { percentile } from '#bench/numbers.ts';
import { openScene } from '#bench/scene.ts';
import { bringUpStand } from '#bench/stand.ts';
import { createKey } from '#store/keys.ts';

export type Withdrawal = {
  withdrawals: number;
  p50Ms: number;
  p99Ms: number;
  /** Answered with something still in flight after the second that is waited for it. */
  inFlight: number;
  /** Met a touch that was booked, and kept it from leaving. */
  stopped: number;
};

export async function measureWithdrawal(customers: number, withdrawals: number): Promise<Withdrawal> {
  const stand = await bringUpStand();
  try {
    const scene = await openScene(stand);
    const { db, clock, signaller } = scene;
    const api = await scene.api();
    const worker = await scene.worker({ channel: 'smtp' });
    await scene.publish(threeTouches('Order Completed'));
    const ids = await scene.seed(customers);
    signaller.wake(await scene.order(ids, 'Order Completed'));
    await signaller.flush();
    const { token } = await createKey(db, clock.now(), { name: 'bench', scopes: ['admin'] });
    const took: number[] = [];
    const found = { inFlight: 0, stopped: 0 };
    for (let n = 0; n < withdrawals; n += 1) {
      const customer = idOf('customer', ids[Math.floor((n * customers) / withdrawals)]!);
      const start = performance.now();
      const response = await fetch(`${api.url}/v1/customers/${customer}/withdraw`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ scope: { kind: 'everything' }, source: 'bench' }),
      });
      const body = (await response.json()) as { withdrawn: number; inFlight: string[] };
      took.push(performance.now() - start);
      if (!response.ok) throw new Error(`A withdrawal answered ${response.status}: ${JSON.stringify(body)}`);
      if (body.inFlight.length > 0) found.inFlight += 1;
      if (body.withdrawn > 0) found.stopped += 1;
    }
    await api.stop();
    await worker.stop();
    await scene.close();
    return { withdrawals, p50Ms: percentile(took, 50), p99Ms: percentile(took, 99), ...found };
  } finally {
    await stand.stop();
  }
}
