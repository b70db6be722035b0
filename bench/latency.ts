/** How long one customer waits on a quiet system: from the POST to the mail server's yes, and from a date to it. */
import { sql } from 'kysely';
import { type Arrivals, startArrivals } from '#bench/arrivals.ts';
import { datedTouch, oneTouch } from '#bench/chain.ts';
import { percentile } from '#bench/numbers.ts';
import { openScene, type Scene } from '#bench/scene.ts';
import { bringUpStand } from '#bench/stand.ts';
import { pause } from '#setup/process.ts';
import { createKey } from '#store/keys.ts';

export type Latency = {
  idle: { n: number; p50: number; p99: number };
  timer: {
    n: number;
    /** Against the due the engine gave itself: rounded up to its tick. */
    p50: number;
    p99: number;
    /** Against the date the event named. */
    fromDateP50: number;
    fromDateP99: number;
  };
};

export async function measureLatency(posts: number, sleepers: number): Promise<Latency> {
  const stand = await bringUpStand();
  const arrivals = await startArrivals();
  try {
    const scene = await openScene(stand, { smtpUrl: arrivals.url });
    const worker = await scene.worker({ channel: 'smtp' });
    const api = await scene.api();
    const { token } = await createKey(scene.db, scene.clock.now(), { name: 'bench', scopes: ['events:write'] });
    await scene.publish(oneTouch('Order Completed'));
    await scene.publish(datedTouch('Visit Booked'));
    const customers = await scene.seed(posts + sleepers + 20);
    const post = poster(api.url, token);

    // Warm-up: the first twenty are not counted.
    const late: number[] = [];
    for (const [i, customer] of customers.slice(0, posts + 20).entries()) {
      const sent = Date.now();
      await post(customer, 'Order Completed', { order_id: `A-${customer}`, total: '49.90' });
      const took = (await arrivals.taken(addressOf(customer))) - sent;
      if (i >= 20) late.push(took);
      await pause(100);
    }
    const timer = await timers(scene, arrivals, customers.slice(posts + 20), post);
    await api.stop();
    await worker.stop();
    await scene.close();
    return { idle: { n: late.length, p50: percentile(late, 50), p99: percentile(late, 99) }, timer };
  } finally {
    await arrivals.stop();
    await stand.stop();
  }
}

type Post = (customer: number, event: string, properties: Record<string, unknown>) => Promise<void>;

function poster(url: string, token: string): Post {
  return async (customer, event, properties) => {
    const response = await fetch(`${url}/v1/track`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ userId: `u${customer}`, event, properties }),
    });
    if (!response.ok) throw new Error(`The API answered ${response.status}: ${await response.text()}`);
    await response.arrayBuffer();
  };
}

function addressOf(customer: number): string {
  return `customer${customer}@shop.example`;
}

/** Each waits for a date of its own, 2 to 5 s away when the last is in. */
async function timers(scene: Scene, arrivals: Arrivals, customers: readonly number[], post: Post) {
  const start = Date.now() + 2_000 + customers.length * 10;
  const dates = new Map(customers.map((c, i) => [c, start + Math.round((i * 3_000) / customers.length)]));
  for (const [customer, at] of dates) {
    const properties = { at: new Date(at).toISOString(), order_id: `V-${customer}`, total: '0' };
    await post(customer, 'Visit Booked', properties);
  }
  const taken = new Map(
    await Promise.all(customers.map(async (c) => [c, await arrivals.taken(addressOf(c))] as const)),
  );
  const { rows } = await sql<{ customer: number; due: number }>`
    select customer, extract(epoch from due)::float8 * 1000 as due from touches
    where customer = any(${customers}::bigint[])`.execute(scene.db);
  const late = rows.map((r) => taken.get(r.customer)! - r.due);
  const fromDate = customers.map((c) => taken.get(c)! - dates.get(c)!);
  return {
    n: late.length,
    p50: percentile(late, 50),
    p99: percentile(late, 99),
    fromDateP50: percentile(fromDate, 50),
    fromDateP99: percentile(fromDate, 99),
  };
}
