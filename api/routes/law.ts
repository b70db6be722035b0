/** The country packs: what the law asks of contacts, from when to when, and where it is written. */
import { z } from '@hono/zod-openapi';
import { type Api, endpoint } from '#api/endpoint.ts';
import { refuse } from '#api/problem.ts';
import { moment } from '#api/shape.ts';
import { isoDay, toLocal } from '#core/date.ts';
import { holdsOn, PACK_COUNTRIES, PACKS } from '#core/law/index.ts';
import { documentsOf } from '#core/policy/rule.ts';
import { listPolicies } from '#store/policies.ts';
import { readCompany } from '#store/settings.ts';

const Texts = z.object({ en: z.string(), fr: z.string() });
const Provision = z
  .object({
    id: z.string().openapi({ description: 'Decision records name it.', example: 'fr_call_hours' }),
    channels: z.array(z.string()),
    demand: z.looseObject({ kind: z.enum(['hours', 'attempts', 'refusal', 'consent', 'sectors', 'note']) }),
    text: Texts,
    from: z.string().nullable().openapi({ description: 'First local day it holds on; null: from ever.' }),
    until: z.string().nullable().openapi({ description: 'First local day it no longer holds on; null: for ever.' }),
    inForce: z.boolean(),
    sources: z.array(z.object({ title: z.string(), reference: z.string() })),
    counsel: z.literal(true).openapi({ description: 'No legal advice: counsel must check it.' }),
  })
  .openapi('LawProvision');
const Pack = z
  .object({
    country: z.string(),
    name: Texts,
    active: z.boolean().openapi({ description: 'Named by a rule of kind `law` of the policy in force.' }),
    provisions: z.array(Provision),
  })
  .openapi('LawPack');

export type LawPack = z.output<typeof Pack>;

export function lawRoutes(api: Api): void {
  const { db } = api.deps;
  endpoint(
    api,
    'GET /v1/law',
    {
      tag: 'Settings',
      summary: 'Read the country packs: dated provisions with their sources',
      description: 'A pack holds where a rule of kind `law` of the policy names its country.',
      query: z.strictObject({
        country: z.string().optional().openapi({ example: 'FR' }),
        at: moment()
          .optional()
          .openapi({ type: 'string', format: 'date-time', description: 'In force then; absent: now' }),
      }),
      answer: z.object({ packs: z.array(Pack) }),
    },
    async ({ query, now }) => {
      if (query.country !== undefined && !PACK_COUNTRIES.includes(query.country))
        return refuse(
          404,
          'no_pack',
          `country: there is no pack of ${query.country}; there are ${PACK_COUNTRIES.join(', ')}.`,
          'country',
        );
      const [policy] = await listPolicies(db, { after: null, limit: 1 });
      const active = documentsOf(policy?.rules.rules ?? [], 'law').flatMap((rule) => rule.countries);
      const day = isoDay(toLocal(query.at ?? now, (await readCompany(db)).zone));
      const packs = PACKS.filter(({ country }) => (query.country ?? country) === country);
      return {
        packs: packs.map(({ country, name, provisions }) => ({
          ...{ country, name, active: active.includes(country) },
          provisions: provisions.map((one) => ({
            ...one,
            channels: [...one.channels],
            demand: { ...one.demand },
            sources: [...one.sources],
            inForce: holdsOn(one, day),
          })),
        })),
      };
    },
  );
}
