/** Who changed what, newest first. */
import { z } from '@hono/zod-openapi';
import { type Api, endpoint } from '#api/endpoint.ts';
import { numberOf } from '#api/ids.ts';
import { iso, Page, page, paged, Time, text } from '#api/shape.ts';
import { listDeeds, namesOf } from '#store/audit.ts';
import type { Db } from '#store/db.ts';

const DeedShape = z
  .object({
    at: Time,
    actor: z.string().openapi({ description: 'Id of a person or a key.' }),
    name: z.string().nullable().openapi({ description: 'Of who acted; null: the system, or a customer.' }),
    action: z.string().openapi({ example: 'chain.publish' }),
    subject: z.string(),
    subjectName: z.string().nullable().openapi({ description: 'Of a chain, a key or a person: as it is called now.' }),
    detail: z.record(z.string(), z.unknown()),
  })
  .openapi('Deed');

export type Deed = z.output<typeof DeedShape>;

export function auditRoutes(api: Api): void {
  endpoint(
    api,
    'GET /v1/audit',
    {
      tag: 'People',
      summary: 'List who changed what, newest first',
      query: paged(z.number().int(), {
        actor: text(100).optional(),
        subject: text(200).optional(),
        action: text(100).optional(),
      }),
      answer: Page(DeedShape),
    },
    async ({ query }) => {
      const rows = await listDeeds(api.deps.db, {
        ...{ actor: query.actor ?? null, subject: query.subject ?? null, action: query.action ?? null },
        ...{ after: query.cursor ?? null, limit: query.limit + 1 },
      });
      const named = await namer(
        api.deps.db,
        rows.flatMap(({ actor, subject }) => [actor, subject]),
      );
      return page(rows, query.limit, {
        show: ({ at, actor, action, subject, detail }) => ({
          ...{ at: iso(at), actor, name: named(actor), action, subject, subjectName: named(subject) },
          detail: detail ?? {},
        }),
        key: (r) => r.id,
      });
    },
  );
}

async function namer(db: Db, ids: readonly string[]): Promise<(id: string) => string | null> {
  const numbers = (kind: 'chain' | 'key') => ids.map((id) => numberOf(kind, id)).filter((n) => n !== null);
  const people = ids.filter((id) => id.startsWith('usr_'));
  const names = await namesOf(db, { chains: numbers('chain'), keys: numbers('key'), people });
  return (id) => {
    const chain = numberOf('chain', id);
    const key = numberOf('key', id);
    const at = chain !== null ? `chain ${chain}` : key !== null ? `key ${key}` : `person ${id}`;
    return names.get(at) ?? null;
  };
}
