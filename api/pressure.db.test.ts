/**
 * No window over its cap, whoever reaches for the customers at once: chains of several workers, and another system by
 * the API. `HISTORIES=100000 npx vitest run --project db api/pressure` tries that many customers' histories.
 */
import fc from 'fast-check';
import pino from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApi } from '#api/app.ts';
import { BODY_LIMITS } from '#api/deps.ts';
import { idOf } from '#api/ids.ts';
import { DAY, HOUR } from '#core/clock.ts';
import { stableFraction } from '#core/hash.ts';
import type { CapRule } from '#core/policy/pressure.ts';
import { email, line } from '#setup/testing/graphs.ts';
import { createRig, type Rig } from '#setup/testing/rig.ts';
import { createKey } from '#store/keys.ts';
import { loadSecret } from '#store/token.ts';

/** However fast the machine is. */
const ANY = { perSecond: 1_000_000, burst: 1_000_000 };

let rig: Rig;
let post: (path: string, body: object) => Promise<{ status: number; body: Record<string, unknown> }>;
beforeAll(async () => {
  rig = await createRig({ chunk: 5 });
  const { db, clock, signaller, intake } = rig;
  const api = createApi({
    ...{ db, clock, signaller, intake, secret: await loadSecret(db, clock.now()), log: pino({ level: 'silent' }) },
    ...{ ready: async () => true },
    config: { baseUrl: 'https://jalon.example', bodyLimits: BODY_LIMITS, rateLimits: { events: ANY, other: ANY } },
  });
  const { token } = await createKey(db, clock.now(), { name: 'test', scopes: ['admin'] });
  post = async (path, body) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const response = await api.request(path, { method: 'POST', headers, body: JSON.stringify(body) });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
});
afterAll(() => rig.drop());

const HISTORIES = Number(process.env.HISTORIES ?? 300);
const CUSTOMERS = 50;
const CHAINS = ['commercial', 'commercial', 'information', 'service'] as const;
const users = Array.from({ length: CUSTOMERS }, (_, i) => `u${i}`);

const cap = fc.record({
  max: fc.integer({ min: 1, max: 3 }),
  days: fc.constantFrom(1, 2, 7),
  classes: fc.option(fc.constantFrom<'commercial' | 'information'>('commercial', 'information'), { nil: null }),
});
const round = fc.record({
  /** Of each chain, who is in the burst: customers from..from+size, in another order for each chain. */
  bursts: fc.array(
    fc.record({ from: fc.integer({ min: 0, max: CUSTOMERS - 1 }), size: fc.integer({ min: 10, max: CUSTOMERS }) }),
    { minLength: CHAINS.length, maxLength: CHAINS.length },
  ),
  /** Whom the other system asks for meanwhile, and whether it then makes the contact. */
  reserved: fc.array(fc.record({ who: fc.integer({ min: 0, max: CUSTOMERS - 1 }), made: fc.boolean() }), {
    maxLength: 12,
  }),
  hours: fc.integer({ min: 0, max: 60 }),
});

test(
  'however many chains and systems reach for the same customers at once, no window ever exceeds its cap',
  async () => {
    let confirmed = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(cap, { minLength: 1, maxLength: 3 }),
        fc.array(round, { minLength: 2, maxLength: 4 }),
        async (drawn, rounds) => {
          await rig.clear();
          const caps = drawn.map(
            ({ max, days, classes }, i): CapRule => ({
              ...{ id: `cap${i}`, kind: 'cap', max, days },
              ...(classes ? { classes: [classes] } : {}),
            }),
          );
          await rig.caps(...caps);
          const chains: number[][] = [];
          for (const [i, klass] of CHAINS.entries()) {
            const graph = line(`Go ${i}`, [email('a', { class: klass, onExcess: i === 0 ? 'skip' : 'postpone' })]);
            const { version } = await rig.publish(graph);
            chains.push(await rig.enter(version, users, { name: `Go ${i}` }));
          }
          // The other side says no to some, and the clock runs while it speaks.
          rig.hands.answer = (to) => {
            rig.pass(3);
            const luck = stableFraction(to.enrolment, to.now);
            if (luck < 0.1) return { kind: 'refused', response: '550' };
            if (luck < 0.2) return { kind: 'unknown', response: 'cut' };
            return luck < 0.3 ? { kind: 'deferred', response: '450', retryAfter: 60_000 } : undefined;
          };
          const ids = (await rig.db.selectFrom('customers').select('id').orderBy('id').execute()).map((c) => c.id);
          for (const { bursts, reserved, hours } of rounds) {
            const other = reserved.map(async ({ who, made }) => {
              if (await reserve(ids[who]!, made)) confirmed += 1;
            });
            // Each burst is another worker's: it has its own view of the policy.
            const workers = bursts.map(({ from, size }, i) => {
              const all = chains[i]!;
              const turned = [...all.slice(from), ...all.slice(0, from)].slice(0, size);
              return rig.deliver(i % 2 === 0 ? turned : turned.reverse());
            });
            await Promise.all([...other, ...workers]);
            rig.pass(hours * HOUR);
          }
          await expectCapsKept(caps);
          await expectLedgerOfTouches();
        },
      ),
      { numRuns: Math.ceil(HISTORIES / CUSTOMERS), seed: 20261124, endOnFailure: true },
    );
    expect(confirmed).toBeGreaterThan(0);
  },
  Math.max(60_000, HISTORIES * 60),
);

/** Books a letter by the API; true where it was let through, and made. */
async function reserve(customer: number, made: boolean): Promise<boolean> {
  const ask = { customer: idOf('customer', customer), channel: 'letter', class: 'commercial' };
  const booked = await post('/v1/policy/reserve', ask);
  expect(booked.status).toBe(201);
  const { reservation } = booked.body;
  if (typeof reservation !== 'string') return false;
  const settled = await post(`/v1/reservations/${reservation}/${made ? 'confirm' : 'release'}`, {});
  expect(settled.status).toBe(200);
  return made;
}

async function expectCapsKept(caps: readonly CapRule[]): Promise<void> {
  const rows = await rig.pressure();
  for (const { id, max, days = 0, classes = ['information', 'commercial'] } of caps) {
    const counted = rows.filter((r) => (classes as string[]).includes(r.class));
    for (const customer of new Set(counted.map((r) => r.customer))) {
      const times = counted.filter((r) => r.customer === customer).map((r) => +r.at);
      const fullest = Math.max(...times.map((end) => times.filter((t) => t > end - days * DAY && t <= end).length));
      expect({ id, fullest, within: fullest <= (max as number) }).toMatchObject({ within: true });
    }
  }
  // A cap that let nobody through would keep every window too.
  expect(rows.length).toBeGreaterThan(CUSTOMERS / 2);
}

/** Booked is what may have reached the customer: no more, no less. */
async function expectLedgerOfTouches(): Promise<void> {
  const touches = await rig.touches();
  const counting = touches.filter((t) => ['handed', 'unknown'].includes(t.state));
  expect(touches.filter((t) => ['reserved', 'handing'].includes(t.state))).toEqual([]);
  const ids = (rows: { enrolment: number | null }[]) => rows.map((r) => r.enrolment).sort((a, b) => a! - b!);
  const ours = (await rig.pressure()).filter((row) => row.elsewhere === null);
  expect(ids(ours)).toEqual(ids(counting));
  const services = touches.filter((t) => t.class === 'service');
  expect(services.map((t) => t.reason)).not.toContain('capped');
}
