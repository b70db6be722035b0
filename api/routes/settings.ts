/** What holds for the whole company: its zone and country, the hold-out of everybody. */
import { z } from '@hono/zod-openapi';
import { type Api, endpoint } from '#api/endpoint.ts';
import { refuse } from '#api/problem.ts';
import { text } from '#api/shape.ts';
import { isZone } from '#core/date.ts';
import { recordDeed } from '#store/audit.ts';
import { nameDefaultBrand } from '#store/brands.ts';
import { assignHouseholds } from '#store/households.ts';
import {
  readCompany,
  readHoldOut,
  readHouseholdField,
  readSecurity,
  writeCompany,
  writeHoldOut,
  writeHouseholdField,
  writeSecurity,
} from '#store/settings.ts';

const Settings = z
  .object({
    name: z.string().openapi({ description: 'Of the company.' }),
    language: z.enum(['en', 'fr']).openapi({ description: 'Of the company, where nobody chose one.' }),
    totpRequired: z.boolean().openapi({ description: 'Everybody must set up a second factor.' }),
    zone: z.string().openapi({ description: 'IANA zone of customers and chains that name none.' }),
    country: z.string().openapi({ description: 'ISO 3166-1 alpha-2, for public holidays.' }),
    holdoutPercent: z.number().openapi({ description: 'Of everybody: they get no commercial contact of any chain.' }),
    householdField: z
      .string()
      .nullable()
      .openapi({ description: 'Field of the profile that customers of one household share.' }),
  })
  .openapi('Settings');

export type SettingsAnswer = z.output<typeof Settings>;

export function settingRoutes(api: Api): void {
  const { db } = api.deps;
  const tag = 'Settings';

  const show = async () => ({
    ...(await readCompany(db)),
    ...(await readSecurity(db)),
    holdoutPercent: (await readHoldOut(db)).percent,
    householdField: await readHouseholdField(db),
  });

  endpoint(api, 'GET /v1/settings', { tag, summary: 'Read the settings', answer: Settings }, show);

  endpoint(
    api,
    'PUT /v1/settings',
    {
      tag,
      summary: 'Change the settings',
      description: 'What is left out stays. Zone and country hold for workers from their next start.',
      body: z.strictObject({
        name: text(200).optional(),
        language: z.enum(['en', 'fr']).optional(),
        totpRequired: z.boolean().optional(),
        zone: text(64).optional(),
        country: z
          .string()
          .regex(/^[A-Z]{2}$/, 'expected two capital letters, like FR')
          .optional(),
        holdoutPercent: z.number().min(0).max(50).optional(),
        householdField: text(200).nullable().optional(),
      }),
      answer: Settings,
    },
    async ({ body, caller, now }) => {
      if (body.zone !== undefined && !isZone(body.zone)) {
        return refuse(
          422,
          'unknown_zone',
          `zone: there is no zone ${body.zone}; expected one like Europe/Paris.`,
          'zone',
        );
      }
      await db.transaction().execute(async (trx) => {
        const company = await readCompany(trx);
        const {
          name = company.name,
          language = company.language,
          zone = company.zone,
          country = company.country,
        } = body;
        await writeCompany(trx, now, { name, language, zone, country });
        await nameDefaultBrand(trx, company.name, name);
        if (body.totpRequired !== undefined) await writeSecurity(trx, now, { totpRequired: body.totpRequired });
        if (body.holdoutPercent !== undefined) await writeHoldOut(trx, now, body.holdoutPercent);
        if (body.householdField !== undefined) {
          await writeHouseholdField(trx, now, body.householdField);
          await assignHouseholds(trx, null);
        }
        await recordDeed(trx, now, {
          actor: caller.actor,
          action: 'settings.change',
          subject: 'settings',
          detail: JSON.parse(JSON.stringify(body)),
        });
      });
      return show();
    },
  );
}
