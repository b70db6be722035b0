/** What holds for the whole company: its zone and country, the hold-out of everybody, the contact policy and its versions. */
import { z } from '@hono/zod-openapi';
import { type Api, endpoint } from '#api/endpoint.ts';
import { refuse } from '#api/problem.ts';
import { iso, Page, page, paged, Time, text } from '#api/shape.ts';
import { channels } from '#core/channels/index.ts';
import { isZone } from '#core/date.ts';
import { recordDeed } from '#store/audit.ts';
import { listPolicies, type PolicyVersion, setPolicy } from '#store/policies.ts';
import { readCompany, readHoldOut, writeCompany, writeHoldOut } from '#store/settings.ts';

const Settings = z
  .object({
    zone: z.string().openapi({ description: 'IANA zone of customers and chains that name none.' }),
    country: z.string().openapi({ description: 'ISO 3166-1 alpha-2, for public holidays.' }),
    holdoutPercent: z.number().openapi({ description: 'Of everybody: they get no commercial contact of any chain.' }),
  })
  .openapi('Settings');

const Cap = z
  .strictObject({
    id: z.string().regex(/^[a-z][a-z0-9_]{0,63}$/, 'expected a short name in small letters'),
    kind: z.literal('cap'),
    max: z.int().min(0).max(1_000).openapi({ description: 'Contacts at most; 0 lets nothing through.' }),
    days: z.number().positive().max(366).openapi({ description: 'Length of the rolling window.' }),
    channels: z
      .array(z.enum(Object.keys(channels) as [string, ...string[]]))
      .min(1)
      .optional(),
    classes: z
      .array(z.enum(['information', 'commercial']))
      .min(1)
      .optional(),
  })
  .openapi('Cap');

const Policy = z
  .object({
    version: z.number().int(),
    rules: z.array(Cap),
    note: z.string().nullable(),
    by: z.string().nullable(),
    at: Time,
  })
  .openapi('Policy');

export function settingRoutes(api: Api): void {
  const { db } = api.deps;
  const tag = 'Settings';

  const show = async () => ({ ...(await readCompany(db)), holdoutPercent: (await readHoldOut(db)).percent });

  endpoint(api, 'GET /v1/settings', { tag, summary: 'Read the settings', answer: Settings }, show);

  endpoint(
    api,
    'PUT /v1/settings',
    {
      tag,
      summary: 'Change the settings',
      description: 'What is left out stays. Zone and country hold for workers from their next start.',
      body: z.strictObject({
        zone: text(64).optional(),
        country: z
          .string()
          .regex(/^[A-Z]{2}$/, 'expected two capital letters, like FR')
          .optional(),
        holdoutPercent: z.number().min(0).max(50).optional(),
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
        await writeCompany(trx, now, { zone: body.zone ?? company.zone, country: body.country ?? company.country });
        if (body.holdoutPercent !== undefined) await writeHoldOut(trx, now, body.holdoutPercent);
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

  endpoint(
    api,
    'GET /v1/policy',
    {
      tag,
      summary: 'List the versions of the contact policy, newest first',
      description: 'The first is in force.',
      query: paged(z.number().int(), {}),
      answer: Page(Policy),
    },
    async ({ query }) => {
      const rows = await listPolicies(db, { after: query.cursor ?? null, limit: query.limit + 1 });
      return page(rows, query.limit, { show: showPolicy, key: (r) => r.version });
    },
  );

  endpoint(
    api,
    'PUT /v1/policy',
    {
      tag,
      summary: 'Put a new version of the contact policy in force',
      description: 'Holds from the next judgement of everyone in flight. A base is never without a cap.',
      body: z.strictObject({ rules: z.array(Cap).min(1).max(50), note: text(2_000).optional() }),
      answer: Policy,
    },
    async ({ body, caller, now }) => {
      const twice = body.rules.find((rule, i) => body.rules.findIndex((other) => other.id === rule.id) < i);
      if (twice)
        return refuse(422, 'rule_twice', `rules: two rules are called ${twice.id}; name one otherwise.`, 'rules');
      await db.transaction().execute(async (trx) => {
        const version = await setPolicy(trx, now, {
          rules: { rules: body.rules.map(withoutAbsent) },
          by: caller.actor,
          ...(body.note === undefined ? {} : { note: body.note }),
        });
        await recordDeed(trx, now, { actor: caller.actor, action: 'policy.change', subject: `policy ${version}` });
      });
      const [row] = await listPolicies(db, { after: null, limit: 1 });
      return row ? showPolicy(row) : refuse(500, 'lost', 'The policy was written and is not there.');
    },
  );
}

type CapBody = z.output<typeof Cap>;

function withoutAbsent({ channels: only, classes, ...rule }: CapBody) {
  return { ...rule, ...(only ? { channels: only } : {}), ...(classes ? { classes } : {}) };
}

function showPolicy({ version, rules, note, by, at }: PolicyVersion) {
  return { version, rules: rules.rules as CapBody[], note, by, at: iso(at) };
}
