/** The contact policy and its versions: what is in force, how a new one is tried and saved, what each rule held. */
import { z } from '@hono/zod-openapi';
import { actorNames } from '#api/actors.ts';
import { type Api, endpoint } from '#api/endpoint.ts';
import { idOf } from '#api/ids.ts';
import { keptAnswer } from '#api/kept.ts';
import { askedTest, ofTest, PolicyTestShape, showTest, testOf } from '#api/policytest.ts';
import { Refusal, refuse } from '#api/problem.ts';
import { iso, Page, page, paged, Time, text } from '#api/shape.ts';
import { DAY } from '#core/clock.ts';
import { type RuleDocument, ruleDocument } from '#core/policy/documents.ts';
import { fieldsNamed, tryRules } from '#core/policy/trial.ts';
import { recordDeed } from '#store/audit.ts';
import type { Db } from '#store/db.ts';
import { readEffects } from '#store/effects.ts';
import { listPolicies, lockPolicies, type PolicyVersion, setPolicy } from '#store/policies.ts';
import { sampleCustomers, unknownFields } from '#store/trial.ts';

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
    byName: z.string().nullable().openapi({ description: 'What whoever saved it is called; null: not known.' }),
    at: Time,
  })
  .openapi('Policy');

const Effects = z
  .object({
    since: Time,
    at: Time.nullable().openapi({ description: 'When they were counted; null: they are being counted, ask again.' }),
    effects: z.array(
      z.object({
        rule: z.string().openapi({ description: 'As decision records name it: pressure, hours, law …' }),
        id: z.string().nullable().openapi({ description: 'Of the document; null: the record names none.' }),
        held: z.number().int().openapi({ description: 'Contacts that wait for it now.' }),
        skipped: z.number().int(),
      }),
    ),
  })
  .openapi('PolicyEffects');

export type Policy = z.output<typeof Policy>;
export type PolicyEffects = z.output<typeof Effects>;

const EFFECT_DAYS = 90;
/** Wall ms: reading them looks at every contact of three months. */
const EFFECTS_KEPT = 60_000;
const EFFECTS_WAITED = 1_000;

export function policyRoutes(api: Api): void {
  const { db } = api.deps;
  const tag = 'Contact policy';

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
      const name = await actorNames(
        db,
        rows.map(({ by }) => by),
      );
      return page(rows, query.limit, { show: (row) => showPolicy(row, name(row.by)), key: (r) => r.version });
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
        replaces: z
          .int()
          .optional()
          .openapi({ description: 'The version they were made from: where another is in force, nothing is saved.' }),
      }),
      answer: Policy,
    },
    async ({ body, caller, now }) => {
      const flaw =
        (await flawOf(db, body.rules, now)) ?? (body.test ? ofTest(await flawOf(db, body.test.rules, now)) : null);
      if (flaw) return flaw;
      const twice = twiceIn(body.rules);
      if (twice) return twice;
      const refused = await db.transaction().execute(async (trx) => {
        await lockPolicies(trx);
        const [inForce] = await listPolicies(trx, { after: null, limit: 1 });
        if (body.replaces !== undefined && inForce && inForce.version !== body.replaces)
          return overtaken(inForce, (await actorNames(trx, [inForce.by]))(inForce.by));
        const test = body.test ? await testOf(trx, body.rules, body.test, now) : undefined;
        if (test instanceof Refusal) return test;
        const before = inForce?.rules.test?.id;
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
      if (row) return showPolicy(row, (await actorNames(db, [row.by]))(row.by));
      return refuse(500, 'lost', 'The policy was written and is not there.');
    },
  );

  const effects = keptAnswer(EFFECTS_KEPT, async (now: number) => {
    const since = now - EFFECT_DAYS * DAY;
    return { since: iso(since), at: iso(now), effects: await readEffects(db, since) };
  });
  endpoint(
    api,
    'GET /v1/policy/effects',
    {
      tag,
      summary: 'Read what each rule held and skipped in the last 90 days',
      description:
        'By the rule that decided, as decision records have it. Counted at `at`, at most a minute ago where somebody keeps looking; an older count is answered while a newer one is made.',
      answer: Effects,
    },
    async ({ now }) =>
      (await effects(now, EFFECTS_WAITED)) ?? { since: iso(now - EFFECT_DAYS * DAY), at: null, effects: [] },
  );

  endpoint(
    api,
    'POST /v1/policy/try',
    {
      tag,
      summary: 'Try rules on the newest customers without saving them',
      description: 'The same trial as a save makes: what a save would refuse is refused here, in the same words.',
      body: z.strictObject({ rules: z.array(Rule).min(1).max(50) }),
      answer: z.object({ tried: z.number().int().openapi({ description: 'Customers they were tried on.' }) }),
    },
    async ({ body, now }) => {
      const flaw = (await flawOf(db, body.rules, now)) ?? twiceIn(body.rules);
      return flaw ?? { tried: (await sampleCustomers(db, TRIED, now)).length };
    },
  );
}

function twiceIn(rules: readonly RuleDocument[]): Refusal | null {
  const twice = rules.find((rule, i) => rules.findIndex((other) => other.id === rule.id) < i);
  if (!twice) return null;
  return refuse(422, 'rule_twice', `rules: two rules are called ${twice.id}; name one otherwise.`, 'rules');
}

function overtaken(current: PolicyVersion, byName: string | null): Refusal {
  const message = `replaces: version ${current.version} was put in force meanwhile; look at it, and save on top of it.`;
  return new Refusal(409, [{ code: 'overtaken', field: 'replaces', message }], {
    beside: { current: showPolicy(current, byName) },
  });
}

function showPolicy({ version, rules, note, by, at }: PolicyVersion, byName: string | null) {
  return { version, rules: rules.rules, test: rules.test ? showTest(rules.test) : null, note, by, byName, at: iso(at) };
}

const TRIED = 1_000;
const SHOWN = 20;

/** What keeps rules from being saved: no cap, a field nobody has, a number that real customers make impossible. */
export async function flawOf(db: Db, rules: readonly RuleDocument[], now: number): Promise<Refusal | null> {
  if (!rules.some((rule) => rule.kind === 'cap' && rule.off !== true)) {
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
