import { createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { createPool, type Pool, type PoolSettings } from '#activities/channels/email/pool.ts';
import { readSmtpUrl } from '#activities/channels/email/settings.ts';
import { type Sink, startSink } from '#setup/testing/sink.ts';
import type { Faults } from '#setup/testing/smtpfaults.ts';

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

async function world(faults: Faults = {}, more: Partial<PoolSettings> = {}): Promise<{ sink: Sink; pool: Pool }> {
  const sink = await startSink({ faults });
  const pool = poolTo(sink.url, more);
  cleanups.push(() => sink.stop());
  return { sink, pool };
}

function poolTo(url: string, more: Partial<PoolSettings> = {}): Pool {
  const pool = createPool({
    smtp: readSmtpUrl(url),
    connections: 5,
    monotonic: () => performance.now(),
    timeout: 10_000,
    startWithin: 10_000,
    ...more,
  });
  cleanups.unshift(() => pool.close());
  return pool;
}

const mails = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => ({
    from: 'hello@jalon.example',
    to: `c${from + index}@shop.example`,
    domain: 'shop.example',
    data: Buffer.from(`Message-ID: <${from + index}>\r\n\r\nhello\r\n.\r\n`),
  }));

const kinds = (answers: { kind: string }[]) => {
  const count: Record<string, number> = {};
  for (const { kind } of answers) count[kind] = (count[kind] ?? 0) + 1;
  return count;
};

/** Addresses whose mails the sink has, sorted; throws where one came twice. */
function arrived(sink: Sink): string[] {
  const all = sink.messages().map(({ to }) => to);
  expect(new Set(all).size).toBe(all.length);
  return all.sort();
}

describe('mails handed over', () => {
  test('are taken once each, over no more connections than set', async () => {
    const { sink, pool } = await world();
    const answers = await pool.handOver(mails(200));
    expect(kinds(answers)).toEqual({ handed: 200 });
    expect(answers[0]).toEqual({ kind: 'handed', response: '250 2.0.0 taken', completed: true });
    expect(arrived(sink)).toHaveLength(200);
    expect(sink.connections()).toBeLessThanOrEqual(5);
  });

  test('by several bursts at once are answered each to its own', async () => {
    const { sink, pool } = await world({ rcpt550: ['c7@shop.example', 'c107@shop.example'] });
    const [a, b] = await Promise.all([pool.handOver(mails(50)), pool.handOver(mails(50, 100))]);
    expect(a.map(({ kind }) => kind).indexOf('refused')).toBe(7);
    expect(b.map(({ kind }) => kind).indexOf('refused')).toBe(7);
    expect(kinds([...a, ...b])).toEqual({ handed: 98, refused: 2 });
    expect(arrived(sink)).toHaveLength(98);
  });

  test('arrive at a server that knows no pipelining', async () => {
    const { sink, pool } = await world({ lockstep: true, rcpt550Every: 10, rcpt450Every: 7 });
    expect(kinds(await pool.handOver(mails(70)))).toEqual({ handed: 54, refused: 6, deferred: 10 });
    expect(arrived(sink)).toHaveLength(54);
  });

  test('to addresses in other scripts arrive', async () => {
    const { sink, pool } = await world();
    await pool.handOver([{ ...mails(1)[0]!, to: 'zoé@shop.example' }]);
    expect(arrived(sink)).toEqual(['zoé@shop.example']);
  });

  test('none at all is answered at once', async () => {
    const { pool } = await world({ refuse: true });
    expect(await pool.handOver([])).toEqual([]);
  });
});

describe('a server that says no', () => {
  test('for good: refused with its codes and without the address', async () => {
    const { pool } = await world({ rcpt550: ['c0@shop.example'] });
    expect(await pool.handOver(mails(1))).toEqual([{ kind: 'refused', response: '550 5.1.1 <…> is not known here' }]);
  });

  test('for now: deferred, longer with every wave, and short again after a success', async () => {
    let now = 0;
    const { sink, pool } = await world(
      { rcpt450Every: 1 },
      { monotonic: () => now, backoff: { first: 100, most: 10_000 } },
    );
    const wait = async () => {
      const answer = (await pool.handOver(mails(1)))[0]!;
      return answer.kind === 'deferred' ? answer.retryAfter : answer.kind;
    };
    expect(await wait()).toBe(100);
    now += 100;
    expect(await wait()).toBe(200);
    await sink.faults({});
    expect(await wait()).toBe('handed');
    await sink.faults({ rcpt450Every: 1 });
    expect(await wait()).toBe(100);
  });

  test('a domain that puts off everybody, wave after wave, gets no new mails until its time has come', async () => {
    let now = 0;
    const { sink, pool } = await world(
      { rcpt450Every: 1 },
      { monotonic: () => now, backoff: { first: 100, most: 10_000 } },
    );
    for (const wait of [100, 200, 400]) {
      expect(await pool.handOver(mails(1))).toMatchObject([{ kind: 'deferred', retryAfter: wait }]);
      if (wait < 400) now += wait;
    }
    await sink.faults({});
    expect(await pool.handOver(mails(1))).toMatchObject([{ kind: 'deferred', response: 'the domain asked to wait' }]);
    now += 400;
    expect(kinds(await pool.handOver(mails(1)))).toEqual({ handed: 1 });
  });

  test('after the body: by its code', async () => {
    const { sink, pool } = await world({ refuseDataEvery: 2 });
    expect(kinds(await pool.handOver(mails(20)))).toEqual({ handed: 10, deferred: 10 });
    await sink.faults({ refuseDataEvery: 1, refuseDataCode: 554 });
    expect(kinds(await pool.handOver(mails(5, 50)))).toEqual({ refused: 5 });
    expect(arrived(sink)).toHaveLength(10);
  });

  test('421 and closes: deferred, and those behind it leave by another connection', async () => {
    const { sink, pool } = await world({ close421Every: 10 }, { backoff: { first: 1, most: 1 } });
    const answers = await pool.handOver(mails(50));
    expect(kinds(answers).handed).toBe(sink.count());
    expect(kinds(answers).unknown).toBeUndefined();
    expect(arrived(sink)).toHaveLength(sink.count());
  });

  test('421 to the greeting: deferred, and left alone for a while', async () => {
    let now = 0;
    const { sink, pool } = await world({ greet421: true }, { monotonic: () => now });
    expect((await pool.handOver(mails(3))).map(({ kind }) => kind)).toEqual(['deferred', 'deferred', 'deferred']);
    await sink.faults({});
    expect(kinds(await pool.handOver(mails(3)))).toEqual({ deferred: 3 });
    now += 1_000;
    expect(kinds(await pool.handOver(mails(3)))).toEqual({ handed: 3 });
  });
});

describe('a server that is not there', () => {
  test('defers, and takes all when it is back', async () => {
    let now = 0;
    const { sink, pool } = await world({}, { monotonic: () => now });
    await pool.handOver(mails(10));
    await sink.faults({ refuse: true });
    expect(kinds(await pool.handOver(mails(10, 100)))).toEqual({ deferred: 10 });
    await sink.faults({});
    now += 60_000;
    expect(kinds(await pool.handOver(mails(10, 100)))).toEqual({ handed: 10 });
    expect(arrived(sink)).toHaveLength(20);
  });

  test('at the greeting: deferred after the time-out', async () => {
    const { pool } = await world({ hangAtGreeting: true }, { timeout: 300 });
    expect(kinds(await pool.handOver(mails(8)))).toEqual({ deferred: 8 });
  });

  test('any more when an idle connection is used: the mail leaves by a new one', async () => {
    const { sink, pool } = await world({}, { connections: 1 });
    await pool.handOver(mails(1));
    await sink.faults({ dropAtMailEvery: 2 });
    await pool.handOver(mails(1, 1));
    expect(kinds(await pool.handOver(mails(1, 2)))).toEqual({ handed: 1 });
    expect(arrived(sink)).toHaveLength(3);
  });
});

describe('a mail whose fate was not told', () => {
  test('is unknown when the connection broke after its last byte; the others are handed over', async () => {
    const { sink, pool } = await world({ dropAfterDataEvery: 5 });
    const answers = await pool.handOver(mails(50));
    expect(kinds(answers)).toEqual({ handed: 40, unknown: 10 });
    expect(arrived(sink)).toHaveLength(50);
  });

  test('is unknown when the server hangs, and does not hold up the others', async () => {
    const { sink, pool } = await world({ hangAfterDataEvery: 20 }, { timeout: 1_500 });
    const answers = await pool.handOver(mails(40));
    expect(kinds(answers)).toEqual({ handed: 38, unknown: 2 });
    expect(arrived(sink)).toHaveLength(40);
  });

  test('cannot hold a hand-over for ever, even where every connection hangs', async () => {
    const { pool } = await world({ hangAfterDataEvery: 1 }, { timeout: 400, startWithin: 200 });
    const answers = await pool.handOver(mails(30));
    const { unknown = 0, deferred = 0 } = kinds(answers);
    expect(unknown + deferred).toBe(30);
    expect(unknown).toBeGreaterThan(0);
    expect(deferred).toBeGreaterThan(0);
  });

  test('is not made by closing: what has begun is answered, the rest deferred', async () => {
    const { sink, pool } = await world({ slow: 20 });
    const under = pool.handOver(mails(30));
    while (sink.count() === 0) await new Promise((resolve) => setImmediate(resolve));
    await pool.close();
    const answers = await under;
    expect(kinds(answers).unknown).toBeUndefined();
    expect(kinds(answers).handed).toBe(sink.count());
    expect(kinds(answers).deferred).toBeGreaterThan(0);
    expect(kinds(await pool.handOver(mails(2)))).toEqual({ deferred: 2 });
  });
});

describe('rates', () => {
  test('defer what cannot leave in time and say when it may', async () => {
    const { pool } = await world({}, { rate: 1, monotonic: () => 0, startWithin: 1_900 });
    const answers = await pool.handOver(mails(3));
    expect(answers.map(({ kind }) => kind)).toEqual(['handed', 'deferred', 'deferred']);
    expect(answers[1]).toMatchObject({ response: 'over the rate', retryAfter: 1_000 });
  });

  test('let wait what can', async () => {
    const { sink, pool } = await world({}, { rate: 200, monotonic: () => 0 });
    expect(kinds(await pool.handOver(mails(30)))).toEqual({ handed: 30 });
    expect(arrived(sink)).toHaveLength(30);
  });
});

test('a server that speaks no SMTP defers', async () => {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.write('HTTP/1.1 400 Bad Request\r\n\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const pool = poolTo(`smtp://127.0.0.1:${(server.address() as { port: number }).port}`);
  expect(kinds(await pool.handOver(mails(2)))).toEqual({ deferred: 2 });
});
