/** A draft becomes a version: by a publisher, or by the publisher's yes to what an author asked for. */
import { z } from '@hono/zod-openapi';
import type { ApiDeps } from '#api/deps.ts';
import { idOf } from '#api/ids.ts';
import { Refusal, refuse } from '#api/problem.ts';
import { text } from '#api/shape.ts';
import { templatesFor } from '#api/templates.ts';
import { compile } from '#core/compile.ts';
import type { Templates } from '#core/contents/reference.ts';
import { type Graph, readGraph } from '#core/graph.ts';
import { guardSchema, objectiveSchema } from '#core/objective.ts';
import type { Plan } from '#core/plan.ts';
import type { Problem } from '#core/problem.ts';
import type { Language } from '#core/wording/index.ts';
import { recordDeed } from '#store/audit.ts';
import { type Chain, insertVersion, updateChain, type Version } from '#store/chains.ts';
import type { Db } from '#store/db.ts';
import { replaceRequests, setGate, setGuard } from '#store/publishing.ts';

export const Objective = objectiveSchema.openapi('Objective', {
  description: 'What the version is published for; counted within `windowDays` of the entry.',
});
export const Guard = guardSchema.openapi('Guard', {
  description: 'Limits per 1,000 contacts of the last `days`: past one, the chain is paused.',
});
export const Gate = z
  .strictObject({ percent: z.number().min(0).max(100) })
  .openapi('Gate', { description: 'The part of the entrants that gets in, until it is opened.' });

export const PublishBody = z.strictObject({
  note: text(2_000).optional(),
  objective: Objective.nullable().optional(),
  holdout: z.number().min(0).max(50).optional().openapi({ description: 'Percent of the control group.' }),
  gate: Gate.nullable().optional().openapi({ description: 'Left out: as it is.' }),
  guard: Guard.nullable().optional().openapi({ description: 'Left out: as it is.' }),
});
export type PublishWish = z.output<typeof PublishBody>;

type Deed = { chain: Chain; body: PublishWish; by: string; language: Language; now: number };

/** The chain's lock is held. */
export async function publishDraft(
  deps: ApiDeps,
  trx: Db,
  { chain, body, by, language, now }: Deed,
): Promise<{ version: Version; warnings: Problem[] } | Refusal> {
  if (chain.state === 'archived') return refuse(409, 'archived', 'The chain is archived: nobody enters it any more.');
  const draft =
    body.holdout === undefined ? chain.draft : { ...(chain.draft as Record<string, unknown>), holdout: body.holdout };
  const compiled = compileDraft(deps, { draft }, { language, templates: await templatesFor(trx, draft) });
  if ('problems' in compiled) return new Refusal(422, compiled.problems);
  const { graph, plan, warnings } = compiled;
  if (body.holdout !== undefined && graph.holdout !== (chain.draft as { holdout?: number }).holdout) {
    await updateChain(trx, now, chain.id, { revision: chain.revision, draft: graph });
  }
  const version = await insertVersion(trx, now, {
    ...{ chain: chain.id, graph, plan, note: body.note ?? null, by, objective: body.objective ?? null },
  });
  // Of a request that is being approved the answer is written afterwards.
  await replaceRequests(trx, now, chain.id);
  if (body.gate !== undefined) await setGate(trx, chain.id, body.gate);
  if (body.guard !== undefined) await setGuard(trx, chain.id, body.guard);
  await recordDeed(trx, now, {
    actor: by,
    action: 'chain.publish',
    subject: idOf('chain', chain.id),
    detail: { version: version.number, hash: version.hash },
  });
  return { version, warnings };
}

export function compileDraft(
  { checkContent }: ApiDeps,
  chain: Pick<Chain, 'draft'> | { draft: unknown },
  { language, templates }: { language: Language; templates: Templates },
): { graph: Graph; plan: Plan; warnings: Problem[] } | { problems: Problem[] } {
  const read = readGraph(chain.draft, language);
  if ('problems' in read) return read;
  const compiled = compile(read.graph, { language, templates, ...(checkContent ? { checkContent } : {}) });
  return 'problems' in compiled ? compiled : { graph: read.graph, plan: compiled.plan, warnings: compiled.warnings };
}
