/** Pressure tests: what came of each variant. And the curve of answers and withdrawals against contacts received. */
import { z } from '@hono/zod-openapi';
import { type Api, endpoint } from '#api/endpoint.ts';
import { noTest, PolicyTestShape, showTest } from '#api/policytest.ts';
import { iso, maybeIso, Page, page, paged, Time, text } from '#api/shape.ts';
import { spared } from '#api/spared.ts';
import { DAY } from '#core/clock.ts';
import { type Estimate, scaled, wilson } from '#core/interval.ts';
import { LANGUAGES } from '#core/language.ts';
import { contrast, type Found, type Kind } from '#core/policy/contrast.ts';
import type { Variant } from '#core/policy/variant.ts';
import { readCurve } from '#store/curve.ts';
import { type KnownTest, listTests } from '#store/policytests.ts';
import { readConsentSettings } from '#store/settings.ts';
import { type Outcome, type Row, readOutcome } from '#store/testreport.ts';

const Interval = z
  .object({ value: z.number().nullable(), low: z.number().nullable(), high: z.number().nullable() })
  .openapi('Interval', { description: 'With its 95 % interval; null where nothing can be told.' });

const Head = PolicyTestShape.extend({
  state: z.enum(['planned', 'running', 'ended']),
  startsAt: Time,
  endsAt: Time.nullable(),
  versions: z.array(z.number().int()).openapi({ description: 'Versions of the policy that carried it.' }),
});

const Part = z
  .object({
    customers: z.number().int().openapi({ description: 'Who had any of it.' }),
    total: z.number().openapi({ description: 'How much of it there was.' }),
    per1000: Interval,
  })
  .openapi('PolicyTestPart');

const MEASURES: [string, ...string[]] = [
  'contacts',
  ...['response', 'revenue', 'response_any', 'revenue_any', 'opt_outs', 'complaints', 'held', 'skipped'],
];

const Measure = z
  .object({
    measure: z.enum(MEASURES).openapi({
      description:
        'response, revenue: of the event within so many days after a contact. response_any, revenue_any: whether or not a contact came before it, which is fair to a variant that contacts less. held, skipped: by rule, as the touches stand now.',
    }),
    of: z.string().nullable().openapi({ description: 'The channel or the rule; null: all of them.' }),
    counts: z.enum(['customers', 'amount']).openapi({
      description:
        'What per1000 is: customers who had any (intervals of Wilson and Newcombe), or the amount itself (normal intervals).',
    }),
    a: Part,
    b: Part,
    difference: Interval.extend({
      distinguishable: z.boolean(),
      sentence: z.string().openapi({ example: 'Not distinguishable from none: …' }),
    }).openapi('PolicyTestDifference', { description: 'b less a, per 1,000 customers.' }),
  })
  .openapi('PolicyTestMeasure');

const Report = Head.extend({
  response: z.object({ event: z.string(), days: z.number().int(), revenue: z.array(z.string()) }),
  customers: z.object({ a: z.number().int(), b: z.number().int() }),
  measures: z.array(Measure),
}).openapi('PolicyTestReport');

const Curve = z
  .object({
    response: z.string(),
    from: Time,
    until: Time.openapi({ description: 'Later contacts have not had their `within` days yet.' }),
    levels: z.array(
      z.object({
        contacts: z.number().int().openapi({ description: 'Received in the last `days` days.' }),
        orMore: z.boolean(),
        customers: z.number().int(),
        responded: z.number().int(),
        response: Interval,
        optedOut: z.number().int(),
        optOut: Interval,
      }),
    ),
  })
  .openapi('PolicyCurve');

export type PolicyTestHead = z.output<typeof Head>;
export type PolicyTestReport = z.output<typeof Report>;
export type PolicyCurve = z.output<typeof Curve>;

const asked = {
  response: text(200).optional().openapi({ description: 'Event; absent: the purchase of the consent settings.' }),
  days: z.coerce
    .number()
    .int()
    .min(1)
    .max(90)
    .default(7)
    .openapi({ description: 'An answer comes within so many days.' }),
};

export function policyTestRoutes(api: Api): void {
  const { db, monotonic = () => performance.now() } = api.deps;
  const counted = spared<PolicyCurve>(monotonic);
  const tag = 'Contact policy';

  endpoint(
    api,
    'GET /v1/policy/tests',
    {
      tag,
      summary: 'List the pressure tests, newest first',
      query: paged(z.number().int(), {}),
      answer: Page(Head.openapi('PolicyTestHead')),
    },
    async ({ query, now }) => {
      const rows = await listTests(db, { after: query.cursor ?? null, limit: query.limit + 1 });
      return page(rows, query.limit, { show: (known) => head(known, now), key: (known) => known.versions[0] });
    },
  );

  endpoint(
    api,
    'GET /v1/policy/tests/{id}',
    {
      tag,
      summary: 'Read what came of a pressure test',
      description:
        'By intention: everybody judged since it began counts for the variant they were drawn into, whatever they got; test customers are left out. Intervals take customers as independent of each other: where whole households are drawn they are a little too narrow. Revenue is summed as it was sent, whatever its currency. Of twenty measures that do not differ one looks distinguishable by chance, and more do where the report is read again and again until one does. A test that has ended stays readable.',
      name: 'two_a_week',
      query: z.strictObject({
        ...asked,
        revenue: text(200).optional().openapi({ description: 'Property of the event; absent: `revenue` or `total`.' }),
        lang: z.enum(LANGUAGES).default('en'),
      }),
      answer: Report,
    },
    async ({ query, now, c }) => {
      const [known] = await listTests(db, { id: c.req.param('id') ?? '' });
      if (!known) return noTest();
      const event = query.response ?? (await readConsentSettings(db)).purchase.event;
      const revenue = query.revenue === undefined ? ['revenue', 'total'] : [query.revenue];
      const response = { event, days: query.days, revenue };
      const period = { test: known.test.id, from: known.startsAt, until: known.endsAt };
      const outcome = await readOutcome(db, period, response, now);
      return { ...head(known, now), response, customers: outcome.customers, measures: measures(outcome, query.lang) };
    },
  );

  endpoint(
    api,
    'GET /v1/policy/curve',
    {
      tag,
      summary: 'Read how answers and opt-outs go with the contacts received lately',
      description:
        'Everybody, by how many contacts (service left out) they had had in the last `days` days when the next one came: how many answered and how many withdrew within `within` days after it. A customer counts once at each level. It shows what goes together, not what causes what: those who are contacted more are others.',
      query: z.strictObject({
        response: asked.response,
        days: z.coerce.number().int().min(1).max(90).default(30),
        within: z.coerce.number().int().min(1).max(30).default(7),
        back: z.coerce
          .number()
          .int()
          .min(1)
          .max(730)
          .default(180)
          .openapi({ description: 'Contacts of so many days are looked at.' }),
      }),
      answer: Curve,
    },
    async ({ query, now }) => {
      const event = query.response ?? (await readConsentSettings(db)).purchase.event;
      const { days, within, back } = query;
      return counted(JSON.stringify([event, days, within, back]), async () => {
        const rows = await readCurve(db, { days, within, back, event, most: MOST }, now);
        const levels = Array.from({ length: MOST + 1 }, (_, contacts) => {
          const none = { customers: 0, responded: 0, optedOut: 0 };
          const { customers, responded, optedOut } = rows.find((row) => row.contacts === contacts) ?? none;
          return {
            ...{ contacts, orMore: contacts === MOST, customers, responded, optedOut },
            response: per1000(wilson({ hits: responded, of: customers })),
            optOut: per1000(wilson({ hits: optedOut, of: customers })),
          };
        });
        return { response: event, from: iso(now - back * DAY), until: iso(now - within * DAY), levels };
      });
    },
  );
}

const MOST = 10;

function head({ test, versions, startsAt, endsAt }: KnownTest, now: number): z.input<typeof Head> {
  const state = startsAt > now ? 'planned' : endsAt !== null && endsAt <= now ? 'ended' : 'running';
  return { ...showTest(test), state, startsAt: iso(startsAt), endsAt: maybeIso(endsAt), versions };
}

const AMOUNTS = new Set(['contacts', 'revenue', 'revenue_any']);
/** Told even where nothing was found. */
const ALWAYS = MEASURES.slice(0, 7);

function measures({ customers, rows }: Outcome, lang: 'en' | 'fr'): z.input<typeof Measure>[] {
  const parts = new Map<string, { measure: string; of: string | null; a?: Row; b?: Row }>(
    ALWAYS.map((measure) => [JSON.stringify([measure, null]), { measure, of: null }]),
  );
  for (const row of rows) {
    const { measure, of, variant } = row;
    const key = JSON.stringify([measure, of]);
    const known = parts.get(key) ?? { measure, of };
    parts.set(key, { ...known, [variant]: row });
  }
  const order = (measure: string) => MEASURES.indexOf(measure);
  return [...parts.values()]
    .sort((x, y) => order(x.measure) - order(y.measure))
    .map(({ measure, of, ...found }) => {
      const kind: Kind = AMOUNTS.has(measure) ? 'mean' : 'share';
      const part = (variant: Variant): Found => {
        const { having = 0, total = 0, squares = 0 } = found[variant] ?? {};
        return { customers: customers[variant], having, total, squares };
      };
      const [a, b] = [part('a'), part('b')];
      const { difference, distinguishable, sentence, ...told } = contrast(kind, a, b, lang);
      return {
        ...{ measure, of, counts: kind === 'mean' ? ('amount' as const) : ('customers' as const) },
        a: { customers: a.having, total: a.total, per1000: told.a },
        b: { customers: b.having, total: b.total, per1000: told.b },
        difference: { ...difference, distinguishable, sentence },
      };
    });
}

function per1000(estimate: Estimate): Estimate {
  return scaled(estimate, 1_000);
}
