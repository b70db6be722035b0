/** The consent ledger in and out as a file: lines of JSON, so that neither side need hold it whole. */
import { z } from '@hono/zod-openapi';
import { type LineProblem, LineShape, type Lines, readLines, readList, type Setting } from '#api/consentlines.ts';
import { type Api, endpoint } from '#api/endpoint.ts';
import { waitForFlight } from '#api/flight.ts';
import { idOf, touchId } from '#api/ids.ts';
import { hasEscapes, readBytes, readJson } from '#api/json.ts';
import { Refusal, refuse } from '#api/problem.ts';
import { BATCH_CALLS } from '#api/segment.ts';
import { Id, iso, moment, ref } from '#api/shape.ts';
import { again } from '#store/again.ts';
import { recordDeed } from '#store/audit.ts';
import { brandIds } from '#store/brands.ts';
import { type Entry, exportConsents, importConsents } from '#store/consentfile.ts';
import type { Db } from '#store/db.ts';
import { createPlans } from '#store/plans.ts';

const NDJSON = ['application/x-ndjson', 'application/ndjson', 'application/jsonl'];
/** Rows a statement of the export. */
const PAGE = 1_000;

const Imported = z.object({
  written: z.number().int(),
  known: z.number().int().openapi({ description: 'Were in the ledger before: they stay as they are.' }),
  refused: z.number().int().openapi({ description: 'Bad lines: see `problems`.' }),
  withdrawn: z.number().int().openapi({ description: 'Booked or held touches and open tasks called back.' }),
  inFlight: z.array(Id('touch')),
  problems: z.array(
    z.object({
      line: z.number().int().openapi({ description: 'From 1' }),
      code: z.string(),
      field: z.string().optional(),
      message: z.string(),
    }),
  ),
});

export type ConsentImported = z.output<typeof Imported>;

export function consentFileRoutes(api: Api): void {
  const { db, config } = api.deps;
  const plans = createPlans(db);
  const tag = 'Consent';

  endpoint(
    api,
    'POST /v1/consents/import',
    {
      tag,
      summary: 'Import consents and withdrawals said elsewhere',
      description: `Up to ${BATCH_CALLS} lines: NDJSON (\`Content-Type: application/x-ndjson\`) or a JSON list. Good lines are taken, bad ones told with their number. What the ledger has is not written again: send the same file as often as needed. A new \`userId\` makes a customer; \`email\` names one who exists. \`at\` decides which word is the last: an old line never overrides a later word. Withdrawals among the lines call back what was booked.`,
      reads: { 'application/json': z.array(LineShape), [NDJSON[0]!]: LineShape },
      answer: Imported,
    },
    async ({ caller, now, c }) => {
      const brands = new Set(await brandIds(db));
      const read = await readFile(c.req.raw, { now, brands, limit: config.bodyLimits.call });
      if (read instanceof Refusal) return read;
      const take = async (trx: Db) => {
        const imported = await importConsents(trx, now, read.lines, plans);
        const { written, known, withdrawn } = imported;
        const detail = { lines: read.lines.length, written, known, withdrawn };
        await recordDeed(trx, now, { actor: caller.actor, action: 'consent.import', subject: 'consents', detail });
        return imported;
      };
      const done = await again(() => db.transaction().execute(take));
      const inFlight = await waitForFlight(api.deps, done);
      const problems = [...read.problems, ...done.strangers.map((s) => strange(read.lines[s.line]!, s.why))];
      return {
        ...{ written: done.written, known: done.known, refused: new Set(problems.map((p) => p.line)).size },
        ...{ withdrawn: done.withdrawn, inFlight: inFlight.map(touchId) },
        problems: problems.sort((a, b) => a.line - b.line),
      };
    },
  );

  async function readFile(request: Request, of: Setting): Promise<Lines | Refusal> {
    const limit = config.bodyLimits.batch;
    const type = (request.headers.get('content-type') ?? '').split(';')[0]!.trim().toLowerCase();
    if (!NDJSON.includes(type)) {
      const body = await readJson(request, { limit, types: ['application/json', ...NDJSON] });
      if (body instanceof Refusal) return body;
      const { value, text } = body;
      if (!Array.isArray(value)) return refuse(400, 'invalid', 'body: expected a list of lines.', 'body');
      return value.length > BATCH_CALLS ? tooLong(value.length) : readList(value, { ...of, escapes: hasEscapes(text) });
    }
    const bytes = await readBytes(request, { limit, types: NDJSON });
    if (bytes instanceof Refusal) return bytes;
    const file = decoded(bytes);
    if (file === null) return refuse(400, 'not_utf8', 'The body is not UTF-8.');
    const lines = file.split('\n');
    const count = lines.filter((line) => line.trim() !== '').length;
    return count > BATCH_CALLS ? tooLong(count) : readLines(lines, of);
  }

  endpoint(
    api,
    'GET /v1/consents/export',
    {
      tag,
      summary: 'Export the consent ledger',
      description:
        'NDJSON, in the order in which it was written; the import takes it as it is. Customers are named by our id and by their userId, never by an address. `since`: what was written down at that moment or later. `after`: the `record` of the last line you have, where a connection was cut.',
      query: z.strictObject({ since: moment().optional(), after: ref('record').optional() }),
      answer: LineShape,
      gives: NDJSON[0]!,
    },
    async ({ query }) => {
      const since = query.since === undefined ? null : new Date(query.since);
      let after = query.after ?? 0;
      const utf8 = new TextEncoder();
      const lines = new ReadableStream<Uint8Array>({
        async pull(stream) {
          // Until there is something to give: a stream that was asked and gives nothing is not asked again.
          for (let text = ''; text === ''; ) {
            const rows = await exportConsents(db, { since, after, limit: PAGE });
            after = rows.at(-1)?.id ?? after;
            text = rows.flatMap((row) => (row.erased ? [] : `${JSON.stringify(show(row))}\n`)).join('');
            if (text !== '') stream.enqueue(utf8.encode(text));
            if (rows.length < PAGE) return stream.close();
          }
        },
      });
      return new Response(lines, { headers: { 'Content-Type': `${NDJSON[0]}; charset=utf-8` } });
    },
  );
}

function decoded(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function tooLong(count: number): Refusal {
  return refuse(
    413,
    'batch_too_long',
    `body: ${count} lines, at most ${BATCH_CALLS} are taken at once: send them in parts.`,
  );
}

function strange({ number, who }: Lines['lines'][number], why: 'unknown' | 'ambiguous'): LineProblem {
  const field = 'email' in who ? 'email' : 'id';
  const what =
    why === 'ambiguous'
      ? 'several customers have this address; name one by userId or id.'
      : field === 'email'
        ? 'no customer has this address; send POST /v1/identify first, or give a userId.'
        : 'there is no such customer; give a userId, or correct it.';
  return {
    line: number,
    code: why === 'ambiguous' ? 'ambiguous_customer' : 'unknown_customer',
    field,
    message: `line ${number}, ${field}: ${what}`,
  };
}

/** What is not there is not named: the import takes no null. */
function show({ id, customer, user, brand, channel, topic, given, pending, source, ...row }: Entry): object {
  return {
    ...{ record: idOf('record', id), id: idOf('customer', customer), ...(user === null ? {} : { userId: user }) },
    ...{ brand, channel, topic, given, ...(pending ? { pending } : {}), source },
    ...(row.reference === null ? {} : { reference: row.reference }),
    ...(row.wording === null ? {} : { wording: row.wording }),
    ...(row.wording_version === null ? {} : { wordingVersion: row.wording_version }),
    ...(row.ip === null ? {} : { ip: row.ip }),
    ...(row.expires_at === null ? {} : { expiresAt: iso(row.expires_at) }),
    ...(row.proof === null ? {} : { proof: row.proof }),
    at: iso(row.at),
  };
}
