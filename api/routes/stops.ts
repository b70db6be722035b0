/** The emergency brake: stops hand-overs of a chain, a channel or all, and says what was in flight. */
import { z } from '@hono/zod-openapi';
import { type Api, endpoint } from '#api/endpoint.ts';
import { idOf, numberOf, touchId } from '#api/ids.ts';
import { Refusal, refuse } from '#api/problem.ts';
import { Id, iso, maybeIso, Page, page, paged, Time, text } from '#api/shape.ts';
import { wakeAll } from '#api/wake.ts';
import { channelOf, channels } from '#core/channels/index.ts';
import { recordDeed } from '#store/audit.ts';
import { getChain } from '#store/chains.ts';
import { heldBy, IN_FLIGHT_SHOWN, inFlight, liftStop, listStops, putStop, type Stop } from '#store/stops.ts';

const StopShape = z
  .object({
    id: Id('stop'),
    scope: z.enum(['all', 'channel', 'chain']),
    target: z.string().nullable(),
    reason: z.string().nullable(),
    by: z.string().nullable(),
    byName: z.string().nullable().openapi({ description: 'Of the person; null where a program did it.' }),
    chain: z.string().nullable().openapi({ description: 'Name of the chain it stops, where it stops one.' }),
    at: Time,
    liftedAt: Time.nullable(),
    liftedBy: z.string().nullable(),
  })
  .openapi('Stop');

export type StopLine = z.output<typeof StopShape>;

const InFlightShape = z.object({
  count: z
    .number()
    .int()
    .nullable()
    .openapi({ description: 'null: could not be counted in time; the stop stands all the same.' }),
  touches: z.array(Id('touch')).openapi({ description: `The first ${IN_FLIGHT_SHOWN} of them.` }),
});

const StopAnswerShape = StopShape.extend({ inFlight: InFlightShape });
export type StopAnswer = z.output<typeof StopAnswerShape>;

export function stopRoutes(api: Api): void {
  const { db, signaller } = api.deps;
  const tag = 'Stops';

  endpoint(
    api,
    'POST /v1/stop',
    {
      tag,
      summary: 'Stop hand-overs at once',
      description:
        'Stands from this answer on, until it is lifted. `inFlight` are the touches that were being handed over at this moment: these may still arrive.',
      body: z.strictObject({
        scope: z.enum(['all', 'channel', 'chain']),
        target: text(64).optional().openapi({ description: "The channel's name or the chain's id; none for all." }),
        reason: text(2_000).optional(),
      }),
      status: 201,
      answer: StopAnswerShape,
    },
    async ({ body, caller, now }) => {
      const target = await readTarget(api, body.scope, body.target);
      if (target instanceof Refusal) return target;
      const stop = await db.transaction().execute(async (trx) => {
        const put = await putStop(trx, now, {
          scope: body.scope,
          target,
          reason: body.reason ?? null,
          by: caller.actor,
        });
        await recordDeed(trx, now, {
          actor: caller.actor,
          action: 'stop.put',
          subject: idOf('stop', put.id),
          detail: { scope: body.scope, target },
        });
        return put;
      });
      // A claim that was being made while the stop was written shows now.
      await new Promise((resolve) => setTimeout(resolve, CLAIM_TAKES));
      const flying = await inFlight(db, stop);
      return {
        ...show(stop),
        inFlight:
          flying.kind === 'known'
            ? { count: flying.count, touches: flying.touches.map(touchId) }
            : { count: null, touches: [] },
      };
    },
  );

  endpoint(
    api,
    'GET /v1/stops',
    {
      tag,
      summary: 'List stops, newest first',
      query: paged(z.number().int(), {
        standing: z.stringbool().default(true).openapi({ type: 'boolean', description: 'Only those that stand now.' }),
      }),
      answer: Page(StopShape),
    },
    async ({ query }) => {
      const rows = await listStops(db, {
        standing: query.standing,
        after: query.cursor ?? null,
        limit: query.limit + 1,
      });
      return page(rows, query.limit, { show, key: (r) => r.id });
    },
  );

  endpoint(
    api,
    'DELETE /v1/stops/{id}',
    {
      tag,
      summary: 'Lift a stop',
      description: 'What it held is judged again at once.',
      id: 'stop',
      answer: StopShape.extend({ woken: z.number().int() }),
    },
    async ({ id, caller, now }) => {
      const stop = await db.transaction().execute(async (trx) => {
        const lifted = await liftStop(trx, now, id, caller.actor);
        if (lifted && lifted.liftedAt === now) {
          await recordDeed(trx, now, { actor: caller.actor, action: 'stop.lift', subject: idOf('stop', id) });
        }
        return lifted;
      });
      if (!stop) return refuse(404, 'not_found', 'There is no such stop.', 'id');
      const woken = await wakeAll(signaller, (page) => heldBy(db, stop, page));
      return { ...show(stop), woken };
    },
  );
}

/** Wall ms a claim's statement may take. */
const CLAIM_TAKES = 100;

/** As the store keeps it: the channel's name, the chain's number, '' for all. */
async function readTarget(
  { deps: { db } }: Api,
  scope: Stop['scope'],
  target: string | undefined,
): Promise<string | Refusal> {
  if (scope === 'all') {
    return target === undefined ? '' : refuse(400, 'invalid', 'target: none is taken with scope all.', 'target');
  }
  if (target === undefined) return refuse(400, 'invalid', `target: which ${scope} is to be stopped?`, 'target');
  if (scope === 'channel') {
    if (channelOf(target)) return target;
    const names = Object.keys(channels).join(', ');
    return refuse(422, 'unknown_channel', `target: there is no channel ${target}; there are ${names}.`, 'target');
  }
  const chain = numberOf('chain', target);
  if (chain === null || !(await getChain(db, chain)))
    return refuse(422, 'unknown_chain', 'target: there is no such chain.', 'target');
  return String(chain);
}

function show(stop: Stop): z.input<typeof StopShape> {
  return {
    id: idOf('stop', stop.id),
    scope: stop.scope,
    target: stop.scope === 'all' ? null : stop.scope === 'chain' ? idOf('chain', Number(stop.target)) : stop.target,
    reason: stop.reason,
    ...{ by: stop.by, byName: stop.byName, chain: stop.chainName },
    at: iso(stop.at),
    liftedAt: maybeIso(stop.liftedAt),
    liftedBy: stop.liftedBy,
  };
}
