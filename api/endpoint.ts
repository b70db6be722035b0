/** The one way a JSON route is made: access, limits, parsing, idempotency and answers are the same for all of them. */
import { createHash } from 'node:crypto';
import { type OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { ACCESS, type Access, type Scope } from '#api/access.ts';
import { answer } from '#api/answer.ts';
import type { ApiDeps } from '#api/deps.ts';
import { exampleId, type IdKind, numberOf, touchRef } from '#api/ids.ts';
import { flaw, hasEscapes, readJson } from '#api/json.ts';
import { type Caller, type Keyring, tokenOf } from '#api/keyring.ts';
import { Refusal, refuse } from '#api/problem.ts';
import { admitSession, foreign } from '#api/sessions.ts';
import type { Problem } from '#core/problem.ts';
import { inWords, type Language, languageAsked, wordingOf } from '#core/wording/index.ts';
import { claimRequest, dropClaim, type IdempotentRequest, settleClaim } from '#store/idempotency.ts';
import type { TouchKey } from '#store/touches.ts';

export type Env = { Variables: { requestId: string; key?: number } };
export type Api = { app: OpenAPIHono<Env>; deps: ApiDeps; keyring: Keyring };

export const Problems = z
  .object({
    problems: z.array(
      z.object({
        code: z.string().openapi({ description: 'Stable, in snake_case: branch on it.' }),
        step: z.string().optional().openapi({ description: 'Step of the graph it belongs to.' }),
        field: z.string().optional().openapi({ description: 'Dotted path into the request or the step.' }),
        message: z.string(),
        severity: z.literal('warning').optional(),
      }),
    ),
  })
  .openapi('Problems');

type AnyId = IdKind | 'touch';
type IdValue<I> = I extends 'touch' ? TouchKey : I extends IdKind ? number : undefined;

export type Spec<I, Q, B, A> = {
  tag: string;
  summary: string;
  description?: string;
  /** What the `{id}` of the path names. */
  id?: I;
  /** Instead of `id`: the `{id}` is a name people gave, like this one; the handler reads it from the path. */
  name?: string;
  query?: Q;
  body?: B;
  /** By which limit the body is read; `json` where it is left out. */
  limit?: 'json' | 'file';
  /** The request must carry `If-Match` with the revision it was made from. */
  ifMatch?: boolean;
  status?: 200 | 201;
  answer: A;
  /** By media type, where the route reads its body itself. */
  reads?: Record<string, z.ZodType>;
  /** Media type of the answer, where the route makes it itself. */
  gives?: string;
  /** What a repeated Idempotency-Key answers, where the first answer held something to be said once. */
  repeat?: (answer: Record<string, unknown>) => Record<string, unknown>;
};

export type Call<I, Q, B> = {
  id: IdValue<I>;
  query: Q extends z.ZodType ? z.output<Q> : undefined;
  body: B extends z.ZodType ? z.output<B> : undefined;
  /** Of If-Match; 0 where it is not asked for. */
  revision: number;
  caller: Caller;
  /** In which problems are said. */
  language: Language;
  now: number;
  c: Context<Env>;
};

export function endpoint<
  const I extends AnyId | undefined = undefined,
  Q extends z.ZodType | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
  A extends z.ZodType = z.ZodType,
>(
  api: Api,
  access: Access,
  spec: Spec<I, Q, B, A>,
  handle: (call: Call<I, Q, B>) => Promise<z.input<A> | Refusal | Response>,
): void {
  const { app, deps } = api;
  const [method, path] = access.split(' ') as [string, string];
  const scope: Scope | 'known' | 'public' = ACCESS[access];
  document(api, access, spec as Spec<AnyId, z.ZodType, z.ZodType, z.ZodType>);

  app.on(method, path.replaceAll(/\{(\w+)\}/g, ':$1'), async (c) => {
    const language = languageAsked(c.req.header('accept-language'));
    const caller = await callerOf(api, c, scope);
    if (caller instanceof Refusal) return caller.respond(language);
    if (caller.key !== null) c.set('key', caller.key);
    const id = readId(spec.id, c.req.param('id'));
    if (id instanceof Refusal) return id.respond(language);
    const query = spec.query ? check(spec.query, flatten(c.req.queries()), 'query', language) : undefined;
    if (query instanceof Refusal) return query.respond(language);
    const revision = spec.ifMatch ? readRevision(c.req.header('if-match')) : 0;
    if (revision instanceof Refusal) return revision.respond(language);
    const read = await readBody(c, spec.body, deps.config.bodyLimits[spec.limit ?? 'json'], language);
    if (read instanceof Refusal) return read.respond(language);
    const call = { id, query, body: read.body, revision, caller, language, now: deps.clock.now(), c } as Call<I, Q, B>;
    const run = async () => {
      const result = await handle(call);
      if (result instanceof Response) return result;
      return result instanceof Refusal ? result.respond(language) : answer(result, { status: spec.status ?? 200 });
    };
    // What creates nothing may be repeated anyway, and its answer (a look-up's above all) is not to be kept.
    const key = creates(spec) ? c.req.header('idempotency-key') : undefined;
    if (key === undefined) return run();
    const mark = `${method} ${c.req.path}\n${read.text}`;
    return once(deps, { key, mark, caller: String(caller.key ?? caller.actor), repeat: spec.repeat }, run);
  });
}

/** Of a public route nobody; it still may be called from our own pages only, for it may give out a session. */
const NOBODY: Caller = { key: null, person: null, session: null, actor: '', source: '', scopes: [], origins: [] };

async function callerOf(
  { deps, keyring }: Api,
  c: Context<Env>,
  scope: Scope | 'known' | 'public',
): Promise<Caller | Refusal> {
  if (scope === 'public') return foreign(deps, c.req.raw) ?? NOBODY;
  const header = c.req.header('authorization');
  const session = header === undefined ? await admitSession(deps, c.req.raw, scope) : null;
  return session ?? keyring.admit(tokenOf(header ?? null), scope);
}

/** Same key and same request: the first answer again. Failures of ours are forgotten, so that they may be tried again. */
async function once(
  { db, clock }: ApiDeps,
  o: { key: string; mark: string; caller: string; repeat: Spec<unknown, unknown, unknown, unknown>['repeat'] },
  run: () => Promise<Response>,
): Promise<Response> {
  if (!/^[\x21-\x7e]{1,200}$/.test(o.key)) {
    return refuse(400, 'invalid_idempotency_key', 'Idempotency-Key: expected 1 to 200 printable characters.').respond();
  }
  const request: IdempotentRequest = {
    caller: o.caller,
    key: o.key,
    request: createHash('sha256').update(o.mark).digest(),
  };
  const claim = await claimRequest(db, clock.now(), request);
  if (claim.kind === 'other') {
    return refuse(
      422,
      'idempotency_key_reused',
      'Idempotency-Key was used for another request before: take a new one for each thing to do.',
    ).respond();
  }
  if (claim.kind === 'running') {
    return new Refusal(
      409,
      [{ code: 'in_progress', message: 'The same request is being worked on: ask again in a moment.' }],
      {
        headers: { 'Retry-After': '1' },
      },
    ).respond();
  }
  if (claim.kind === 'answered') {
    return answer(claim.response, { status: claim.status, headers: { 'Idempotency-Replayed': 'true' } });
  }
  try {
    const response = await run();
    const said = (await response.clone().json()) as Record<string, unknown>;
    const kept = response.ok && o.repeat ? o.repeat(said) : said;
    await settleClaim(db, request, { status: response.status, response: kept });
    return response;
  } catch (problem) {
    await dropClaim(db, request);
    throw problem;
  }
}

function readId(kind: AnyId | undefined, text: string | undefined): number | TouchKey | undefined | Refusal {
  if (kind === undefined) return undefined;
  const id = kind === 'touch' ? touchRef(text ?? '') : numberOf(kind, text ?? '');
  return id ?? refuse(404, 'not_found', `There is no such ${kind}: ids look like ${exampleId(kind)}.`, 'id');
}

function readRevision(header: string | undefined): number | Refusal {
  if (header === undefined) {
    return refuse(428, 'revision_required', 'If-Match is missing: send the revision you read, like If-Match: "3".');
  }
  const found = /^(?:W\/)?"?(\d{1,9})"?$/.exec(header.trim());
  return found ? Number(found[1]) : refuse(400, 'invalid_revision', 'If-Match: expected a revision, like "3".');
}

async function readBody(
  c: Context<Env>,
  schema: z.ZodType | undefined,
  limit: number,
  language: Language,
): Promise<{ body: unknown; text: string } | Refusal> {
  if (!schema) return { body: undefined, text: '' };
  const read = await readJson(c.req.raw, { limit });
  if (read instanceof Refusal) return read;
  const { problem } = flaw(read.value, hasEscapes(read.text));
  if (problem) return new Refusal(400, [problem]);
  const body = check(schema, read.value, 'body', language);
  return body instanceof Refusal ? body : { body, text: read.text };
}

function check(schema: z.ZodType, value: unknown, where: string, language: Language): unknown | Refusal {
  const words = wordingOf(language);
  const parsed = schema.safeParse(value, inWords(words));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.slice(0, 50).map((issue): Problem => {
    const field = issue.path.map(String).join('.');
    const message = words.field(field || where, words.phrase(issue.message));
    return {
      code: issue.code === 'unrecognized_keys' ? 'unknown_field' : 'invalid',
      ...(field ? { field } : {}),
      message,
    };
  });
  return new Refusal(400, problems);
}

function flatten(queries: Record<string, string[]>): Record<string, string | string[]> {
  return Object.fromEntries(Object.entries(queries).map(([k, v]) => [k, v.length === 1 ? v[0]! : v]));
}

function creates(spec: { status?: 200 | 201 }): boolean {
  return spec.status === 201;
}

/** A part of the path that is no `{id}` is a name that people gave; the handler reads it from the path. */
function namedIn(path: string): { params?: z.ZodObject } {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!).filter((name) => name !== 'id');
  if (names.length === 0) return {};
  return { params: z.object(Object.fromEntries(names.map((name) => [name, z.string()]))) };
}

function bodyOf(reads: Record<string, z.ZodType> | undefined) {
  if (!reads) return {};
  const content = Object.fromEntries(Object.entries(reads).map(([type, schema]) => [type, { schema }]));
  return { body: { required: true, content } };
}

/** Writes the route into the OpenAPI document. */
function document({ app }: Api, access: Access, spec: Spec<AnyId, z.ZodType, z.ZodType, z.ZodType>): void {
  const [method, path] = access.split(' ') as [string, string];
  const scope = ACCESS[access];
  const headers: Record<string, z.ZodType> = {};
  if (spec.ifMatch) headers['If-Match'] = z.string().openapi({ description: 'The revision read.', example: '"3"' });
  if (creates(spec)) {
    headers['Idempotency-Key'] = z
      .string()
      .optional()
      .openapi({ description: 'The same key with the same request is answered once and done once.' });
  }
  app.openAPIRegistry.registerPath({
    method: method.toLowerCase() as 'get',
    path,
    tags: [spec.tag],
    summary: spec.summary,
    description: [spec.description, `Scope: \`${scope}\`.`].filter(Boolean).join('\n\n'),
    security: scope === 'public' ? [] : [{ key: [scope] }],
    request: {
      ...namedIn(path),
      ...(spec.id ? { params: z.object({ id: z.string().openapi({ example: exampleId(spec.id) }) }) } : {}),
      ...(spec.name ? { params: z.object({ id: z.string().openapi({ example: spec.name }) }) } : {}),
      ...(spec.query ? { query: spec.query as z.ZodObject } : {}),
      ...(Object.keys(headers).length > 0 ? { headers: z.object(headers) } : {}),
      ...bodyOf(spec.body ? { 'application/json': spec.body } : spec.reads),
    },
    responses: {
      [spec.status ?? 200]: {
        description: 'Done',
        content: { [spec.gives ?? 'application/json']: { schema: spec.answer } },
      },
      '4XX': { description: 'What is wrong, and what to do', content: { 'application/json': { schema: Problems } } },
    },
  });
}
