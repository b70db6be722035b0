/** How much the intake takes over HTTP, each answer after its commit: single calls and batches, with and without a chain. */
import autocannon from 'autocannon';
import { oneTouch } from '#bench/chain.ts';
import { openScene } from '#bench/scene.ts';
import { bringUpStand } from '#bench/stand.ts';
import { createKey } from '#store/keys.ts';

export type IntakeRow = {
  name: string;
  connections: number;
  /** Calls in a request. */
  calls: number;
  requests: number;
  requestsPerSecond: number;
  eventsPerSecond: number;
  p50: number;
  p99: number;
};

const BATCH = 500;

/** The events of the second half enrol each customer in a chain that a worker drives at the same time (null channel). */
export async function measureIntake(singles: number, batches: number): Promise<IntakeRow[]> {
  const stand = await bringUpStand();
  try {
    const scene = await openScene(stand);
    const api = await scene.api();
    const customers = await scene.seed(20_000);
    const { token } = await createKey(scene.db, scene.clock.now(), { name: 'bench', scopes: ['events:write'] });
    const target = { url: api.url, token, customers };
    await shoot(target, { name: 'warm-up', event: 'Page Seen', connections: 10, calls: 1, requests: singles / 10 });
    await shoot(target, { name: 'warm-up', event: 'Page Seen', connections: 4, calls: BATCH, requests: 8 });

    const rows = await both(target, 'Page Seen', 'no chain', singles, batches);
    await scene.publish(oneTouch('Order Completed'));
    const worker = await scene.worker({ channel: 'null' });
    rows.push(...(await both(target, 'Order Completed', 'each enrols', singles, batches)));
    await api.stop();
    await worker.stop();
    await scene.close();
    return rows;
  } finally {
    await stand.stop();
  }
}

type Target = { url: string; token: string; customers: readonly number[] };
type Shots = { name: string; event: string; connections: number; calls: number; requests: number };

async function both(target: Target, event: string, kind: string, singles: number, batches: number) {
  return [
    await shoot(target, { name: `single, ${kind}`, event, connections: 50, calls: 1, requests: singles }),
    await shoot(target, { name: `batch of ${BATCH}, ${kind}`, event, connections: 4, calls: BATCH, requests: batches }),
  ];
}

let made = 0;

async function shoot({ url, token, customers }: Target, shots: Shots): Promise<IntakeRow> {
  const { name, event, connections, calls, requests } = shots;
  const one = () => {
    made += 1;
    return {
      type: 'track',
      messageId: `m${made}`,
      userId: `u${customers[(made * 7_919) % customers.length]}`,
      event,
      properties: { order_id: `A-${made}`, total: '49.90', currency: 'EUR', items: 3 },
      timestamp: new Date().toISOString(),
    };
  };
  // Written beforehand: what is measured is the taking, not the making.
  const bodies = Array.from({ length: requests }, () =>
    JSON.stringify(calls === 1 ? one() : { batch: Array.from({ length: calls }, one) }),
  );
  const result = await autocannon({
    url,
    connections,
    amount: requests,
    timeout: 60,
    requests: [
      {
        method: 'POST',
        path: calls === 1 ? '/v1/track' : '/v1/batch',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        setupRequest: (request) => ({ ...request, body: bodies.pop() ?? '{}' }),
      },
    ],
  });
  if (result.non2xx > 0 || result.errors > 0 || result['2xx'] !== requests) {
    throw new Error(`${name}: of ${requests} requests ${result['2xx']} were taken, ${result.non2xx} refused.`);
  }
  const seconds = (result.finish.getTime() - result.start.getTime()) / 1_000;
  return {
    ...{ name, connections, calls, requests },
    requestsPerSecond: requests / seconds,
    eventsPerSecond: (requests * calls) / seconds,
    p50: result.latency.p50,
    p99: result.latency.p99,
  };
}
