/** A chain while one watches: live counts as a stream, results against the control group, entries to expect. */
import { z } from '@hono/zod-openapi';
import { type Api, endpoint } from '#api/endpoint.ts';
import { idOf } from '#api/ids.ts';
import { refuse } from '#api/problem.ts';
import { compileDraft, Objective } from '#api/publishing.ts';
import { createPulse } from '#api/pulse.ts';
import { noChain } from '#api/routes/chains.ts';
import { Id, iso, moment, ref, Time } from '#api/shape.ts';
import { spared } from '#api/spared.ts';
import { templatesFor } from '#api/templates.ts';
import { DAY } from '#core/clock.ts';
import { isoDay, toLocal } from '#core/date.ts';
import { decideEntry } from '#core/entry.ts';
import { meanDifference, newcombe, wilson } from '#core/interval.ts';
import type { Objective as Wanted } from '#core/objective.ts';
import { getChain, getVersion } from '#store/chains.ts';
import type { Db } from '#store/db.ts';
import { candidates, contactsOf, entriesByDay, objectiveOf, type Part, type Span } from '#store/results.ts';
import { readCompany } from '#store/settings.ts';

const LiveShape = z
  .object({
    at: Time,
    entered: z.number().int().openapi({ description: 'Enrolments ever.' }),
    live: z.number().int().openapi({ description: 'Of them under way.' }),
    goal: z.number().int().openapi({ description: 'Of them ended by the goal.' }),
    steps: z.array(
      z.object({
        step: z.string(),
        here: z.number().int().openapi({ description: 'Stand at it now.' }),
        due: z.number().int().openapi({ description: 'Of them due within 24 hours.' }),
        passed: z.number().int().openapi({ description: 'Times it was left.' }),
        customers: z.number().int().openapi({ description: 'Customers who left it, each once.' }),
        ports: z.record(z.string(), z.number().int()),
      }),
    ),
    versions: z.array(z.object({ version: Id('version'), live: z.number().int(), total: z.number().int() })),
    tests: z
      .object({ entered: z.number().int(), live: z.number().int(), last: Id('enrolment').nullable() })
      .openapi({ description: 'Enrolments of test customers, which no other number counts, and the last of them.' }),
  })
  .openapi('ChainLive');
export type ChainLive = z.output<typeof LiveShape>;

const Range = z.object({ value: z.number().nullable(), low: z.number().nullable(), high: z.number().nullable() });
const PartShape = z.object({
  entered: z.number().int(),
  reached: z.number().int().openapi({ description: 'Reached the objective within its window; without one, the goal.' }),
  value: z.number().openapi({ description: 'Sum of the objective’s value field over them.' }),
  rate: Range.openapi({ description: 'Reached of entered, 95 %.' }),
});
const ResultsShape = z
  .object({
    ...{ at: Time, from: Time, until: Time, objective: Objective.nullable() },
    ...{ contacted: PartShape, control: PartShape },
    versions: z
      .array(PartShape.extend({ version: Id('version') }))
      .openapi({ description: 'The contacted, by version.' }),
    effect: Range.openapi({ description: 'Rate of the contacted less that of the control group, 95 %.' }),
    valueEffect: Range.openapi({ description: 'Value an entrant: contacted less control group, 95 %.' }),
    days: z.array(z.object({ day: z.string(), entered: z.number().int() })),
    contacts: z.array(
      z.object({
        ...{ step: z.string(), channel: z.string(), state: z.string() },
        reason: z.string().nullable().openapi({ description: 'Why it was not sent, or came too late.' }),
        ...{ count: z.number().int(), customers: z.number().int() },
      }),
    ),
  })
  .openapi('ChainResults');
export type ChainResults = z.output<typeof ResultsShape>;

const ForecastShape = z
  .object({
    event: z.string().nullable(),
    days: z.number().int(),
    events: z.number().int(),
    entries: z.number().int().openapi({ description: 'Of them let in by the draft’s trigger.' }),
    perDay: z.number(),
    busiest: z.object({ day: z.string(), entries: z.number().int() }).nullable(),
    sampled: z.boolean().openapi({ description: 'Only the newest events were asked; entries are told in proportion.' }),
  })
  .openapi('Forecast');
export type Forecast = z.output<typeof ForecastShape>;

const SPAN = 28;
const MOST = 20_000;

export function liveRoutes(api: Api): void {
  const { db, monotonic = () => performance.now() } = api.deps;
  const pulse = createPulse(api.deps);
  const counted = spared<ChainResults>(monotonic);

  endpoint(
    api,
    'GET /v1/chains/{id}/live',
    {
      ...{ tag: 'Chains', summary: 'Watch the counts of a chain', id: 'chain', answer: LiveShape },
      description:
        'With `Accept: text/event-stream` every two seconds as a server-sent event, else once. `days`: of those who entered in the last so many.',
      query: z.strictObject({
        version: ref('version').optional(),
        days: z.coerce.number().int().min(1).max(3_660).optional(),
      }),
    },
    async ({ id, query, c }) => {
      if (!(await getChain(db, id))) return noChain();
      const sight = { chain: id, version: query.version ?? null, days: query.days ?? null };
      if (!c.req.header('accept')?.includes('text/event-stream')) return pulse.once(sight);
      return pulse.stream(sight, c.req.raw.signal);
    },
  );

  endpoint(
    api,
    'GET /v1/chains/{id}/results',
    {
      ...{ tag: 'Chains', summary: 'Compare who was contacted with the control group', id: 'chain' },
      query: z.strictObject({
        version: ref('version').optional(),
        from: moment().optional(),
        until: moment().optional(),
      }),
      answer: ResultsShape,
    },
    async ({ id, query, now }) => {
      const chain = await getChain(db, id);
      if (!chain) return noChain();
      const told = query.version ?? chain.live_version;
      const version = told === null ? null : await getVersion(db, told);
      if (query.version !== undefined && version?.chain !== id)
        return refuse(404, 'not_found', 'The chain has no such version.', 'version');
      const objective = (version?.objective ?? null) as Wanted | null;
      // Of a moment a little while ago, where counting takes long: `at` says of which.
      const { version: only = null, from = now - 90 * DAY, until = now + 1 } = query;
      const key = JSON.stringify([id, told, only, query.from, query.until]);
      return counted(key, () => resultsOf(db, { chain: id, version: only, from, until }, objective, now));
    },
  );

  endpoint(
    api,
    'GET /v1/chains/{id}/forecast',
    {
      ...{ tag: 'Chains', summary: 'Tell the entries to expect from the last 28 days', id: 'chain' },
      answer: ForecastShape,
    },
    async ({ id, language, now }) => {
      const chain = await getChain(db, id);
      if (!chain) return noChain();
      const compiled = compileDraft(api.deps, chain, { language, templates: await templatesFor(db, chain.draft) });
      const nothing = { event: null, days: SPAN, events: 0, entries: 0, perDay: 0, busiest: null, sampled: false };
      if ('problems' in compiled || compiled.plan.entry.event === undefined) return nothing;
      const { plan } = compiled;
      const { event: name, reentry } = plan.entry;
      const { total, rows } = await candidates(db, name!, now - SPAN * DAY, MOST);
      const { zone } = await readCompany(db);
      const last = new Map<string, number>();
      const byDay = new Map<string, number>();
      let entries = 0;
      for (const row of rows.reverse()) {
        const at = +row.at;
        const { decision } = decideEntry(plan.entry, {
          ...{ event: { seq: 0, name: name!, at, properties: row.properties }, customer: row.customer, now: at },
          ...{ traits: row.traits, params: plan.params, zone: row.zone ?? '', country: row.country ?? '' },
          ...{ locale: row.locale ?? '', historical: false, chain: 'live', inside: [] },
          lastEnteredAt: reentry.kind === 'always' ? null : (last.get(`${row.customer}`) ?? null),
        });
        if (decision !== 'entered') continue;
        last.set(`${row.customer}`, at);
        entries += 1;
        const day = isoDay(toLocal(at, zone));
        byDay.set(day, (byDay.get(day) ?? 0) + 1);
      }
      const scale = rows.length === 0 ? 1 : total / rows.length;
      const [busiest] = [...byDay].sort(([, a], [, b]) => b - a);
      return {
        ...{ event: name!, days: SPAN, events: total, entries: Math.round(entries * scale), sampled: scale > 1 },
        perDay: Math.round((entries * scale * 10) / SPAN) / 10,
        busiest: busiest ? { day: busiest[0], entries: Math.round(busiest[1] * scale) } : null,
      };
    },
  );
}

async function resultsOf(db: Db, span: Span, objective: Wanted | null, now: number): Promise<ChainResults> {
  const { zone } = await readCompany(db);
  const [parts, contacts, days] = await Promise.all([
    objectiveOf(db, span, objective),
    contactsOf(db, span),
    entriesByDay(db, span, zone),
  ]);
  const contacted = totalOf(parts.filter((p) => !p.control));
  const control = totalOf(parts.filter((p) => p.control));
  const share = (p: Total) => ({ hits: p.reached, of: p.entered });
  const sample = (p: Total) => ({ n: p.entered, sum: p.value, squares: p.squares });
  const show = (p: Total) => ({ entered: p.entered, reached: p.reached, value: p.value, rate: wilson(share(p)) });
  return {
    ...{ at: iso(now), from: iso(span.from), until: iso(span.until), objective, days, contacts },
    ...{ contacted: show(contacted), control: show(control) },
    versions: parts
      .filter((p) => !p.control)
      .map((part) => ({ version: idOf('version', part.version), ...show(part) })),
    effect: newcombe(share(control), share(contacted)),
    valueEffect: meanDifference(sample(control), sample(contacted)),
  };
}

type Total = Omit<Part, 'control' | 'version'>;

function totalOf(parts: readonly Total[]): Total {
  const sum = (of: keyof Total) => parts.reduce((total, part) => total + part[of], 0);
  return { entered: sum('entered'), reached: sum('reached'), value: sum('value'), squares: sum('squares') };
}
