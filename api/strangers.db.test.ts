import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRig, type Rig } from '#api/testing/rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
});
afterAll(() => rig.drop());

/** Nearly a call: each field right, odd, or anything at all. */
const odd = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.double(),
  fc.constantFrom('', '\0', '\ud800', '2026-02-30T00:00:00Z', '+275760-09-13', '0000-01-01', '9999-12-31T23:59:59Z'),
  fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<unknown>,
);
const mostly = <T>(good: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 4, arbitrary: good as fc.Arbitrary<unknown> }, { weight: 1, arbitrary: odd });
const call = fc.record(
  {
    type: mostly(fc.constantFrom('track', 'identify', 'page')),
    userId: mostly(fc.constantFrom('u1', 'u2')),
    anonymousId: mostly(fc.constant('a1')),
    event: mostly(fc.constantFrom('Order Completed', 'Seen')),
    messageId: mostly(fc.uuid()),
    timestamp: mostly(fc.constant('2026-11-24T09:00:00Z')),
    sentAt: mostly(fc.constant('2026-11-24T09:00:01Z')),
    properties: mostly(fc.dictionary(fc.string({ unit: 'binary', maxLength: 8 }), odd)),
    traits: mostly(fc.record({ email: odd, phone: odd, country: odd, timezone: odd }, { requiredKeys: [] })),
    context: mostly(fc.record({ timezone: odd, locale: odd, traits: odd, historical: odd }, { requiredKeys: [] })),
  },
  { requiredKeys: ['type', 'userId'] },
);

test('whatever events strangers send, they are taken or said to be wrong, and nothing breaks', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(call, { maxLength: 6 }), fc.boolean(), async (batch, strict) => {
      const answer = await rig.call('/v1/batch', { body: { batch }, headers: strict ? { 'X-Strict-Mode': '1' } : {} });
      expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(500);
      if (answer.status === 200) {
        const {
          taken,
          duplicates,
          problems = [],
        } = answer.body as { taken: number; duplicates: number; problems?: unknown[] };
        expect(taken + duplicates + problems.length).toBe(batch.length);
      }
    }),
    { numRuns: 150 },
  );
});

const paths = [
  '/v1/chains',
  '/v1/customers/lookup',
  '/v1/stop',
  '/v1/keys',
  '/v1/enrolments',
  '/v1/chains/chn_1/resume',
];

test('whatever documents strangers send, nothing breaks', async () => {
  const document = fc.record(
    {
      name: mostly(fc.constant('x')),
      graph: mostly(
        fc.record({ schema: mostly(fc.constant(1)), name: odd, steps: odd, edges: odd }, { requiredKeys: [] }),
      ),
      userId: odd,
      email: odd,
      scope: mostly(fc.constantFrom('chain', 'channel')),
      target: odd,
      scopes: odd,
      customer: odd,
      chain: odd,
      decision: odd,
      tags: odd,
    },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...paths), document, fc.integer({ min: 1, max: 3 }), async (path, body, keep) => {
      const some = Object.fromEntries(Object.entries(body).slice(0, keep));
      const answer = await rig.call(path, { body: some });
      expect(answer.status, `${path} ${JSON.stringify(answer.body)}`).toBeLessThan(500);
    }),
    { numRuns: 150 },
  );
});
