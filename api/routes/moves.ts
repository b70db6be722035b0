/** Moving waiting customers to another version: who goes where, and the deed. */
import { z } from '@hono/zod-openapi';
import { type Api, endpoint } from '#api/endpoint.ts';
import { idOf } from '#api/ids.ts';
import { Refusal, refuse } from '#api/problem.ts';
import { compileDraft } from '#api/publishing.ts';
import { noChain } from '#api/routes/chains.ts';
import { Id, ref } from '#api/shape.ts';
import { templatesFor } from '#api/templates.ts';
import { placesOf, twiceFrom } from '#core/move.ts';
import type { Language } from '#core/wording/index.ts';
import { recordDeed } from '#store/audit.ts';
import { getChain, plansOf } from '#store/chains.ts';
import { moveSlice, type Target, waitingOf } from '#store/moves.ts';

const MovesShape = z
  .object({
    to: Id('version').nullable().openapi({ description: 'null: the draft, not published yet.' }),
    groups: z.array(
      z.object({
        from: Id('version'),
        step: z.string().openapi({ description: 'Of the drawing, where they wait.' }),
        count: z.number().int(),
        moves: z.enum(['same', 'again', 'none']).openapi({
          description: 'same: the wait goes on · again: its date is computed anew · none: they stay in their version.',
        }),
        reason: z.enum(['step_gone', 'other_step']).nullable(),
        busy: z.number().int().openapi({ description: 'On their way at this moment: ask again shortly.' }),
        twice: z.number().int().openapi({ description: 'Would get a contact that they had already.' }),
        again: z.array(z.string()).openapi({ description: 'Steps of the drawing whose contact would come twice.' }),
      }),
    ),
  })
  .openapi('Moves');
export type Moves = z.output<typeof MovesShape>;

/** No version has this number. */
const UNPUBLISHED = 0;

export function moveRoutes(api: Api): void {
  const { db, signaller } = api.deps;
  const tag = 'Chains';

  async function targetOf(chain: number, version: number | undefined, now: number): Promise<Target | Refusal> {
    const found = await getChain(db, chain);
    if (!found) return noChain();
    const plans = await plansOf(db, { chain });
    const to = version ?? found.live_version ?? UNPUBLISHED;
    const plan = plans.get(to);
    if (!plan) return refuse(404, 'not_found', 'The chain has no such version.', 'to');
    plans.delete(to);
    return { chain, to: { id: to, plan }, from: plans, now };
  }

  /** As if the draft were published at this moment. */
  async function draftOf(chain: number, language: Language, now: number): Promise<Target | Refusal> {
    const found = await getChain(db, chain);
    if (!found) return noChain();
    const templates = await templatesFor(db, found.draft);
    const compiled = compileDraft(api.deps, found, { language, templates });
    if ('problems' in compiled) return new Refusal(422, compiled.problems);
    return { chain, to: { id: UNPUBLISHED, plan: compiled.plan }, from: await plansOf(db, { chain }), now };
  }

  endpoint(
    api,
    'GET /v1/chains/{id}/moves',
    {
      ...{ tag, summary: 'Preview moving waiting customers to a version', id: 'chain', answer: MovesShape },
      query: z.strictObject({
        to: z
          .union([z.literal('draft'), ref('version')])
          .optional()
          .openapi({
            description: 'A version, or `draft`: as if the draft were published now. Left out: the version in force.',
          }),
      }),
    },
    async ({ id, query, language, now }) => {
      const { to } = query;
      const target = to === 'draft' ? await draftOf(id, language, now) : await targetOf(id, to, now);
      if (target instanceof Refusal) return target;
      const places = new Map([...target.from].map(([from, plan]) => [from, placesOf(plan, target.to.plan)]));
      const groups = (await waitingOf(db, target)).map(({ version, step, count, busy, twice }) => {
        const place = places.get(version)?.[step];
        const from = target.from.get(version)!;
        const again = place && place.kind !== 'none' ? twiceFrom(from, step, target.to.plan, place.to) : [];
        return {
          ...{ from: idOf('version', version), step: from.steps[step]?.step ?? '' },
          ...{ count, busy, twice, again: twice > 0 ? again : [], moves: place?.kind ?? ('none' as const) },
          reason: place?.kind === 'none' ? place.reason : null,
        };
      });
      return { to: target.to.id === UNPUBLISHED ? null : idOf('version', target.to.id), groups };
    },
  );

  endpoint(
    api,
    'POST /v1/chains/{id}/moves',
    {
      ...{ tag, summary: 'Move waiting customers to a version', id: 'chain', status: 201 },
      description:
        'In slices, each whole or not at all; whoever is in the version already is left alone, so that it may be asked again. Those who would get a contact twice stay, unless `twice` says `allow`.',
      body: z.strictObject({ to: ref('version').optional(), twice: z.enum(['leave', 'allow']).default('leave') }),
      answer: z.object({ moved: z.number().int(), left: z.number().int() }),
    },
    async ({ id, body, caller, now }) => {
      const target = await targetOf(id, body.to, now);
      if (target instanceof Refusal) return target;
      let moved = 0;
      for (let after: number | null = 0; after !== null; ) {
        const slice = await moveSlice(db, target, { after, twice: body.twice === 'allow' });
        signaller.wake(slice.wakes);
        moved += slice.moved;
        after = slice.last;
      }
      const left = (await waitingOf(db, target)).reduce((sum, { count }) => sum + count, 0);
      const detail = { to: idOf('version', target.to.id), moved, left };
      await recordDeed(db, now, { actor: caller.actor, action: 'chain.move', subject: idOf('chain', id), detail });
      return { moved, left };
    },
  );
}
