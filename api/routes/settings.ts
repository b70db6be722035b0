/** What holds for the whole company: its zone and country, the hold-out of everybody, the contact policy and its versions. */
import { z } from '@hono/zod-openapi';
import { type Api, endpoint } from '#api/endpoint.ts';
import { idOf } from '#api/ids.ts';
import { askedTest, ofTest, PolicyTestShape, showTest, testOf } from '#api/policytest.ts';
import { Refusal, refuse } from '#api/problem.ts';
import { iso, Page, page, paged, Time, text } from '#api/shape.ts';
import { isZone } from '#core/date.ts';
import { type RuleDocument, ruleDocument } from '#core/policy/documents.ts';
import { fieldsNamed, tryRules } from '#core/policy/trial.ts';
import { recordDeed } from '#store/audit.ts';
import type { Db } from '#store/db.ts';
import { assignHouseholds } from '#store/households.ts';
import { listPolicies, lockPolicies, type PolicyVersion, setPolicy } from '#store/policies.ts';
import {
  readCompany,
  readHoldOut,
  readHouseholdField,
  writeCompany,
  writeHoldOut,
  writeHouseholdField,
} from '#store/settings.ts';
import { sampleCustomers, unknownFields } from '#store/trial.ts';

const Settings = z
  .object({
    zone: z.string().openapi({ description: 'IANA zone of customers and chains that name none.' }),
    country: z.string().openapi({ description: 'ISO 3166-1 alpha-2, for public holidays.' }),
    holdoutPercent: z.number().openapi({ description: 'Of everybody: they get no commercial contact of any chain.' }),
    householdField: z
      .string()
      .nullable()
      .openapi({ description: 'Field of the profile that customers of one household share.' }),
  })
  .openapi('Settings');

/** Checked by core's own schema, which refers to itself; the document shows what it is about. */
export const Rule = z
  .record(z.string(), z.unknown())
  .openapi('PolicyRule', {
    description: 'By kind: cap, situation, alternation …',
    example: { id: 'three_a_week', kind: 'cap', max: 3, days: 7, classes: ['commercial'] },
  })
  .pipe(ruleDocument);

const Policy = z
  .object({
    version: z.number().int(),
    rules: z.array(z.record(z.string(), z.unknown())),
    test: PolicyTestShape.nullable().openapi({ description: 'Variant b, while two variants are tested.' }),
    note: z.string().nullable(),
    by: z.string().nullable(),
    at: Time,
  })
  .openapi('Policy');

export function settingRoutes(api: Api): void {
  const { db } = api.deps;
  const tag = 'Settings';

  const show = async () => ({
    ...(await readCompany(db)),
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
        await writeCompany(trx, now, { zone: body.zone ?? company.zone, country: body.country ?? company.country });
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
      description:
        'Holds from the next judgement of everyone in flight. A base is never without a cap. `test` runs a second variant on a stable part of the customers; a version without it ends the test.',
      body: z.strictObject({
        rules: z.array(Rule).min(1).max(50),
        test: askedTest(Rule).optional(),
        note: text(2_000).optional(),
      }),
      answer: Policy,
    },
    async ({ body, caller, now }) => {
      const flaw =
        (await flawOf(db, body.rules, now)) ?? (body.test ? ofTest(await flawOf(db, body.test.rules, now)) : null);
      if (flaw) return flaw;
      const twice = body.rules.find((rule, i) => body.rules.findIndex((other) => other.id === rule.id) < i);
      if (twice)
        return refuse(422, 'rule_twice', `rules: two rules are called ${twice.id}; name one otherwise.`, 'rules');
      const refused = await db.transaction().execute(async (trx) => {
        await lockPolicies(trx);
        const test = body.test ? await testOf(trx, body.rules, body.test, now) : undefined;
        if (test instanceof Refusal) return test;
        const before = (await listPolicies(trx, { after: null, limit: 1 }))[0]?.rules.test?.id;
        const version = await setPolicy(trx, now, {
          rules: { rules: body.rules, ...(test ? { test } : {}) },
          by: caller.actor,
          ...(body.note === undefined ? {} : { note: body.note }),
        });
        await recordDeed(trx, now, {
          actor: caller.actor,
          action: 'policy.change',
          subject: `policy ${version}`,
          detail: {
            ...(test ? { test: test.id, percent: test.percent } : {}),
            ...(before !== undefined && before !== test?.id ? { testEnded: before } : {}),
          },
        });
        return null;
      });
      if (refused) return refused;
      const [row] = await listPolicies(db, { after: null, limit: 1 });
      return row ? showPolicy(row) : refuse(500, 'lost', 'The policy was written and is not there.');
    },
  );
}

function showPolicy({ version, rules, note, by, at }: PolicyVersion) {
  return { version, rules: rules.rules, test: rules.test ? showTest(rules.test) : null, note, by, at: iso(at) };
}

const TRIED = 1_000;
const SHOWN = 20;

/** What keeps rules from being saved: no cap, a field nobody has, a number that real customers make impossible. */
export async function flawOf(db: Db, rules: readonly RuleDocument[], now: number): Promise<Refusal | null> {
  if (!rules.some((rule) => rule.kind === 'cap')) {
    return refuse(422, 'no_cap', 'rules: a base is never without a cap; add a rule of kind cap.', 'rules');
  }
  const named = fieldsNamed(rules);
  const unknown = new Set(
    await unknownFields(
      db,
      named.map(({ field }) => field),
    ),
  );
  const strange = named.filter(({ field }) => unknown.has(field));
  if (strange.length > 0) {
    return new Refusal(
      422,
      strange.map(({ path, field }) => ({
        code: 'unknown_field',
        field: `rules.${path}`,
        message: `rules.${path}: no customer has ${field}; expected a field of the profile that has been seen. Send it once by identify, or correct its name.`,
      })),
    );
  }
  const failures = tryRules(rules, await sampleCustomers(db, TRIED, now), now);
  if (failures.length === 0) return null;
  return new Refusal(
    422,
    failures.map(({ path, why, customers }) => ({
      code: 'rule_fails',
      field: `rules.${path}`,
      message: `rules.${path}: cannot be computed for ${customers.length} of the ${TRIED} newest customers (${why}): ${customers
        .slice(0, SHOWN)
        .map((id) => idOf('customer', id))
        .join(', ')}. Bound it with least or most.`,
    })),
  );
}
