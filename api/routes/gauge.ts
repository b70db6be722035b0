/** One customer's pressure: how full each cap is, when the next contact fits on each channel; and their file. */
import { z } from '@hono/zod-openapi';
import { type Api, endpoint } from '#api/endpoint.ts';
import { idOf } from '#api/ids.ts';
import { overviewFor } from '#api/judging.ts';
import { noCustomer } from '#api/routes/customers.ts';
import { showWhy, Why } from '#api/routes/why.ts';
import { iso, maybeIso, Time } from '#api/shape.ts';
import { LANGUAGES } from '#core/language.ts';
import { recordDeed } from '#store/audit.ts';
import { readDossier } from '#store/dossier.ts';

const Pressure = z
  .object({
    at: Time,
    zone: z.string(),
    test: z.boolean().openapi({ description: 'A test customer is exempt from all of it.' }),
    caps: z.array(
      z.object({
        rule: z.record(z.string(), z.unknown()).openapi({ description: 'As the policy has it.' }),
        applies: z.boolean().openapi({ description: 'false: the rule is about other customers.' }),
        max: z.number().int(),
        used: z.number().int(),
        times: z.array(Time).openapi({ description: 'When the contacts in its window were made.' }),
        free: Time.nullable().openapi({ description: 'When one more fits; in the past: now. null: never.' }),
      }),
    ),
    channels: z.array(
      z.object({
        channel: z.string(),
        verdict: Why.shape.verdict,
        until: Time.nullable().openapi({ description: 'Where it would wait: the first moment to ask again.' }),
        sentence: z.string(),
      }),
    ),
    own: z
      .object({ perWeek: z.number().int().nullable(), used: z.number().int(), pausedUntil: Time.nullable() })
      .nullable()
      .openapi({ description: 'What the customer allows.' }),
  })
  .openapi('CustomerPressure');

export type CustomerPressure = z.output<typeof Pressure>;

export function gaugeRoutes(api: Api): void {
  const { db, clock } = api.deps;
  const tag = 'Customers';

  endpoint(
    api,
    'GET /v1/customers/{id}/pressure',
    {
      tag,
      summary: 'Read how full a customer’s caps are, and when the next commercial contact fits',
      description: 'Judged as POST /v1/policy/check does; nothing is booked or written down.',
      id: 'customer',
      query: z.strictObject({ lang: z.enum(LANGUAGES).default('en') }),
      answer: Pressure,
    },
    async ({ id, query }) => {
      const found = await overviewFor(db, clock, id);
      if (!found) return noCustomer();
      const { now, zone, test, gauges, channels, own } = found;
      return {
        ...{ at: iso(now), zone, test },
        caps: gauges.map(({ cap, applies, max, used, times, free }) => ({
          ...{ rule: cap as unknown as Record<string, unknown>, applies, max, used },
          ...{ times: times.map(iso), free: maybeIso(free) },
        })),
        channels: channels.map(({ channel, record }) => {
          const { verdict, sentence } = showWhy(record, query.lang, zone);
          return {
            ...{ channel, verdict, sentence },
            until: record.verdict.kind === 'hold' ? iso(record.verdict.until) : null,
          };
        }),
        own: own && { perWeek: own.perWeek, used: own.used, pausedUntil: maybeIso(own.pausedUntil) },
      };
    },
  );

  endpoint(
    api,
    'GET /v1/customers/{id}/export',
    {
      tag,
      summary: 'Read all that is kept about a customer',
      description: 'The file that customers download themselves. That it was read is written down.',
      id: 'customer',
      answer: z.record(z.string(), z.unknown()).openapi('Dossier'),
    },
    async ({ id, caller, now }) => {
      const dossier = await db.transaction().execute(async (trx) => {
        const found = await readDossier(trx, id);
        const deed = { actor: caller.actor, action: 'customer.download', subject: idOf('customer', id) };
        if (found) await recordDeed(trx, now, deed);
        return found;
      });
      return dossier ? { madeAt: iso(now), ...dossier } : noCustomer();
    },
  );
}
