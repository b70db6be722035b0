/** The attributes of customers and the properties of events that were seen, and how delicate each is. */
import { z } from '@hono/zod-openapi';
import { type Api, endpoint } from '#api/endpoint.ts';
import { refuse } from '#api/problem.ts';
import { Page, page, paged } from '#api/shape.ts';
import { SENSITIVITIES, type Sensitivity, statedSensitivity, usualSensitivity } from '#core/mask.ts';
import { recordDeed } from '#store/audit.ts';
import { listEventNames } from '#store/catalogue.ts';
import { traitsSeen } from '#store/proofs.ts';
import { type Attribute, readAttributes, writeAttribute } from '#store/settings.ts';

const Level = z.enum(SENSITIVITIES).openapi({
  description:
    'public: anybody who works here. personal: who may read customers. sensitive: who answers for privacy, and admins.',
});

const AttributeShape = z
  .object({
    path: z.string().openapi({ example: 'profile.firstName' }),
    type: z.string().openapi({ description: 'As seen; unknown: stated, and not seen yet.' }),
    events: z.array(z.string()).openapi({ description: 'That carry it; none of an attribute of customers.' }),
    sensitivity: Level,
    stated: z.boolean().openapi({ description: 'false: nobody said, it is as usual for such a name.' }),
  })
  .openapi('Attribute');

export type AttributeAnswer = z.output<typeof AttributeShape>;

const PATH = /^(profile|event)\.[^\0]{1,200}$/u;

export function attributeRoutes(api: Api): void {
  const { db } = api.deps;
  const tag = 'Settings';

  async function all(): Promise<AttributeAnswer[]> {
    const stated = await readAttributes(db);
    const seen = new Map<string, { type: string; events: string[] }>();
    for (const { name, type } of await traitsSeen(db)) seen.set(`profile.${name}`, { type, events: [] });
    for (const { name: event, properties } of await listEventNames(db, { after: null, limit: 200 })) {
      for (const [name, type] of Object.entries(properties as Record<string, unknown>)) {
        const path = `event.${name}`;
        const known = seen.get(path) ?? { type: typeof type === 'string' ? type : 'unknown', events: [] };
        seen.set(path, { ...known, events: [...known.events, event] });
      }
    }
    for (const path of Object.keys(stated)) if (!seen.has(path)) seen.set(path, { type: 'unknown', events: [] });
    return [...seen]
      .map(([path, { type, events }]) => ({ path, type, events, ...levelOf(path, type, stated) }))
      .sort((a, b) => rank(a.path) - rank(b.path) || (a.path < b.path ? -1 : 1));
  }

  endpoint(
    api,
    'GET /v1/attributes',
    {
      tag,
      summary: 'List attributes, and who sees them',
      description: 'Attributes of customers first, then properties of events; never their values.',
      query: paged(z.string().max(210), {}),
      answer: Page(AttributeShape),
    },
    async ({ query }) => {
      const rows = await all();
      const from = query.cursor === undefined ? 0 : rows.findIndex(({ path }) => path === query.cursor) + 1;
      return page(rows.slice(from, from + query.limit + 1), query.limit, {
        show: (row) => row,
        key: (row) => row.path,
      });
    },
  );

  endpoint(
    api,
    'PUT /v1/attributes/{attribute}',
    {
      tag,
      summary: 'Say how delicate an attribute is',
      description: 'It holds for what is beneath it too, from the next request on. null: as is usual for such a name.',
      body: z.strictObject({ sensitivity: z.enum(SENSITIVITIES).nullable() }),
      answer: AttributeShape,
    },
    async ({ body: { sensitivity }, caller, now, c }) => {
      const path = c.req.param('attribute') ?? '';
      if (!PATH.test(path)) {
        return refuse(404, 'not_found', 'Attributes are named like profile.firstName or event.amount.', 'attribute');
      }
      await db.transaction().execute(async (trx) => {
        await writeAttribute(trx, now, path, sensitivity === null ? null : { sensitivity });
        await recordDeed(trx, now, {
          ...{ actor: caller.actor, action: 'attribute.change', subject: path, detail: { sensitivity } },
        });
      });
      const known = (await all()).find((row) => row.path === path);
      return known ?? { path, type: 'unknown', events: [], ...levelOf(path, 'unknown', {}) };
    },
  );
}

function levelOf(
  path: string,
  type: string,
  attributes: Record<string, Attribute>,
): { sensitivity: Sensitivity; stated: boolean } {
  const said = statedSensitivity(path, attributes);
  return { sensitivity: said ?? usualSensitivity(path, type), stated: said !== null };
}

function rank(path: string): number {
  return path.startsWith('profile.') ? 0 : 1;
}
