/** Chains as documents: drafts under a revision, checks, and the versions published from them. */
import { z } from '@hono/zod-openapi';
import { actorNames } from '#api/actors.ts';
import { type Api, endpoint, Problems } from '#api/endpoint.ts';
import { idOf, maybeId } from '#api/ids.ts';
import { Refusal, refuse } from '#api/problem.ts';
import { compileDraft, Objective, PublishBody, publishDraft } from '#api/publishing.ts';
import { Id, iso, maybeIso, Page, page, paged, Time, text } from '#api/shape.ts';
import { templatesFor } from '#api/templates.ts';
import { GRAPH_SCHEMA, type Graph, readGraph } from '#core/graph.ts';
import type { Problem } from '#core/problem.ts';
import type { Language } from '#core/wording/index.ts';
import { recordDeed, recordEdit } from '#store/audit.ts';
import {
  type Chain,
  type ChainRow,
  createChain,
  getChain,
  getVersion,
  listVersions,
  lockChain,
  removeDraft,
  updateChain,
  type VersionRow,
} from '#store/chains.ts';

export const STATES = ['draft', 'live', 'paused', 'archived'] as const;
const GraphDocument = z.record(z.string(), z.unknown()).openapi('Graph', {
  description: 'The document a marketer draws: schema, name, params, steps, edges.',
});

export const ChainHead = z.object({
  id: Id('chain'),
  name: z.string(),
  state: z.enum(STATES),
  revision: z.number().int().openapi({ description: 'Of the draft: goes into If-Match.' }),
  version: Id('version').nullable().openapi({ description: 'The version that new entries take.' }),
  folder: z.string().nullable(),
  tags: z.array(z.string()),
  owner: z.string().nullable(),
  pausedAt: Time.nullable(),
  createdAt: Time,
  updatedAt: Time,
});
export const ChainShape = ChainHead.extend({ draft: GraphDocument }).openapi('Chain');
export type ChainAnswer = z.output<typeof ChainShape>;

export const VersionHead = z.object({
  id: Id('version'),
  chain: Id('chain'),
  number: z.number().int(),
  hash: z.string(),
  note: z.string().nullable(),
  again: z
    .number()
    .int()
    .nullable()
    .openapi({ description: 'The number of the earlier version that this one publishes again.' }),
  publishedBy: z.string().nullable(),
  publishedByName: z.string().nullable().optional().openapi({ description: 'Told in lists.' }),
  publishedAt: Time,
  objective: Objective.nullable(),
});
const VersionShape = VersionHead.extend({ graph: GraphDocument, plan: z.record(z.string(), z.unknown()) }).openapi(
  'Version',
);

const fields = {
  name: text(200).optional(),
  graph: GraphDocument.optional(),
  folder: text(200).nullable().optional(),
  tags: z.array(text(64)).max(50).optional(),
  owner: text(200).nullable().optional(),
};
const key = z.number().int();

export function chainRoutes(api: Api): void {
  const { db } = api.deps;
  const tag = 'Chains';

  endpoint(
    api,
    'POST /v1/chains',
    {
      tag,
      summary: 'Create a chain as a draft',
      description: 'From a graph, or empty under a name.',
      body: z
        .strictObject(fields)
        .refine((b) => b.name !== undefined || b.graph !== undefined, 'a name or a graph is needed'),
      status: 201,
      answer: ChainShape,
    },
    async ({ body, caller, language, now }) => {
      const empty = { schema: GRAPH_SCHEMA, name: body.name, steps: [], edges: [] };
      const draft = readDraft(body.graph ?? empty, body.name, language);
      if (draft instanceof Refusal) return draft;
      return db.transaction().execute(async (trx) => {
        const chain = await createChain(trx, now, {
          owner: caller.person?.id ?? null,
          ...body,
          name: draft.name,
          draft,
        });
        await recordDeed(trx, now, { actor: caller.actor, action: 'chain.create', subject: idOf('chain', chain.id) });
        return showChain(chain);
      });
    },
  );

  endpoint(
    api,
    'GET /v1/chains/{id}',
    { tag, summary: 'Read a chain and its draft', id: 'chain', answer: ChainShape },
    async ({ id }) => {
      const chain = await getChain(db, id);
      return chain ? showChain(chain) : noChain();
    },
  );

  endpoint(
    api,
    'PUT /v1/chains/{id}',
    {
      tag,
      summary: 'Change the draft',
      description:
        'What is left out stays. A draft changed by somebody else meanwhile answers 409 with the chain as it is now in `current`.',
      id: 'chain',
      ifMatch: true,
      body: z.strictObject(fields),
      answer: ChainShape,
    },
    async ({ id, body, revision, caller, language, now }) => {
      const { graph, name, ...rest } = body;
      const current = await getChain(db, id);
      if (!current) return noChain();
      const touched = graph !== undefined || name !== undefined;
      const draft = touched ? readDraft(graph ?? current.draft, name, language) : undefined;
      if (draft instanceof Refusal) return draft;
      const updated = await updateChain(db, now, id, { ...rest, revision, draft, name: draft?.name });
      if (updated.kind === 'missing') return noChain();
      if (updated.kind === 'stale') return stale(updated.chain, revision);
      await recordEdit(db, now, { actor: caller.actor, action: 'chain.change', subject: idOf('chain', id) });
      return showChain(updated.chain);
    },
  );

  endpoint(
    api,
    'DELETE /v1/chains/{id}',
    {
      tag,
      summary: 'Delete a chain that was never published',
      id: 'chain',
      answer: z.object({ deleted: z.literal(true) }),
    },
    async ({ id, caller, now }) => {
      const removed = await removeDraft(db, id);
      if (removed === 'missing') return noChain();
      if (removed === 'published') {
        return refuse(
          409,
          'published',
          'The chain was published: archive it instead, so that its history stays readable.',
        );
      }
      await recordDeed(db, now, { actor: caller.actor, action: 'chain.delete', subject: idOf('chain', id) });
      return { deleted: true as const };
    },
  );

  endpoint(
    api,
    'POST /v1/chains/{id}/validate',
    {
      tag,
      summary: 'Check the draft without publishing it',
      id: 'chain',
      answer: z.object({
        publishable: z.boolean(),
        problems: Problems.shape.problems,
        warnings: Problems.shape.problems,
      }),
    },
    async ({ id, language }) => {
      const chain = await getChain(db, id);
      if (!chain) return noChain();
      const compiled = compileDraft(api.deps, chain, { language, templates: await templatesFor(db, chain.draft) });
      if ('problems' in compiled)
        return { publishable: false, problems: red(compiled.problems), warnings: amber(compiled.problems) };
      return { publishable: true, problems: [], warnings: compiled.warnings };
    },
  );

  endpoint(
    api,
    'POST /v1/chains/{id}/publish',
    {
      tag,
      summary: 'Publish the draft as a new version',
      description:
        'New entries take it; enrolments under way keep the version they entered with. A draft with problems answers 422.',
      id: 'chain',
      ifMatch: true,
      body: PublishBody,
      status: 201,
      answer: VersionHead.extend({ warnings: Problems.shape.problems }),
    },
    async ({ id, body, revision, caller, language, now }) =>
      db.transaction().execute(async (trx) => {
        const chain = await lockChain(trx, id);
        if (!chain) return noChain();
        if (chain.revision !== revision) return stale(chain, revision);
        const published = await publishDraft(api.deps, trx, { chain, body, by: caller.actor, language, now });
        if (published instanceof Refusal) return published;
        const { version, warnings } = published;
        return { ...showVersion(version), warnings };
      }),
  );

  endpoint(
    api,
    'GET /v1/chains/{id}/versions',
    {
      tag,
      summary: 'List the published versions, newest first',
      id: 'chain',
      query: paged(key, {}),
      answer: Page(VersionHead),
    },
    async ({ id, query }) => {
      if (!(await getChain(db, id))) return noChain();
      const rows = await listVersions(db, id, { after: query.cursor ?? null, limit: query.limit + 1 });
      const name = await actorNames(
        db,
        rows.map((row) => row.published_by),
      );
      const show = (row: VersionRow) => ({ ...showVersion(row), publishedByName: name(row.published_by) });
      return page(rows, query.limit, { show, key: (r) => r.number });
    },
  );

  endpoint(
    api,
    'GET /v1/versions/{id}',
    { tag, summary: 'Read a version: its graph and the plan made of it', id: 'version', answer: VersionShape },
    async ({ id }) => {
      const version = await getVersion(db, id);
      if (!version) return refuse(404, 'not_found', 'There is no such version.', 'id');
      return {
        ...showVersion(version),
        graph: version.graph as Record<string, unknown>,
        plan: version.plan as Record<string, unknown>,
      };
    },
  );
}

export function noChain(): Refusal {
  return refuse(404, 'not_found', 'There is no such chain.', 'id');
}

export function showChain(chain: Chain): z.input<typeof ChainShape> {
  return { ...showHead(chain), draft: chain.draft as Record<string, unknown> };
}

export function showHead(chain: ChainRow): z.input<typeof ChainHead> {
  return {
    id: idOf('chain', chain.id),
    name: chain.name,
    state: chain.state,
    revision: chain.revision,
    version: maybeId('version', chain.live_version),
    folder: chain.folder,
    tags: chain.tags,
    owner: chain.owner,
    pausedAt: maybeIso(chain.paused_at),
    createdAt: iso(chain.created_at),
    updatedAt: iso(chain.updated_at),
  };
}

export function showVersion(v: VersionRow): z.input<typeof VersionHead> {
  return {
    id: idOf('version', v.id),
    chain: idOf('chain', v.chain),
    number: v.number,
    hash: v.hash,
    note: v.note,
    again: v.again,
    publishedBy: v.published_by,
    publishedAt: iso(v.published_at),
    objective: v.objective as z.input<typeof Objective> | null,
  };
}

/** A draft may be unfinished, but it must be a graph: otherwise nobody could open it again. */
function readDraft(document: unknown, name: string | undefined, language: Language): Graph | Refusal {
  const named = name === undefined ? document : { ...(document as Record<string, unknown>), name };
  const read = readGraph(named, language);
  return 'problems' in read ? new Refusal(422, read.problems) : read.graph;
}

function red(problems: readonly Problem[]): Problem[] {
  return problems.filter((p) => p.severity !== 'warning');
}

function amber(problems: readonly Problem[]): Problem[] {
  return problems.filter((p) => p.severity === 'warning');
}

export function stale(chain: Chain, revision: number): Refusal {
  const message = `The draft is at revision ${chain.revision}, you have ${revision}: somebody changed it meanwhile. Take over his changes, then send yours again.`;
  return new Refusal(409, [{ code: 'stale_revision', field: 'If-Match', message }], {
    beside: { current: showChain(chain) },
  });
}

export type VersionLine = z.output<typeof VersionHead>;
export type VersionDocument = z.output<typeof VersionShape>;
