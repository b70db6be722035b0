import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DAY, HOUR } from '#core/clock.ts';
import { stableFraction } from '#core/hash.ts';
import type { CapRule } from '#core/policy/pressure.ts';
import { email, line } from '#setup/testing/graphs.ts';
import { createRig, type Rig } from '#setup/testing/rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig({ chunk: 5 });
});
afterAll(() => rig.drop());

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
  hours: fc.integer({ min: 0, max: 60 }),
});

test('however many chains reach for the same customers at once, no window ever exceeds its cap', async () => {
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
        for (const { bursts, hours } of rounds) {
          await Promise.all(
            bursts.map(({ from, size }, i) => {
              const all = chains[i]!;
              const turned = [...all.slice(from), ...all.slice(0, from)].slice(0, size);
              return rig.deliver(i % 2 === 0 ? turned : turned.reverse());
            }),
          );
          rig.pass(hours * HOUR);
        }
        await expectCapsKept(caps);
        await expectLedgerOfTouches();
      },
    ),
    { numRuns: 6, seed: 20261124, endOnFailure: true },
  );
});

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
  expect(ids(await rig.pressure())).toEqual(ids(counting));
  const services = touches.filter((t) => t.class === 'service');
  expect(services.map((t) => t.reason)).not.toContain('capped');
}
