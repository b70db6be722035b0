/** The promise of a withdrawal, while two workers are sending as fast as they can. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import pino from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApi } from '#api/app.ts';
import { BODY_LIMITS, RATE_LIMITS } from '#api/deps.ts';
import { idOf } from '#api/ids.ts';
import { type Part, startProgram } from '#setup/part.ts';
import { type Engine, startEngine, tally, until } from '#setup/testing/engine.ts';
import { email, line, pause } from '#setup/testing/graphs.ts';
import { freshDatabase } from '#setup/testing/postgres.ts';
import { temporalAddress } from '#setup/testing/temporal.ts';
import { createKey } from '#store/keys.ts';

let folder: string;
let engine: Engine;
let drop: () => Promise<unknown>;
const workers: Part[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jalon-withdrawal-'));
  const database = await freshDatabase();
  drop = () => database.drop();
  engine = await startEngine({ databaseUrl: database.url, temporalAddress: temporalAddress() });
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, ...engine.env };
  for (const name of ['one', 'two'])
    workers.push(
      await startProgram({ file: 'worker/main.ts', env, logFile: join(folder, `${name}.log`), patience: 30_000 }),
    );
});

afterAll(async () => {
  for (const worker of workers) await worker.stop();
  await engine.stop();
  await drop();
  await rm(folder, { recursive: true, force: true });
});

const CUSTOMERS = 1_000;
const WITHDRAWALS = 200;
const AT_ONCE = 8;

test('once a withdrawal is answered nothing more reaches the customer, but for what it says is in flight', async () => {
  const { db, clock, signaller, intake, secret, sink } = engine;
  await engine.publish(
    line('Go', [email('first'), pause('later', 1), email('second'), pause('last', 1), email('third')]),
  );
  const api = createApi({
    ...{ db, clock, signaller, intake, secret, log: pino({ level: 'silent' }), ready: async () => true },
    config: { baseUrl: 'https://jalon.example', bodyLimits: BODY_LIMITS, rateLimits: RATE_LIMITS },
  });
  const { token } = await createKey(db, clock.now(), { name: 'test', scopes: ['admin'] });
  await sink.faults({ slow: 25 });
  const { results } = await intake.take(
    Array.from({ length: CUSTOMERS }, (_, i) => ({
      ...{ kind: 'track' as const, source: 'test', messageId: `w${i}`, userId: `u${i}`, name: 'Go', properties: {} },
      ...{ traits: { email: `u${i}@test.example` }, occurredAt: clock.now(), historical: false },
    })),
  );
  await until(async () => sink.count() >= 200, 'some mails to be out');

  const got = (address: string) => sink.messages().filter((m) => m.to === address).length;
  const promised = new Map<string, { got: number; inFlight: number }>();
  const effects: { withdrawn: number; inFlight: string[] }[] = [];
  const asked = new Set<number>();
  /** In turns: whose mail is on the wire at this moment, and whose is booked. */
  async function next(): Promise<number> {
    const { rows } = await sql<{ customer: number }>`
      select customer from touches where state = ${asked.size % 2 ? 'handing' : 'reserved'} and customer <> all(${[...asked]}::bigint[]) limit 1`.execute(
      db,
    );
    const customer = rows[0]?.customer ?? results.find((r) => !asked.has(r.customer))!.customer;
    asked.add(customer);
    return customer;
  }
  const emails = new Map(results.map(({ customer }, i) => [customer, `u${i}@test.example`]));
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (asked.size < WITHDRAWALS) {
        const id = await next();
        const address = emails.get(id)!;
        const customer = idOf('customer', id);
        const response = await api.request(`/v1/customers/${customer}/withdraw`, {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          body: JSON.stringify({ scope: { kind: 'part', channel: 'email' }, source: 'test' }),
        });
        const told = (await response.json()) as { withdrawn: number; inFlight: string[] };
        expect(response.status).toBe(200);
        promised.set(address, { got: got(address), inFlight: told.inFlight.length });
        effects.push(told);
      }
    }),
  );
  const during = sink.count();
  await until(async () => ((await tally(db)).completed ?? 0) >= CUSTOMERS, 'everybody to be through', 120_000);

  // It was under load: mails went on leaving for the others, and some withdrawals met a booking.
  expect(sink.count()).toBeGreaterThan(during);
  expect(effects.some(({ withdrawn }) => withdrawn > 0)).toBe(true);
  const broken = [...promised].filter(([address, p]) => got(address) > p.got + p.inFlight);
  expect(broken).toEqual([]);
  expect(sink.count()).toBeGreaterThanOrEqual((CUSTOMERS - asked.size) * 3);
});
