/** The event intake in Segment's shapes: one call to the store a request, answered after its commit. */
import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Access } from '#api/access.ts';
import { answer } from '#api/answer.ts';
import { type Api, type Env, Problems } from '#api/endpoint.ts';
import { idOf } from '#api/ids.ts';
import { hasEscapes, readJson } from '#api/json.ts';
import { tokenOf } from '#api/keyring.ts';
import { Refusal, refuse } from '#api/problem.ts';
import { BATCH_CALLS, CALL_TYPES, type CallType, type Read, readBatch, readCall } from '#api/segment.ts';

type Kind = CallType | 'batch';

export function intakeRoutes(api: Api): void {
  for (const kind of [...CALL_TYPES, 'batch'] as const) {
    api.app.on('OPTIONS', `/v1/${kind}`, preflight);
    api.app.on('POST', `/v1/${kind}`, (c) => take(api, kind, c));
    document(api, kind);
  }
}

/** Browsers send `text/plain` with sendBeacon, and nothing at all from some SDKs. */
const TYPES = ['application/json', 'text/plain', ''];

async function take({ deps, keyring }: Api, kind: Kind, c: Context<Env>): Promise<Response> {
  const { bodyLimits } = deps.config;
  const header = tokenOf(c.req.header('authorization') ?? null);
  const origin = c.req.header('origin');
  const cors = corsHeaders(origin);
  // Without a header the key may be in the body; then the body is read for a stranger, but no further than its limit.
  let caller = header === null ? null : await keyring.admit(header, 'events:write');
  if (caller instanceof Refusal) return withHeaders(caller.respond(), cors);
  const limit = kind === 'batch' ? bodyLimits.batch : bodyLimits.call;
  const read = await readJson(c.req.raw, { limit, types: TYPES });
  if (read instanceof Refusal) return withHeaders(read.respond(), cors);
  if (caller === null) {
    const key = (read.value as { writeKey?: unknown } | null)?.writeKey;
    caller = await keyring.admit(typeof key === 'string' ? key : null, 'events:write');
    if (caller instanceof Refusal) return withHeaders(caller.respond(), cors);
  }
  if (caller.key !== null) c.set('key', caller.key);
  if (origin !== undefined && !caller.origins.includes('*') && !caller.origins.includes(origin)) {
    return refuse(
      403,
      'origin_not_allowed',
      'This API key may not be used from this web origin: add it to the key.',
    ).respond();
  }
  const strict = c.req.header('x-strict-mode') === '1';
  const reading = {
    source: caller.source,
    now: deps.clock.now(),
    callLimit: bodyLimits.call,
    escapes: hasEscapes(read.text),
  };
  const count = (read.value as { batch?: unknown[] } | null)?.batch?.length ?? 0;
  if (kind === 'batch' && count > BATCH_CALLS) {
    const message = `batch: ${count} calls, at most ${BATCH_CALLS} are taken at once: send it in parts.`;
    return withHeaders(refuse(413, 'batch_too_long', message, 'batch').respond(), cors);
  }
  const found = kind === 'batch' ? readBatch(read.value, reading) : readCall(kind, read.value, reading);
  if (strict && found.problems.length > 0) {
    return withHeaders(new Refusal(400, found.problems.slice(0, 100)).respond(), cors);
  }
  return answer(await store(deps.intake, found, strict), { headers: cors });
}

async function store(
  intake: Api['deps']['intake'],
  { calls, problems }: Read,
  strict: boolean,
): Promise<z.input<typeof Taken>> {
  const { results } = calls.length > 0 ? await intake.take(calls) : { results: [] };
  const taken = results.filter((r) => r.kind === 'taken').length;
  return {
    success: problems.length === 0,
    taken,
    duplicates: results.length - taken,
    ...(problems.length > 0 ? { problems: problems.slice(0, 100) } : {}),
    ...(strict ? { events: results.map((r) => (r.seq === null ? null : idOf('event', r.seq))) } : {}),
  };
}

/** Which origins a key allows is known only with the key: the preflight, which has none, lets all ask. */
function preflight(c: Context<Env>): Response {
  return new Response(null, {
    status: 204,
    headers: {
      ...corsHeaders(c.req.header('origin')),
      'Access-Control-Allow-Methods': 'POST',
      'Access-Control-Allow-Headers': 'Authorization, Content-Type, X-Strict-Mode, X-Request-Id',
      'Access-Control-Max-Age': '7200',
    },
  });
}

function corsHeaders(origin: string | undefined): Record<string, string> {
  return origin === undefined ? {} : { 'Access-Control-Allow-Origin': origin, Vary: 'Origin' };
}

function withHeaders(response: Response, headers: Record<string, string>): Response {
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  return response;
}

const Call = z
  .object({
    userId: z.string().optional(),
    anonymousId: z.string().optional(),
    messageId: z.string().optional().openapi({ description: 'Taken once for each source, for 90 days at least.' }),
    timestamp: z.string().optional().openapi({ format: 'date-time' }),
    sentAt: z
      .string()
      .optional()
      .openapi({ format: 'date-time', description: "The sender's clock when sending: corrects `timestamp`." }),
    event: z.string().optional().openapi({ description: 'track: the name of the event.' }),
    properties: z.record(z.string(), z.unknown()).optional(),
    traits: z.record(z.string(), z.unknown()).optional(),
    context: z
      .record(z.string(), z.unknown())
      .optional()
      .openapi({ description: '`timezone`, `locale`, `traits`, `historical`' }),
    historical: z.boolean().optional().openapi({ description: 'Stored, enrols nobody.' }),
    writeKey: z.string().optional().openapi({ description: 'The API key, where no header can be set.' }),
  })
  .openapi('Call', {
    example: { userId: 'u-42', event: 'Order Completed', properties: { order_id: 'A-1', revenue: 49.9 } },
  });

const Batch = z
  .object({
    batch: z.array(z.intersection(z.object({ type: z.enum(CALL_TYPES) }), Call)),
    context: z.record(z.string(), z.unknown()).optional().openapi({ description: 'Merged into each call.' }),
    sentAt: z.string().optional(),
    historical: z.boolean().optional(),
    writeKey: z.string().optional(),
  })
  .openapi('Batch');

const Taken = z
  .object({
    success: z.boolean(),
    taken: z.number().int(),
    duplicates: z.number().int(),
    problems: Problems.shape.problems.optional(),
    events: z.array(z.string().nullable()).optional().openapi({ description: 'Strict mode: the id of each event.' }),
  })
  .openapi('Taken');

const SUMMARIES: Record<Kind, string> = {
  identify: 'Say who a customer is: traits, address, zone',
  track: 'Say that a customer did something',
  page: 'A page was seen: stored as the event "Page Viewed"',
  screen: 'A screen was seen: stored as the event "Screen Viewed"',
  group: 'Not supported: answered, not stored',
  alias: 'Not supported: answered, not stored',
  batch: `Up to ${BATCH_CALLS} calls at once`,
};

function document({ app }: Api, kind: Kind): void {
  const access = `POST /v1/${kind}` as Access;
  const json = (schema: z.ZodType) => ({ content: { 'application/json': { schema } } });
  app.openAPIRegistry.registerPath({
    method: 'post',
    path: access.slice(5),
    tags: ['Events'],
    summary: SUMMARIES[kind],
    description:
      'Answered after the commit. Calls that cannot be taken are listed in `problems` of a 200, as SDKs expect; with `X-Strict-Mode: 1` they are a 400 and nothing is stored.\n\nScope: `events:write`.',
    security: [{ key: ['events:write'] }],
    request: {
      headers: z.object({ 'X-Strict-Mode': z.enum(['0', '1']).optional() }),
      body: { required: true, ...json(kind === 'batch' ? Batch : Call) },
    },
    responses: {
      200: { description: 'Stored', ...json(Taken) },
      '4XX': { description: 'What is wrong, and what to do', ...json(Problems) },
    },
  });
}
