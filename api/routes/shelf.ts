/** The chains as a list to keep in order: found, moved, named, owned and duplicated without touching what they do. */
import { z } from '@hono/zod-openapi';
import { type Api, endpoint } from '#api/endpoint.ts';
import { idOf } from '#api/ids.ts';
import { ChainHead, ChainShape, noChain, STATES, showChain, showHead } from '#api/routes/chains.ts';
import { Page, page, paged, text } from '#api/shape.ts';
import { DAY } from '#core/clock.ts';
import { recordDeed } from '#store/audit.ts';
import { createChain, getChain } from '#store/chains.ts';
import { freeName, listShelf, placeChain, readShelves, type ShelfRow, SORTS } from '#store/shelf.ts';

const LineShape = ChainHead.extend({
  description: z.string().nullable(),
  ownerName: z.string().nullable(),
  event: z.string().nullable().openapi({ description: 'That sets it off; null: nothing, a person, or another chain.' }),
  entered: z.number().int().openapi({ description: 'Enrolments of the last 7 days, test customers apart.' }),
  versions: z.number().int(),
});
export type ChainLine = z.output<typeof LineShape>;

const Counted = z.array(z.object({ name: z.string(), count: z.number().int() }));
const ShelvesShape = z
  .object({
    folders: Counted,
    tags: Counted,
    owners: z.array(z.object({ id: z.string(), name: z.string(), count: z.number().int() })),
    people: z.array(z.object({ id: z.string(), name: z.string() })).openapi({ description: 'Who may own a chain.' }),
  })
  .openapi('Shelves');
export type ShelvesAnswer = z.output<typeof ShelvesShape>;

const SPAN = 7;

export function shelfRoutes(api: Api): void {
  const { db } = api.deps;
  const tag = 'Chains';

  endpoint(
    api,
    'GET /v1/chains',
    {
      ...{ tag, summary: 'List chains, newest first unless said' },
      query: paged(z.object({ key: z.union([z.string(), z.number()]), id: z.number().int() }), {
        state: z.enum(STATES).optional(),
        folder: text(200).optional(),
        tag: text(64).optional(),
        owner: text(200).optional(),
        q: text(200).optional().openapi({ description: 'Words in name, folder, tags or description.' }),
        sort: z.enum(SORTS).default('newest'),
      }),
      answer: Page(LineShape),
    },
    async ({ query, now }) => {
      const { state = null, folder = null, tag = null, owner = null, q: search = null, sort, cursor, limit } = query;
      const filter = { state, folder, tag, owner, search, sort, after: cursor ?? null, limit: limit + 1 };
      const rows = await listShelf(db, now - SPAN * DAY, filter);
      return page(rows, limit, { show: showLine, key: (r) => ({ key: r.sort_key, id: r.id }) });
    },
  );

  endpoint(
    api,
    'GET /v1/shelves',
    { tag, summary: 'List folders, tags and owners of the chains', answer: ShelvesShape },
    async () => readShelves(db),
  );

  endpoint(
    api,
    'PATCH /v1/chains/{id}',
    {
      ...{ tag, summary: 'Name a chain, move it, tag it, give it an owner', id: 'chain' },
      description:
        'What is left out stays, and so does the graph. Only another name makes another revision of the draft.',
      body: z.strictObject({
        name: text(200).optional(),
        folder: text(200).nullable().optional(),
        tags: z.array(text(64)).max(50).optional(),
        owner: text(200).nullable().optional(),
      }),
      answer: ChainShape,
    },
    async ({ id, body, caller, now }) =>
      db.transaction().execute(async (trx) => {
        const name = body.name?.trim() || undefined;
        if (!(await placeChain(trx, now, id, { ...body, name }))) return noChain();
        const action = name === undefined ? 'chain.place' : 'chain.rename';
        await recordDeed(trx, now, { actor: caller.actor, action, subject: idOf('chain', id) });
        const chain = await getChain(trx, id);
        return chain ? showChain(chain) : noChain();
      }),
  );

  endpoint(
    api,
    'POST /v1/chains/{id}/copy',
    {
      ...{ tag, summary: 'Duplicate a chain as a draft', id: 'chain', status: 201 },
      description: 'In the same folder, owned by who asks. Versions, customers and results stay with the first one.',
      body: z.strictObject({
        name: text(200).optional().openapi({ description: 'Left out: the same, with a number.' }),
      }),
      answer: ChainShape,
    },
    async ({ id, body, caller, now }) =>
      db.transaction().execute(async (trx) => {
        const chain = await getChain(trx, id);
        if (!chain) return noChain();
        const name = body.name ?? (await freeName(trx, chain.name));
        const draft = { ...(chain.draft as Record<string, unknown>), name };
        const owner = caller.person?.id ?? chain.owner;
        const copy = await createChain(trx, now, { name, draft, folder: chain.folder, tags: chain.tags, owner });
        const detail = { of: idOf('chain', id) };
        const subject = idOf('chain', copy.id);
        await recordDeed(trx, now, { actor: caller.actor, action: 'chain.copy', subject, detail });
        return showChain(copy);
      }),
  );
}

function showLine(row: ShelfRow): z.input<typeof LineShape> {
  const { description, owner_name: ownerName, event, entered, versions } = row;
  return { ...showHead(row), description, ownerName, event, entered, versions };
}
