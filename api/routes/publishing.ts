/** Around publishing: requests and their answers, the gate, the guard, and the way back to an earlier version. */
import { z } from '@hono/zod-openapi';
import { actorNames } from '#api/actors.ts';
import { type Api, endpoint } from '#api/endpoint.ts';
import { idOf, maybeId } from '#api/ids.ts';
import { Refusal, refuse } from '#api/problem.ts';
import { Gate, Guard, PublishBody, publishDraft } from '#api/publishing.ts';
import { noChain, showVersion, stale, VersionHead } from '#api/routes/chains.ts';
import { Id, iso, maybeIso, ref, Time, text } from '#api/shape.ts';
import type { Plan } from '#core/plan.ts';
import { recordDeed } from '#store/audit.ts';
import { getChain, getVersion, insertVersion, lockChain } from '#store/chains.ts';
import {
  answerRequest,
  askToPublish,
  getRequest,
  type PublishRequest,
  readPublishing,
  setGate,
  setGuard,
} from '#store/publishing.ts';

const RequestShape = z
  .object({
    id: Id('request'),
    chain: Id('chain'),
    revision: z.number().int(),
    wish: PublishBody,
    requestedBy: z.string(),
    requestedByName: z.string().nullable().optional().openapi({ description: 'Told where all are read.' }),
    at: Time,
    answer: z.enum(['approved', 'rejected', 'replaced']).nullable(),
    answeredBy: z.string().nullable(),
    answeredByName: z.string().nullable().optional(),
    answeredAt: Time.nullable(),
    reason: z.string().nullable(),
    version: Id('version').nullable(),
  })
  .openapi('PublishRequest');

const PublishingShape = z
  .object({
    gate: Gate.nullable(),
    gated: z.number().int().openapi({ description: 'Entrants that the gate has kept out.' }),
    guard: Guard.nullable(),
    trips: z.array(
      z.object({
        at: Time,
        measure: z.enum(['opt_outs', 'complaints']),
        measured: z.number(),
        allowed: z.number(),
        contacts: z.number().int(),
      }),
    ),
    requests: z.array(RequestShape),
  })
  .openapi('Publishing');
export type PublishingState = z.output<typeof PublishingShape>;

export function publishingRoutes(api: Api): void {
  const { db } = api.deps;
  const tag = 'Chains';

  endpoint(
    api,
    'GET /v1/chains/{id}/publishing',
    { tag, summary: 'Read gate, guard and requests to publish', id: 'chain', answer: PublishingShape },
    async ({ id }) => ((await getChain(db, id)) ? show(id) : noChain()),
  );

  async function show(id: number): Promise<z.input<typeof PublishingShape>> {
    const { gate, guard, gated, requests, trips } = await readPublishing(db, id);
    const name = await actorNames(
      db,
      requests.flatMap((r) => [r.requested_by, r.answered_by]),
    );
    return {
      ...{ gate, guard, gated },
      requests: requests.map((r) => ({
        ...{ ...showRequest(r), requestedByName: name(r.requested_by), answeredByName: name(r.answered_by) },
      })),
      trips: trips.map(({ at, measure, measured, allowed, contacts }) => ({
        ...{ at: iso(at), measure: measure as 'opt_outs' | 'complaints', measured, allowed, contacts },
      })),
    };
  }

  endpoint(
    api,
    'PUT /v1/chains/{id}/gate',
    {
      ...{ tag, summary: 'Let in a part of the entrants, or everybody', id: 'chain' },
      body: z.strictObject({ gate: Gate.nullable() }),
      answer: PublishingShape,
    },
    async ({ id, body, caller, now }) => {
      const chain = await getChain(db, id);
      if (!chain) return noChain();
      await db.transaction().execute(async (trx) => {
        await setGate(trx, id, body.gate);
        const detail = { percent: body.gate?.percent ?? 100 };
        await recordDeed(trx, now, { actor: caller.actor, action: 'chain.gate', subject: idOf('chain', id), detail });
      });
      return show(id);
    },
  );

  endpoint(
    api,
    'PUT /v1/chains/{id}/guard',
    {
      ...{ tag, summary: 'Set the limits at which the chain suspends itself', id: 'chain' },
      body: z.strictObject({ guard: Guard.nullable() }),
      answer: PublishingShape,
    },
    async ({ id, body, caller, now }) => {
      if (!(await getChain(db, id))) return noChain();
      await db.transaction().execute(async (trx) => {
        await setGuard(trx, id, body.guard);
        await recordDeed(trx, now, { actor: caller.actor, action: 'chain.guard', subject: idOf('chain', id) });
      });
      return show(id);
    },
  );

  endpoint(
    api,
    'POST /v1/chains/{id}/rollback',
    {
      ...{ tag, summary: 'Publish an earlier version once more', id: 'chain', status: 201 },
      description: 'New entries take it, as a version of its own. The draft stays as it is.',
      body: z.strictObject({ version: ref('version'), note: text(2_000).optional() }),
      answer: VersionHead,
    },
    async ({ id, body, caller, now }) =>
      db.transaction().execute(async (trx) => {
        const chain = await lockChain(trx, id);
        if (!chain) return noChain();
        const old = await getVersion(trx, body.version);
        if (old?.chain !== id) return refuse(404, 'not_found', 'The chain has no such version.', 'version');
        if (chain.live_version === old.id)
          return refuse(409, 'already_live', 'New entries take this version already.', 'version');
        if (chain.state === 'archived')
          return refuse(409, 'archived', 'The chain is archived: nobody enters it any more.');
        const version = await insertVersion(trx, now, {
          ...{ chain: id, graph: old.graph, plan: old.plan as unknown as Plan, by: caller.actor },
          ...{ note: body.note ?? null, objective: old.objective as never, again: old.again ?? old.number },
        });
        const detail = { version: version.number, of: old.number };
        await recordDeed(trx, now, {
          actor: caller.actor,
          action: 'chain.rollback',
          subject: idOf('chain', id),
          detail,
        });
        return showVersion(version);
      }),
  );

  endpoint(
    api,
    'POST /v1/chains/{id}/requests',
    {
      ...{ tag, summary: 'Ask a publisher to publish the draft', id: 'chain', ifMatch: true, status: 201 },
      body: PublishBody,
      answer: RequestShape,
    },
    async ({ id, body, revision, caller, now }) =>
      db.transaction().execute(async (trx) => {
        const chain = await lockChain(trx, id);
        if (!chain) return noChain();
        if (chain.revision !== revision) return stale(chain, revision);
        const request = await askToPublish(trx, now, { chain: id, revision, body, by: caller.actor });
        await recordDeed(trx, now, { actor: caller.actor, action: 'chain.request', subject: idOf('chain', id) });
        return showRequest(request);
      }),
  );

  endpoint(
    api,
    'POST /v1/requests/{id}/approve',
    {
      ...{ tag, summary: 'Publish what was asked for', id: 'request' },
      description: 'Only the draft that was asked about is published: one that changed meanwhile answers 409.',
      answer: RequestShape,
    },
    async ({ id, caller, language, now }) =>
      db.transaction().execute(async (trx) => {
        const request = await getRequest(trx, id);
        if (!request) return noRequest();
        if (request.answer !== null) return answered(request);
        const chain = (await lockChain(trx, request.chain))!;
        if (chain.revision !== request.revision) {
          return refuse(409, 'draft_changed', 'The draft has changed since it was asked for: ask again.');
        }
        const body = PublishBody.parse(request.body);
        const published = await publishDraft(api.deps, trx, { chain, body, by: caller.actor, language, now });
        if (published instanceof Refusal) return published;
        const version = published.version.id;
        const said = { answer: 'approved' as const, by: caller.actor, reason: null, version };
        return showRequest(await answerRequest(trx, now, id, said));
      }),
  );

  endpoint(
    api,
    'POST /v1/requests/{id}/reject',
    {
      ...{ tag, summary: 'Decline what was asked for, with the reason', id: 'request' },
      body: z.strictObject({ reason: text(2_000) }),
      answer: RequestShape,
    },
    async ({ id, body, caller, now }) =>
      db.transaction().execute(async (trx) => {
        const request = await getRequest(trx, id);
        if (!request) return noRequest();
        if (request.answer !== null) return answered(request);
        const subject = idOf('chain', request.chain);
        await recordDeed(trx, now, { actor: caller.actor, action: 'chain.reject', subject });
        const said = { answer: 'rejected' as const, by: caller.actor, reason: body.reason, version: null };
        return showRequest(await answerRequest(trx, now, id, said));
      }),
  );
}

function noRequest(): Refusal {
  return refuse(404, 'not_found', 'There is no such request.', 'id');
}

function answered({ answer }: PublishRequest): Refusal {
  return refuse(409, 'answered', `The request was ${answer} already.`);
}

function showRequest(r: PublishRequest): z.input<typeof RequestShape> {
  return {
    ...{ id: idOf('request', r.id), chain: idOf('chain', r.chain), revision: r.revision },
    wish: PublishBody.parse(r.body),
    ...{ requestedBy: r.requested_by, at: iso(r.at), answeredBy: r.answered_by, answeredAt: maybeIso(r.answered_at) },
    ...{ answer: r.answer as 'approved' | null, reason: r.reason, version: maybeId('version', r.version) },
  };
}
