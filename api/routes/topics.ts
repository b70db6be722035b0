/** Topics and brands: settings with names in each language, which the preference page shows. */
import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { type Api, type Env, endpoint } from '#api/endpoint.ts';
import { idOf } from '#api/ids.ts';
import { Refusal, refuse } from '#api/problem.ts';
import { Page, page, paged, text } from '#api/shape.ts';
import type { Json } from '#core/facts.ts';
import { recordDeed } from '#store/audit.ts';
import { type BrandRow, deleteBrand, findBrand, listBrands, putBrand } from '#store/brands.ts';
import type { Db } from '#store/db.ts';
import { deleteTopic, listTopics, putTopic, type TopicRow } from '#store/topics.ts';
import { chainsNaming, type Use } from '#store/uses.ts';

/** `*` means all of them, and the preference page joins ids with a colon. */
const ID = /^[a-z0-9][a-z0-9_.-]{0,63}$/i;
const LANGUAGE = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;

const names = z
  .record(z.string().regex(LANGUAGE, 'expected a language, like en or fr-CA'), text(200))
  .openapi({ description: 'By language', example: { en: 'News', fr: 'Nouveautés' } });

const Topic = z
  .object({ id: z.string(), brand: z.string(), names: z.record(z.string(), z.string()), family: z.string().nullable() })
  .openapi('Topic');

const Brand = z
  .object({
    id: z.string(),
    name: z.string(),
    names: z.record(z.string(), z.string()),
    sender: z.record(z.string(), z.unknown()),
  })
  .openapi('Brand');

const Deleted = z.object({ id: z.string(), deleted: z.literal(true) });

export type Topic = z.output<typeof Topic>;
export type Brand = z.output<typeof Brand>;

export function topicRoutes(api: Api): void {
  const { db } = api.deps;
  const tag = 'Consent';
  const cursor = z.string().max(64);

  endpoint(
    api,
    'GET /v1/topics',
    {
      tag,
      summary: 'List topics, by id',
      query: paged(cursor, { brand: text(64).optional() }),
      answer: Page(Topic),
    },
    async ({ query }) => {
      const { brand = null, cursor: after = null, limit } = query;
      const rows = await listTopics(db, { brand, after, limit: limit + 1 });
      return page(rows, limit, { show: showTopic, key: (row) => row.id });
    },
  );

  endpoint(
    api,
    'PUT /v1/topics/{topic}',
    {
      tag,
      summary: 'Make a topic, or change its names and its family',
      description:
        'The preference page shows it at once, under its name in the customer’s language. Under the soft opt-in, who bought of a family may be told of topics of that family.',
      body: z.strictObject({
        brand: text(64).default('default'),
        names: names.refine((n) => Object.keys(n).length > 0, 'expected a name in one language at least'),
        family: text(64).nullable().default(null).openapi({ description: 'As purchases name it' }),
      }),
      answer: Topic,
    },
    async ({ body, caller, now, c }) => {
      const id = idIn(c, 'topic');
      if (id instanceof Refusal) return id;
      const { brand, family } = body;
      if (!(await findBrand(db, brand))) {
        return refuse(
          422,
          'unknown_brand',
          `brand: there is no brand ${brand}; make it first, by PUT /v1/brands/${brand}.`,
          'brand',
        );
      }
      return db.transaction().execute(async (trx) => {
        if (!(await putTopic(trx, { id, brand, family, name: body.names }))) {
          const message = `brand: the topic ${id} is another brand's, and consents were given for it there; take another id.`;
          return refuse(409, 'other_brand', message, 'brand');
        }
        const detail = { brand, family, names: body.names };
        await recordDeed(trx, now, { actor: caller.actor, action: 'topic.put', subject: id, detail });
        return { id, ...detail };
      });
    },
  );

  endpoint(
    api,
    'DELETE /v1/topics/{topic}',
    {
      tag,
      summary: 'Delete a topic that nothing names any more',
      description:
        'One that published chains or offers name answers 409 and says where. What was consented to stays in the ledger.',
      answer: Deleted,
    },
    async ({ caller, now, c }) => {
      const id = idIn(c, 'topic');
      if (id instanceof Refusal) return id;
      return db.transaction().execute(async (trx) => {
        const uses = await deleteTopic(trx, id, await chainUses(trx, { topic: id }));
        if (uses === null) return refuse(404, 'not_found', `There is no topic ${id}.`, 'topic');
        if (uses.length > 0) return inUse('topic', id, uses);
        await recordDeed(trx, now, { actor: caller.actor, action: 'topic.delete', subject: id });
        return { id, deleted: true as const };
      });
    },
  );

  endpoint(
    api,
    'GET /v1/brands',
    { tag, summary: 'List brands, by id', query: paged(cursor, {}), answer: Page(Brand) },
    async ({ query }) => {
      const rows = await listBrands(db, { after: query.cursor ?? null, limit: query.limit + 1 });
      return page(rows, query.limit, { show: showBrand, key: (row) => row.id });
    },
  );

  endpoint(
    api,
    'PUT /v1/brands/{brand}',
    {
      tag,
      summary: 'Make a brand, or change its names and its sender',
      body: z.strictObject({
        name: text(200),
        names: names.default({}).openapi({ description: 'Where it is called otherwise in some language' }),
        sender: z.record(z.string().min(1).max(64), text(320)).default({}),
      }),
      answer: Brand,
    },
    async ({ body, caller, now, c }) => {
      const id = idIn(c, 'brand');
      if (id instanceof Refusal) return id;
      return db.transaction().execute(async (trx) => {
        await putBrand(trx, { id, ...body } as BrandRow);
        const detail = { name: body.name, names: body.names as Json };
        await recordDeed(trx, now, { actor: caller.actor, action: 'brand.put', subject: id, detail });
        return { id, ...body };
      });
    },
  );

  endpoint(
    api,
    'DELETE /v1/brands/{brand}',
    {
      tag,
      summary: 'Delete a brand that nothing names any more',
      description:
        'One that published chains, topics, offers or consents name answers 409 and says where; `default` always stays.',
      answer: Deleted,
    },
    async ({ caller, now, c }) => {
      const id = idIn(c, 'brand');
      if (id instanceof Refusal) return id;
      if (id === 'default') return refuse(409, 'in_use', 'The brand default is that of whatever names none: it stays.');
      return db.transaction().execute(async (trx) => {
        const uses = await deleteBrand(trx, id, await chainUses(trx, { brand: id }));
        if (uses === null) return refuse(404, 'not_found', `There is no brand ${id}.`, 'brand');
        if (uses.length > 0) return inUse('brand', id, uses);
        await recordDeed(trx, now, { actor: caller.actor, action: 'brand.delete', subject: id });
        return { id, deleted: true as const };
      });
    },
  );
}

export function idIn(c: Context<Env>, what: 'topic' | 'brand' | 'offer'): string | Refusal {
  const id = c.req.param(what) ?? '';
  if (ID.test(id)) return id;
  return refuse(
    400,
    'invalid',
    `${what}: expected an id of 1 to 64 letters, digits, dots, hyphens and underscores that begins with a letter or a digit, like news.`,
    what,
  );
}

export async function chainUses(
  trx: Db,
  what: { topic: string } | { brand: string } | { offer: string },
): Promise<Use[]> {
  const uses = await chainsNaming(trx, what);
  return uses.map(({ chain, name, steps }) => ({ kind: 'chain', id: idOf('chain', chain), name, steps }));
}

export function inUse(what: string, id: string, uses: readonly Use[]): Refusal {
  const where = uses.map(({ kind, id: by, name, steps }) => {
    if (kind === 'consents') return 'consents of customers';
    return steps === null ? `${kind} ${by}` : `chain ${by} “${name}” (${steps.join(', ')})`;
  });
  const message = `The ${what} ${id} is in use by ${where.join('; ')}: take it out there first, or leave it.`;
  return new Refusal(409, [{ code: 'in_use', field: what, message }], { beside: { uses } });
}

function showTopic({ id, brand, family, name }: TopicRow): z.input<typeof Topic> {
  return { id, brand, names: name, family };
}

function showBrand({ id, name, names, sender }: BrandRow): z.input<typeof Brand> {
  return { id, name, names, sender };
}
