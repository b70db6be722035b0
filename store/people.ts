/** The people who use the editor: who they are, what they may, whether they are signed in, and how often signing in failed. */
import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Db } from '#store/db.ts';

export type Person = {
  id: string;
  name: string;
  email: string;
  roles: string[];
  team: string | null;
  language: string;
  active: boolean;
  totp: boolean;
  createdAt: number;
  /** null: invited, and not come yet. */
  joined: boolean;
  lastSeenAt: number | null;
};

export type NewPerson = Pick<Person, 'name' | 'email' | 'roles' | 'team' | 'language'>;

const LOCK = { failures: 10, minutes: 15 };
/** Hours without a request after which a session is over. */
const IDLE_HOURS = 12;

export function newPersonId(): string {
  return `usr_${randomBytes(12).toString('hex')}`;
}

/** null: the address is somebody's already. */
export async function addPerson(trx: Db, person: NewPerson): Promise<string | null> {
  const row = await trx
    .insertInto('people')
    .values({ ...person, email: person.email.toLowerCase(), id: newPersonId() })
    .onConflict((c) => c.column('email').doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id ?? null;
}

export type PeoplePage = { after: string | null; limit: number };

/** By name. */
export async function listPeople(db: Db, { after, limit }: PeoplePage): Promise<Person[]> {
  return select(db, { id: null, after, limit });
}

export async function getPerson(db: Db, id: string): Promise<Person | null> {
  return (await select(db, { id, after: null, limit: 1 }))[0] ?? null;
}

/** By the address, however it is written. */
export async function findPerson(db: Db, email: string): Promise<Person | null> {
  const row = await db
    .selectFrom('people')
    .select('id')
    .where('email', '=', email.trim().toLowerCase())
    .executeTakeFirst();
  return row ? getPerson(db, row.id) : null;
}

async function select(db: Db, { id, after, limit }: PeoplePage & { id: string | null }): Promise<Person[]> {
  const { rows } = await sql<Person>`
    select p.id, p.name, p.email, p.roles, p.team, p.language, p.active, p.totp,
      (extract(epoch from p.created_at) * 1000)::float8 as "createdAt",
      exists (select from logins l where l.person = p.id and l.password is not null) as joined,
      (select (extract(epoch from max(s.seen_at)) * 1000)::float8 from sessions s where s.person = p.id) as "lastSeenAt"
    from people p where (${id}::text is null or p.id = ${id})
      and (${after}::text is null
        or (lower(p.name), p.id) > (select lower(a.name), a.id from people a where a.id = ${after}::text))
    order by lower(p.name), p.id limit ${limit}`.execute(db);
  return rows;
}

export type PersonChange = Partial<Pick<Person, 'name' | 'roles' | 'team' | 'language' | 'active'>>;

/** `last_admin`: there would be no active admin any more; nothing was changed. Who is deactivated is signed out. */
export async function changePerson(
  trx: Db,
  id: string,
  change: PersonChange,
): Promise<'changed' | 'missing' | 'last_admin'> {
  const admins = await trx
    .selectFrom('people')
    .select('id')
    .where('active', '=', true)
    .where(sql<boolean>`'admin' = any(roles)`)
    .orderBy('id')
    .forUpdate()
    .execute();
  const loses = change.active === false || (change.roles !== undefined && !change.roles.includes('admin'));
  if (loses && admins.length === 1 && admins[0]?.id === id) return 'last_admin';
  const row = await trx
    .updateTable('people')
    .set({ ...change, updated_at: sql<Date>`clock_timestamp()` })
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst();
  if (!row) return 'missing';
  if (change.active === false) {
    await endSessions(trx, id);
    await trx.deleteFrom('one_time_links').where('person', '=', id).execute();
  }
  return 'changed';
}

/** Of somebody who has none yet, or has forgotten it: all sessions end. */
export async function setPassword(trx: Db, person: string, password: string): Promise<void> {
  await trx
    .insertInto('logins')
    .values({ id: randomBytes(12).toString('hex'), person, account: person, provider: 'credential', password })
    .onConflict((c) => c.columns(['person', 'provider']).doUpdateSet({ password }))
    .execute();
  await endSessions(trx, person);
}

/** Whether there was one. All sessions end. */
export async function removeTotp(trx: Db, id: string): Promise<boolean> {
  const gone = await trx.deleteFrom('second_factors').where('person', '=', id).executeTakeFirst();
  await trx.updateTable('people').set({ totp: false }).where('id', '=', id).execute();
  if (gone.numDeletedRows > 0n) await endSessions(trx, id);
  return gone.numDeletedRows > 0n;
}

export type Session = { id: string; person: Person; totpRequired: boolean };

/** Answers null for a session that is over, idle for too long, or somebody's who may not come in any more. */
export async function findSession(db: Db, token: string): Promise<Session | null> {
  const { rows } = await sql<Omit<Person, 'joined' | 'lastSeenAt'> & { session: string; required: boolean | null }>`
    with seen as (
      update sessions set seen_at = clock_timestamp()
      where token = ${token} and seen_at < clock_timestamp() - interval '1 minute'
        and seen_at > clock_timestamp() - make_interval(hours => ${IDLE_HOURS}))
    select s.id as session, p.id, p.name, p.email, p.roles, p.team, p.language, p.active, p.totp,
      (extract(epoch from p.created_at) * 1000)::float8 as "createdAt",
      (select (value ->> 'totpRequired')::boolean from settings where key = 'security') as required
    from sessions s join people p on p.id = s.person
    where s.token = ${token} and s.expires_at > clock_timestamp() and p.active
      and s.seen_at > clock_timestamp() - make_interval(hours => ${IDLE_HOURS})`.execute(db);
  const row = rows[0];
  if (!row) return null;
  const { session, required, ...person } = row;
  return { id: session, person: { ...person, joined: true, lastSeenAt: null }, totpRequired: required ?? false };
}

export async function listSessions(db: Db, person: string) {
  return db
    .selectFrom('sessions')
    .select(['id', 'agent', 'seen_at', 'created_at'])
    .where('person', '=', person)
    .where('expires_at', '>', sql<Date>`clock_timestamp()`)
    .where('seen_at', '>', sql<Date>`clock_timestamp() - make_interval(hours => ${IDLE_HOURS})`)
    .orderBy('seen_at', 'desc')
    .execute();
}

/** All of somebody's, or the one named. */
export async function endSessions(db: Db, person: string, only?: string): Promise<number> {
  const gone = await db
    .deleteFrom('sessions')
    .where('person', '=', person)
    .$if(only !== undefined, (q) => q.where('id', '=', only!))
    .executeTakeFirst();
  return Number(gone.numDeletedRows);
}

/** Whether sign-ins with this address are refused for now: whoever tries, and whether or not anybody has it. */
export async function isLocked(db: Db, email: string): Promise<boolean> {
  const { rows } = await sql<{ locked: boolean }>`
    select count(*) >= ${LOCK.failures} as locked from sign_in_failures
    where account = ${account(email)} and at > clock_timestamp() - make_interval(mins => ${LOCK.minutes})`.execute(db);
  return rows[0]!.locked;
}

/** What is older than the lock is forgotten on the way. */
export async function noteFailure(db: Db, email: string): Promise<void> {
  await db
    .insertInto('sign_in_failures')
    .values({ account: account(email) })
    .execute();
  await sql`delete from sign_in_failures where at < clock_timestamp() - make_interval(mins => ${LOCK.minutes})`.execute(
    db,
  );
}

export async function forgetFailures(db: Db, email: string): Promise<void> {
  await db.deleteFrom('sign_in_failures').where('account', '=', account(email)).execute();
}

function account(email: string): Buffer {
  return createHash('sha256').update(email.trim().toLowerCase()).digest();
}
