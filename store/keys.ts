/** API keys: 256 random bits, of which only the SHA-256 is kept. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Db } from '#store/db.ts';

export type ApiKey = {
  id: number;
  name: string;
  /** How the token begins: enough to recognise it by, far too little to guess it from. */
  hint: string;
  scopes: string[];
  /** Web origins that may use it from a browser; `*` is any. */
  origins: string[];
  createdAt: number;
  lastUsedAt: number | null;
  expiresAt: number | null;
  revokedAt: number | null;
  replaces: number | null;
};

export type NewKey = {
  name: string;
  scopes: readonly string[];
  origins?: readonly string[];
  expiresAt?: number | null;
  replaces?: number | null;
};

/** The token is answered once and can never be read again. */
export async function createKey(db: Db, now: number, key: NewKey): Promise<{ id: number; token: string }> {
  const token = `jln_${randomBytes(32).toString('base64url')}`;
  const { id } = await db
    .insertInto('api_keys')
    .values({
      name: key.name,
      hint: token.slice(0, 9),
      hash: digest(token),
      scopes: [...key.scopes],
      origins: [...(key.origins ?? [])],
      created_at: new Date(now),
      expires_at: key.expiresAt == null ? null : new Date(key.expiresAt),
      replaces: key.replaces ?? null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { id, token };
}

/** Revoked and expired keys are found too: the caller says which it was. */
export async function findKey(db: Db, token: string): Promise<ApiKey | null> {
  const hash = digest(token);
  const row = await db.selectFrom('api_keys').selectAll().where('hash', '=', hash).executeTakeFirst();
  return row && timingSafeEqual(row.hash, hash) ? fromRow(row) : null;
}

export async function getKey(db: Db, id: number): Promise<ApiKey | null> {
  const row = await db.selectFrom('api_keys').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? fromRow(row) : null;
}

export async function listKeys(db: Db, page: { after: number | null; limit: number }): Promise<ApiKey[]> {
  const rows = await db
    .selectFrom('api_keys')
    .selectAll()
    .$if(page.after !== null, (q) => q.where('id', '<', page.after))
    .orderBy('id', 'desc')
    .limit(page.limit)
    .execute();
  return rows.map(fromRow);
}

export type Rotated = { kind: 'rotated'; id: number; token: string } | { kind: 'missing' } | { kind: 'dead' };

/** A new token under the same name (and so the same event source); the old one works on for `overlap` ms. */
export async function rotateKey(db: Db, now: number, id: number, overlap: number): Promise<Rotated> {
  return db.transaction().execute(async (trx) => {
    const row = await trx.selectFrom('api_keys').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
    if (!row) return { kind: 'missing' };
    const old = fromRow(row);
    if (old.revokedAt !== null || (old.expiresAt !== null && old.expiresAt <= now)) return { kind: 'dead' };
    const made = await createKey(trx, now, { ...old, replaces: id });
    const until = Math.min(old.expiresAt ?? Number.POSITIVE_INFINITY, now + overlap);
    await trx
      .updateTable('api_keys')
      .set({ expires_at: new Date(until) })
      .where('id', '=', id)
      .execute();
    return { kind: 'rotated', ...made };
  });
}

/** Revoking twice keeps the first time. Answers null for a key that never was. */
export async function revokeKey(db: Db, now: number, id: number): Promise<ApiKey | null> {
  await db
    .updateTable('api_keys')
    .set({ revoked_at: new Date(now) })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .execute();
  return getKey(db, id);
}

export async function noteKeyUse(db: Db, now: number, id: number): Promise<void> {
  await db
    .updateTable('api_keys')
    .set({ last_used_at: new Date(now) })
    .where('id', '=', id)
    .execute();
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

type Row = {
  id: number;
  name: string;
  hint: string;
  scopes: string[];
  origins: string[];
  created_at: Date;
  last_used_at: Date | null;
  expires_at: Date | null;
  revoked_at: Date | null;
  replaces: number | null;
};

function fromRow(row: Row): ApiKey {
  return {
    id: row.id,
    name: row.name,
    hint: row.hint,
    scopes: row.scopes,
    origins: row.origins,
    createdAt: row.created_at.getTime(),
    lastUsedAt: row.last_used_at?.getTime() ?? null,
    expiresAt: row.expires_at?.getTime() ?? null,
    revokedAt: row.revoked_at?.getTime() ?? null,
    replaces: row.replaces,
  };
}
