/** What-if on history: the recorded judgements of some months under other rules. */
import { z } from '@hono/zod-openapi';
import { actorNames } from '#api/actors.ts';
import { type Api, endpoint } from '#api/endpoint.ts';
import { idOf } from '#api/ids.ts';
import { Refusal, refuse } from '#api/problem.ts';
import { flawOf, Rule } from '#api/routes/policy.ts';
import { Id, iso, Page, page, paged, Time } from '#api/shape.ts';
import { type Result, runWhatIf } from '#api/whatif.ts';
import { DAY } from '#core/clock.ts';
import type { RuleDocument } from '#core/policy/documents.ts';
import { findWhatIf, listChanges, listWhatIfs } from '#store/whatifs.ts';

const tally = {
  recorded: z.number().int().openapi({ description: 'Contacts that were made.' }),
  replayed: z.number().int().openapi({ description: 'Contacts that these rules would have made.' }),
  gained: z.number().int(),
  lost: z.number().int(),
  moved: z.number().int().openapi({ description: 'Made in both, a day or more apart.' }),
};

const WhatIf = z
  .object({
    id: Id('whatif'),
    since: Time,
    until: Time,
    rules: z.array(z.record(z.string(), z.unknown())).openapi({ description: 'Those it was asked with.' }),
    touches: z.number().int().openapi({ description: 'Touches looked at.' }),
    customers: z.object({ gaining: z.number().int(), losing: z.number().int() }),
    total: z.object(tally),
    byChannel: z.array(z.object({ channel: z.string(), ...tally })),
    byChain: z.array(z.object({ chain: z.string().nullable(), ...tally })),
    byWeek: z.array(z.object({ week: z.string().openapi({ description: 'Its Monday.' }), ...tally })),
    asRecorded: z
      .array(z.string())
      .openapi({ description: 'Kinds of these rules that were not replayed: what they found stays as it was.' }),
  })
  .openapi('WhatIf');

const Head = z
  .object({
    id: Id('whatif'),
    since: Time,
    until: Time,
    by: z.string().nullable(),
    byName: z.string().nullable(),
    at: Time,
  })
  .openapi('WhatIfHead');

const Changed = z
  .object({ customer: Id('customer'), gained: z.number().int(), lost: z.number().int() })
  .openapi('WhatIfCustomer');

export type WhatIf = z.output<typeof WhatIf>;
export type WhatIfHead = z.output<typeof Head>;
export type WhatIfCustomer = z.output<typeof Changed>;

/** These depend on more than one customer's contacts, or on the law and consents of the day. */
const AS_RECORDED = ['capacity', 'law'];
const MONTH = 30.4375 * DAY;
const NDJSON = 'application/x-ndjson';

export function whatIfRoutes(api: Api): void {
  const { db } = api.deps;
  const tag = 'Contact policy';
  const missing = () =>
    refuse(404, 'not_found', 'There is no such what-if: the last twenty are kept; ask it again.', 'id');

  endpoint(
    api,
    'POST /v1/policy/what-if',
    {
      tag,
      summary: 'Replay the judgements of some months under other rules',
      description:
        'What customers did, what other rules found and which way members took stays as recorded; earlier new verdicts feed later counters. Profiles and own limits are those of today, and nothing planned is looked at. One at a time; a million touches take about half a minute. With `Accept: application/x-ndjson` lines tell how far it is (`{"progress": 0.4}`), the last one holds the answer or the problems.',
      body: z.strictObject({ rules: z.array(Rule).min(1).max(50), months: z.int().min(1).max(24) }),
      answer: WhatIf,
    },
    async ({ body, caller, now, c }) => {
      const flaw = await flawOf(db, body.rules, now);
      if (flaw) return flaw;
      const since = now - Math.round(body.months * MONTH);
      const run = async (progress?: (share: number) => void) => {
        const done = await runWhatIf(db, now, { rules: body.rules, since, until: now, by: caller.actor }, progress);
        if (!done) return refuse(409, 'busy', 'Another what-if is at work; ask again when it has answered.');
        return show(done.id, { since, until: now, rules: body.rules, result: done.result });
      };
      return c.req.header('accept')?.includes(NDJSON) ? told(run) : run();
    },
  );

  endpoint(
    api,
    'GET /v1/what-ifs',
    {
      tag,
      summary: 'List the what-ifs that were asked, newest first',
      description: 'The last twenty are kept.',
      answer: z.object({
        items: z.array(Head),
      }),
    },
    async () => {
      const rows = await listWhatIfs(db);
      const name = await actorNames(
        db,
        rows.map(({ by }) => by),
      );
      return {
        items: rows.map(({ id, since, until, by, created_at }) => ({
          ...{
            id: idOf('whatif', id),
            since: iso(since),
            until: iso(until),
            by,
            byName: name(by),
            at: iso(created_at),
          },
        })),
      };
    },
  );

  endpoint(
    api,
    'GET /v1/what-ifs/{id}',
    { tag, summary: 'Read a what-if again', id: 'whatif', answer: WhatIf },
    async ({ id }) => {
      const found = await findWhatIf(db, id);
      if (!found) return missing();
      const { since, until, rules, result } = found;
      return show(id, {
        ...{ since: +since, until: +until },
        ...{ rules: rules as unknown as RuleDocument[], result: result as unknown as Result },
      });
    },
  );

  endpoint(
    api,
    'GET /v1/what-ifs/{id}/customers',
    {
      tag,
      summary: 'List the customers who would have got more or fewer contacts',
      id: 'whatif',
      query: paged(z.number().int(), {}),
      answer: Page(Changed),
    },
    async ({ id, query }) => {
      if (!(await findWhatIf(db, id))) return missing();
      const rows = await listChanges(db, id, { after: query.cursor ?? 0, limit: query.limit + 1 });
      return page(rows, query.limit, {
        show: ({ customer, gained, lost }) => ({ customer: idOf('customer', customer), gained, lost }),
        key: (row) => row.customer,
      });
    },
  );
}

/** Lines of progress, then the answer: who waits half a minute wants to see it move. */
function told(run: (progress: (share: number) => void) => Promise<object>): Response {
  const utf8 = new TextEncoder();
  const lines = new ReadableStream<Uint8Array>({
    async start(stream) {
      let left = false;
      const tell = (line: object) => {
        try {
          if (!left) stream.enqueue(utf8.encode(`${JSON.stringify(line)}\n`));
        } catch {
          // Nobody listens any more; it is finished and kept all the same.
          left = true;
        }
      };
      tell({ progress: 0 });
      const done = await run((progress) => tell({ progress })).catch(() =>
        refuse(500, 'failed', 'The what-if could not be finished; ask again.'),
      );
      tell(done instanceof Refusal ? { problems: done.problems } : { whatIf: done });
      if (!left) stream.close();
    },
  });
  return new Response(lines, {
    headers: { 'Content-Type': NDJSON, 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' },
  });
}

function show(id: number, of: { since: number; until: number; rules: RuleDocument[]; result: Result }) {
  const { byChain, ...result } = of.result;
  return {
    ...{ id: idOf('whatif', id), since: iso(of.since), until: iso(of.until), rules: of.rules, ...result },
    // Contacts made elsewhere are no chain's.
    byChain: byChain.map(({ chain, ...rest }) => ({ chain: chain === 0 ? null : idOf('chain', chain), ...rest })),
    asRecorded: AS_RECORDED.filter((kind) => of.rules.some((rule) => rule.kind === kind)),
  };
}
