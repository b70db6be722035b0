/** A pressure test as people write it in the policy, and what keeps it from being saved. */
import { z } from '@hono/zod-openapi';
import { Refusal, refuse } from '#api/problem.ts';
import { iso, maybeIso, moment, Time, text } from '#api/shape.ts';
import type { RuleDocument } from '#core/policy/documents.ts';
import { ruleId } from '#core/policy/fields.ts';
import { type Breach, breaches, type PolicyTest } from '#core/policy/variant.ts';
import type { Db } from '#store/db.ts';
import { type KnownTest, listTests } from '#store/policytests.ts';

export const PolicyTestShape = z
  .object({
    id: z.string().openapi({ example: 'two_a_week' }),
    percent: z.number().openapi({ description: 'Of the customers, in variant b.' }),
    salt: z.string(),
    rules: z.array(z.record(z.string(), z.unknown())).openapi({ description: 'Those of variant b.' }),
    from: Time.nullable(),
    until: Time.nullable(),
  })
  .openapi('PolicyTest');

/** `rule`: how one rule is checked. */
export function askedTest<R extends z.ZodType<RuleDocument>>(rule: R) {
  return z
    .strictObject({
      id: z.string().openapi({ example: 'two_a_week' }).pipe(ruleId),
      percent: z.number().min(1).max(99).openapi({ description: 'Of the customers, in variant b.' }),
      rules: z.array(rule).min(1).max(50).openapi({ description: 'All the rules of variant b.' }),
      salt: text(64)
        .optional()
        .openapi({ description: 'Of the draw; absent: the id. Two tests with one salt draw alike.' }),
      from: moment().optional(),
      until: moment().optional(),
    })
    .openapi('PolicyTestAsked', {
      description:
        'Customers are drawn once and for all, whole households together. Percent, salt and from stay as they are once it has begun.',
    });
}

/** What is wrong with rules, said of those of variant b. */
export function ofTest(refusal: Refusal | null): Refusal | null {
  if (refusal === null) return null;
  const problems = refusal.problems.map(({ field, message, ...rest }) => ({
    ...rest,
    field: `test.${field ?? 'rules'}`,
    message: `test.${message}`,
  }));
  return new Refusal(refusal.status, problems);
}

export type AskedTest = {
  id: string;
  percent: number;
  rules: RuleDocument[];
  salt?: string | undefined;
  from?: number | undefined;
  until?: number | undefined;
};

/** As it is saved, where nothing keeps it from being. */
export async function testOf(
  db: Db,
  rules: readonly RuleDocument[],
  asked: AskedTest,
  now: number,
): Promise<PolicyTest | Refusal> {
  const [known] = await listTests(db, { id: asked.id });
  const from = asked.from ?? known?.test.from;
  const test: PolicyTest = {
    ...{ id: asked.id, percent: asked.percent, rules: asked.rules },
    salt: asked.salt ?? known?.test.salt ?? asked.id,
    ...(from === undefined ? {} : { from }),
    ...(asked.until === undefined ? {} : { until: asked.until }),
  };
  const flaws = [...contents(rules, test), ...times(test, known, now), ...(known ? frozen(test, known, now) : [])];
  return flaws.length > 0 ? new Refusal(422, flaws) : test;
}

type Flaw = { code: string; field: string; message: string };

function flaw(code: string, field: string, message: string): Flaw {
  return { code, field: `test.${field}`, message: `test.${field}: ${message}` };
}

const BREACH: Record<Breach['code'], string> = {
  law_off: 'is the law and holds for both variants; write it in both, word for word.',
  capacity_differs: 'is a capacity, and the same team serves both variants; write it in both, word for word.',
};

function contents(rules: readonly RuleDocument[], test: PolicyTest): Flaw[] {
  const twice = test.rules.find((rule, i) => test.rules.findIndex((other) => other.id === rule.id) < i);
  return [
    ...(twice ? [flaw('rule_twice', 'rules', `two rules are called ${twice.id}; name one otherwise.`)] : []),
    ...breaches(rules, test.rules).map(({ code, rule }) => flaw(code, 'rules', `${rule} ${BREACH[code]}`)),
  ];
}

function times({ from, until }: PolicyTest, known: KnownTest | undefined, now: number): Flaw[] {
  if (until === undefined || until === known?.test.until) return [];
  const least = Math.max(from ?? now, now);
  if (until > least) return [];
  return [flaw('ends_too_early', 'until', `expected a moment after ${iso(least)}, got ${iso(until)}.`)];
}

/** A customer who changed sides would have been in both. */
function frozen(test: PolicyTest, { test: was, startsAt, endsAt }: KnownTest, now: number): Flaw[] {
  if (startsAt > now) return [];
  const stays = 'stays as long as the test; take another id for another one.';
  const same = test.until === was.until && endsAt === was.until;
  return [
    ...(endsAt !== null && endsAt <= now && !same
      ? [flaw('test_ended', 'id', `${test.id} ended at ${iso(endsAt)}; take another id to begin anew.`)]
      : []),
    ...(test.percent === was.percent
      ? []
      : [flaw('test_runs', 'percent', `expected ${was.percent}, got ${test.percent}: it ${stays}`)]),
    ...(test.salt === was.salt ? [] : [flaw('test_runs', 'salt', `expected ${was.salt}: it ${stays}`)]),
    ...(test.from === was.from
      ? []
      : [flaw('test_runs', 'from', `expected ${maybeIso(was.from ?? null) ?? 'none'}: it ${stays}`)]),
  ];
}

export function showTest({ id, percent, salt, rules, from, until }: PolicyTest): z.input<typeof PolicyTestShape> {
  return { id, percent, salt, rules, from: maybeIso(from ?? null), until: maybeIso(until ?? null) };
}

export function noTest(): Refusal {
  return refuse(404, 'not_found', 'There is no such test: GET /v1/policy/tests lists them.', 'id');
}
