/** Links that work once: the first start's, invitations, new passwords. Only their hash is kept; they live by the wall's clock. */
import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Db } from '#store/db.ts';

export type Purpose = 'owner' | 'invitation' | 'reset';
export type Link = { purpose: Purpose; person: string | null };

const HOURS: Record<Purpose, number> = { owner: 24, invitation: 7 * 24, reset: 24 };

/** Earlier ones of the same purpose and person are dead from now on. Answers the token, which is never told again. */
export async function makeLink(trx: Db, { purpose, person }: Link): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await trx
    .deleteFrom('one_time_links')
    .where('purpose', '=', purpose)
    .where('person', 'is not distinct from', person)
    .execute();
  await trx
    .insertInto('one_time_links')
    .values({
      ...{ hash: digest(token), purpose, person },
      expires_at: sql<Date>`clock_timestamp() + make_interval(hours => ${HOURS[purpose]})`,
    })
    .execute();
  return token;
}

export async function findLink(db: Db, token: string): Promise<Link | null> {
  const row = await db
    .selectFrom('one_time_links')
    .select(['purpose', 'person'])
    .where('hash', '=', digest(token))
    .where('used_at', 'is', null)
    .where('expires_at', '>', sql<Date>`clock_timestamp()`)
    .executeTakeFirst();
  return (row as Link | undefined) ?? null;
}

/** Whether one for a new password was made in the last five minutes: a second mail would say nothing new. */
export async function madeLately(db: Db, person: string): Promise<boolean> {
  const row = await db
    .selectFrom('one_time_links')
    .select('hash')
    .where('person', '=', person)
    .where('purpose', '=', 'reset')
    .where('created_at', '>', sql<Date>`clock_timestamp() - interval '5 minutes'`)
    .executeTakeFirst();
  return row !== undefined;
}

/** Of two who use it at once one gets it; in the transaction of what it is used for. */
export async function useLink(trx: Db, token: string, purposes: readonly Purpose[]): Promise<Link | null> {
  const { rows } = await sql<Link>`
    update one_time_links set used_at = clock_timestamp()
    where hash = ${digest(token)} and purpose = any(${[...purposes]}::text[]) and used_at is null
      and expires_at > clock_timestamp()
    returning purpose, person`.execute(trx);
  return rows[0] ?? null;
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** Where the first person comes in; null once somebody has. */
export async function firstLink(db: Db): Promise<string | null> {
  const somebody = await db.selectFrom('people').select('id').limit(1).executeTakeFirst();
  return somebody ? null : makeLink(db, { purpose: 'owner', person: null });
}
