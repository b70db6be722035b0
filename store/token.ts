/** The tokens in links that customers get: they name whom and what a link is about, and cannot be made without the secret. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Json } from '#core/facts.ts';
import type { Db } from '#store/db.ts';

/** `list`: the List-Id of the mail the link stood in, where it had one. */
export type Subscription = { customer: number; brand: string; channel: string; list?: string };

/** Whose preferences a link opens. */
export type Holder = { customer: number; brand: string };

/** The giving that a link confirms, by the public id of its record. */
export type Confirming = { customer: number; record: string };

/** Made at the first call and kept in the settings; every process gets the same. */
export async function loadSecret(db: Db, now = 0): Promise<Buffer> {
  await db
    .insertInto('settings')
    .values({
      key: 'secret',
      value: JSON.stringify(randomBytes(32).toString('base64url')),
      updated_at: new Date(now),
    })
    .onConflict((c) => c.column('key').doNothing())
    .execute();
  const { value } = await db
    .selectFrom('settings')
    .select('value')
    .where('key', '=', 'secret')
    .executeTakeFirstOrThrow();
  return secretFrom(value);
}

export function signToken(secret: Buffer, { customer, brand, channel, list }: Subscription): string {
  return pack(secret, 'unsubscribe', [customer, brand, channel, ...(list === undefined ? [] : [list])]);
}

/** null for anything this secret has not signed. */
export function verifyToken(secret: Buffer, token: string): Subscription | null {
  const parts = unpack(secret, 'unsubscribe', token);
  if (!parts) return null;
  const [customer, brand, channel, list] = parts as [number, string, string, string?];
  return { customer, brand, channel, ...(list === undefined ? {} : { list }) };
}

export function signHolder(secret: Buffer, { customer, brand }: Holder): string {
  return pack(secret, 'preferences', [customer, brand]);
}

export function verifyHolder(secret: Buffer, token: string): Holder | null {
  const parts = unpack(secret, 'preferences', token);
  if (!parts) return null;
  const [customer, brand] = parts as [number, string];
  return { customer, brand };
}

export function signConfirming(secret: Buffer, { customer, record }: Confirming): string {
  return pack(secret, 'confirm', [customer, record]);
}

export function verifyConfirming(secret: Buffer, token: string): Confirming | null {
  const parts = unpack(secret, 'confirm', token);
  if (!parts) return null;
  const [customer, record] = parts as [number, string];
  return { customer, record };
}

/** A token of one kind never passes for one of another. */
type Kind = 'unsubscribe' | 'preferences' | 'confirm';

function pack(secret: Buffer, kind: Kind, parts: readonly (string | number)[]): string {
  const body = Buffer.from(JSON.stringify(parts)).toString('base64url');
  return `${body}.${seal(secret, kind, body).toString('base64url')}`;
}

function unpack(secret: Buffer, kind: Kind, token: string): unknown[] | null {
  const [body, mark, more] = token.split('.');
  if (!body || !mark || more !== undefined || token.length > 1_000) return null;
  const given = Buffer.from(mark, 'base64url');
  const expected = seal(secret, kind, body);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  return JSON.parse(Buffer.from(body, 'base64url').toString('utf8'));
}

/** 128 bits are plenty for a link, and keep it short. */
function seal(secret: Buffer, kind: Kind, body: string): Buffer {
  return createHmac('sha256', secret).update(`${kind}:${body}`).digest().subarray(0, 16);
}

function secretFrom(value: Json): Buffer {
  const secret = typeof value === 'string' ? Buffer.from(value, 'base64url') : Buffer.alloc(0);
  if (secret.length < 32) {
    throw new Error(
      `Setting 'secret' holds ${secret.length} bytes where 32 were expected: restore it from a backup, or every unsubscribe link sent so far is dead.`,
    );
  }
  return secret;
}
