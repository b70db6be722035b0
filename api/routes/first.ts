/** After publishing: what the shop is to send, whether anybody has come, and a test customer who does it at once. */
import { randomBytes } from 'node:crypto';
import { z } from '@hono/zod-openapi';
import { allows } from '#api/access.ts';
import { type Api, endpoint } from '#api/endpoint.ts';
import { idOf, maybeId } from '#api/ids.ts';
import { Refusal, refuse } from '#api/problem.ts';
import { noChain } from '#api/routes/chains.ts';
import { Id, iso, Time } from '#api/shape.ts';
import { makeTestCustomer } from '#api/testcustomer.ts';
import { COUNTED } from '#core/channels/index.ts';
import { type Example, exampleOf } from '#core/example.ts';
import type { Plan } from '#core/plan.ts';
import { entryDecisions } from '#store/catalogue.ts';
import { type Chain, getChain, getVersion } from '#store/chains.ts';
import { readFirst } from '#store/first.ts';

const Bag = z.record(z.string(), z.unknown());
const FirstShape = z
  .object({
    entered: z.boolean().openapi({ description: 'Whether anybody but test customers has ever entered.' }),
    event: z.string().nullable().openapi({ description: 'That sets it off; null: none, or it is not published.' }),
    seen: z.boolean().openapi({ description: 'Whether this event was ever received.' }),
    properties: Bag.openapi({ description: 'An example: those the chain uses.' }),
    traits: Bag,
    tests: z.array(z.object({ enrolment: Id('enrolment'), customer: Id('customer'), at: Time, live: z.boolean() })),
  })
  .openapi('First');
export type FirstAnswer = z.output<typeof FirstShape>;

const SimulatedShape = z
  .object({
    customer: Id('customer'),
    enrolment: Id('enrolment').nullable(),
    decision: z.string().openapi({ description: 'The entry decision: `entered`, or why not.' }),
    ...{ event: z.string(), properties: Bag },
  })
  .openapi('Simulated');
export type Simulated = z.output<typeof SimulatedShape>;

const CHANNEL_STATES = ['ready', 'people', 'catcher', 'allowlist', 'off', 'unknown'] as const;
const ChannelsShape = z.object({
  items: z.array(
    z.object({
      channel: z.string(),
      state: z.enum(CHANNEL_STATES).openapi({
        description: '`people`: through the work list. `catcher`, `allowlist`, `off`: mails reach nobody, some, none.',
      }),
    }),
  ),
});
export type ChannelState = z.output<typeof ChannelsShape>['items'][number];

export function firstRoutes(api: Api): void {
  const { db, clock, intake, config } = api.deps;
  const tag = 'Chains';

  endpoint(
    api,
    'GET /v1/channels',
    { tag: 'Contents', summary: 'List the channels, and what each can do here', answer: ChannelsShape },
    async () => ({ items: COUNTED.map((channel) => ({ channel, state: channel === 'email' ? mails() : 'people' })) }),
  );

  function mails(): (typeof CHANNEL_STATES)[number] {
    if (!config.sending) return 'unknown';
    const { mode, catcher } = config.sending;
    if (mode !== 'live') return mode;
    return catcher ? 'catcher' : 'ready';
  }

  endpoint(
    api,
    'GET /v1/chains/{id}/first',
    { tag, summary: 'Whether anybody has entered yet, and an event that would', id: 'chain', answer: FirstShape },
    async ({ id, now }) => {
      const chain = await getChain(db, id);
      if (!chain) return noChain();
      const example = await exampleFor(chain, now, '1');
      const { entered, seen, tests } = await readFirst(db, id, example?.event ?? null);
      return {
        ...{ entered, seen, event: example?.event ?? null },
        ...{ properties: example?.properties ?? {}, traits: example?.traits ?? {} },
        tests: tests.map(({ enrolment, customer, at, state }) => ({
          ...{ enrolment: idOf('enrolment', enrolment), customer: idOf('customer', customer) },
          ...{ at: iso(at), live: state === 'live' },
        })),
      };
    },
  );

  endpoint(
    api,
    'POST /v1/chains/{id}/simulate',
    {
      ...{ tag, summary: 'Let a test customer enter', id: 'chain', status: 201, answer: SimulatedShape },
      description:
        'A new test customer does what sets the chain off. What is sent goes to the address given, or to who asks; nothing of it is counted.',
      body: z.strictObject({ email: z.email().max(320).optional() }),
    },
    async ({ id, body, caller, language, now }) => {
      const chain = await getChain(db, id);
      if (!chain) return noChain();
      if (chain.state !== 'live') {
        return refuse(409, 'not_live', 'Nobody enters a chain that is not live: publish or resume it first.');
      }
      const example = await exampleFor(chain, now, randomBytes(4).toString('hex'));
      if (!example) {
        return refuse(409, 'no_event', 'No event sets this chain off: enrol a test customer by hand.');
      }
      if (!example.enters) {
        return refuse(409, 'no_example', 'No event could be made up that the trigger lets in: send one of your own.');
      }
      const { person } = caller;
      if (body.email !== undefined && body.email !== person?.email && !allows(caller.scopes, 'customers:write')) {
        return refuse(
          403,
          'not_yours',
          'email: only who may change customers names an address other than their own.',
          'email',
        );
      }
      const email = body.email ?? person?.email;
      const names = { firstName: person?.name.split(' ')[0] ?? 'Test', lastName: 'Test' };
      const traits = { ...names, ...(email ? { email } : {}), ...example.traits };
      const made = await makeTestCustomer(api.deps, now, { traits, locale: person?.language ?? language }, (id) => ({
        ...{ actor: caller.actor, action: 'chain.simulate', subject: idOf('chain', chain.id) },
        detail: { customer: idOf('customer', id) },
      }));
      const { event, properties } = example;
      const taken = await intake.take([{ ...made.call('track'), name: event, properties, occurredAt: clock.now() }]);
      const { seq } = taken.results[0]!;
      const decided = seq === null ? [] : await entryDecisions(db, seq);
      const own = decided.find((d) => d.chain === id);
      if (!own)
        return new Refusal(409, [{ code: 'not_entered', message: 'The chain did not take the event: try again.' }]);
      return {
        ...{ customer: idOf('customer', made.id), enrolment: maybeId('enrolment', own.enrolment) },
        ...{ decision: own.decision, event, properties },
      };
    },
  );

  async function exampleFor(chain: Chain, now: number, mark: string): Promise<Example | null> {
    const version = chain.live_version === null ? null : await getVersion(db, chain.live_version);
    return version ? exampleOf(version.plan as unknown as Plan, { now, mark }) : null;
  }
}
