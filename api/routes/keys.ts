/** API keys: made, listed, rotated with an overlap, revoked. A token is shown once. */
import { z } from '@hono/zod-openapi';
import { SCOPES } from '#api/access.ts';
import { type Api, endpoint } from '#api/endpoint.ts';
import { idOf, maybeId } from '#api/ids.ts';
import { type Refusal, refuse } from '#api/problem.ts';
import { Id, iso, maybeIso, moment, Page, page, paged, Time, text } from '#api/shape.ts';
import { HOUR } from '#core/clock.ts';
import { recordDeed } from '#store/audit.ts';
import { type ApiKey, createKey, getKey, listKeys, revokeKey, rotateKey } from '#store/keys.ts';

const KeyShape = z
  .object({
    id: Id('key'),
    name: z.string(),
    hint: z.string().openapi({ description: 'How the token begins.' }),
    scopes: z.array(z.string()),
    origins: z.array(z.string()),
    createdAt: Time,
    lastUsedAt: Time.nullable().openapi({ description: 'To the minute.' }),
    expiresAt: Time.nullable(),
    revokedAt: Time.nullable(),
    replaces: Id('key').nullable(),
  })
  .openapi('Key');

const WithToken = KeyShape.extend({
  token: z
    .string()
    .nullable()
    .openapi({ description: 'Shown once: keep it now. null where an idempotency key was repeated.' }),
});

export type KeyAnswer = z.output<typeof KeyShape>;
export type NewKeyAnswer = z.output<typeof WithToken>;

const once = (answer: Record<string, unknown>) => ({ ...answer, token: null });

export function keyRoutes(api: Api): void {
  const { db } = api.deps;
  const tag = 'Keys';

  endpoint(
    api,
    'GET /v1/keys',
    { tag, summary: 'List keys, newest first', query: paged(z.number().int(), {}), answer: Page(KeyShape) },
    async ({ query }) => {
      const rows = await listKeys(db, { after: query.cursor ?? null, limit: query.limit + 1 });
      return page(rows, query.limit, { show, key: (r) => r.id });
    },
  );

  endpoint(api, 'GET /v1/keys/{id}', { tag, summary: 'Read a key', id: 'key', answer: KeyShape }, async ({ id }) => {
    const key = await getKey(db, id);
    return key ? show(key) : noKey();
  });

  endpoint(
    api,
    'POST /v1/keys',
    {
      tag,
      summary: 'Make a key',
      description:
        'Its name is the source of the events it sends. A key for browsers has the scope `events:write` alone, and origins.',
      body: z.strictObject({
        name: text(100),
        scopes: z.array(z.enum(SCOPES)).min(1).max(SCOPES.length),
        origins: z
          .array(
            z.union([
              z.literal('*'),
              z.string().regex(/^https?:\/\/[a-z0-9.-]+(:\d{1,5})?$/, 'expected an origin, like https://shop.example'),
            ]),
          )
          .max(50)
          .default([]),
        expiresAt: moment().optional(),
      }),
      status: 201,
      answer: WithToken,
      repeat: once,
    },
    async ({ body, caller, now }) => {
      const browser = body.origins.length > 0;
      if (browser && body.scopes.some((s) => s !== 'events:write')) {
        return refuse(
          422,
          'unsafe_scopes',
          "scopes: a key with origins is readable in every visitor's browser, so it may have events:write alone.",
          'scopes',
        );
      }
      if (body.expiresAt !== undefined && body.expiresAt <= now) {
        return refuse(422, 'invalid', 'expiresAt: lies in the past.', 'expiresAt');
      }
      return db.transaction().execute(async (trx) => {
        const { id, token } = await createKey(trx, now, { ...body, expiresAt: body.expiresAt ?? null });
        await recordDeed(trx, now, {
          actor: caller.actor,
          action: 'key.create',
          subject: idOf('key', id),
          detail: { scopes: body.scopes },
        });
        return { ...show((await getKey(trx, id))!), token };
      });
    },
  );

  endpoint(
    api,
    'POST /v1/keys/{id}/rotate',
    {
      tag,
      summary: 'Replace a key by a new one',
      description: 'Same name, scopes and origins; the old one works on for the overlap.',
      id: 'key',
      body: z.strictObject({ overlapHours: z.number().min(0).max(720).default(24) }),
      status: 201,
      answer: WithToken,
      repeat: once,
    },
    async ({ id, body, caller, now }) => {
      const rotated = await rotateKey(db, now, id, body.overlapHours * HOUR);
      if (rotated.kind === 'missing') return noKey();
      if (rotated.kind === 'dead')
        return refuse(409, 'dead_key', 'The key was revoked or has expired: make a new one instead.');
      await recordDeed(db, now, {
        actor: caller.actor,
        action: 'key.rotate',
        subject: idOf('key', id),
        detail: { by: idOf('key', rotated.id), overlapHours: body.overlapHours },
      });
      api.keyring.forget();
      return { ...show((await getKey(db, rotated.id))!), token: rotated.token };
    },
  );

  endpoint(
    api,
    'DELETE /v1/keys/{id}',
    { tag, summary: 'Revoke a key', id: 'key', answer: KeyShape },
    async ({ id, caller, now }) => {
      const key = await revokeKey(db, now, id);
      if (!key) return noKey();
      if (key.revokedAt === now) {
        await recordDeed(db, now, { actor: caller.actor, action: 'key.revoke', subject: idOf('key', id) });
      }
      api.keyring.forget();
      return show(key);
    },
  );
}

function noKey(): Refusal {
  return refuse(404, 'not_found', 'There is no such key.', 'id');
}

function show(key: ApiKey): z.input<typeof KeyShape> {
  return {
    id: idOf('key', key.id),
    name: key.name,
    hint: key.hint,
    scopes: key.scopes,
    origins: key.origins,
    createdAt: iso(key.createdAt),
    lastUsedAt: maybeIso(key.lastUsedAt),
    expiresAt: maybeIso(key.expiresAt),
    revokedAt: maybeIso(key.revokedAt),
    replaces: maybeId('key', key.replaces),
  };
}
