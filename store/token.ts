/** The token in an unsubscribe link: names customer, brand and channel, and cannot be made without the secret. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Json } from '#core/facts.ts';
import type { Db } from '#store/db.ts';

export type Subscription = { customer: number; brand: string; channel: string };

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

export function signToken(secret: Buffer, { customer, brand, channel }: Subscription): string {
  const body = Buffer.from(JSON.stringify([customer, brand, channel])).toString('base64url');
  return `${body}.${seal(secret, body).toString('base64url')}`;
}

/** null for anything this secret has not signed. */
export function verifyToken(secret: Buffer, token: string): Subscription | null {
  const [body, mark, more] = token.split('.');
  if (!body || !mark || more !== undefined || token.length > 1_000) return null;
  const given = Buffer.from(mark, 'base64url');
  const expected = seal(secret, body);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  const [customer, brand, channel] = JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as [
    number,
    string,
    string,
  ];
  return { customer, brand, channel };
}

/** 128 bits are plenty for a link, and keep it short. */
function seal(secret: Buffer, body: string): Buffer {
  return createHmac('sha256', secret).update(`unsubscribe:${body}`).digest().subarray(0, 16);
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
