/** Who did what to which object: written in the transaction of the deed itself. */
import { sql } from 'kysely';
import type { Json } from '#core/facts.ts';
import type { Db } from '#store/db.ts';

export type Deed = {
  /** Public id of the key or person that acted; never a name or an address. */
  actor: string;
  /** `chain.publish`, `touch.resolve`, … */
  action: string;
  /** Public id of what it was done to. */
  subject: string;
  detail?: { [key: string]: Json };
};

export async function recordDeed(trx: Db, now: number, deed: Deed): Promise<void> {
  await trx
    .insertInto('audit')
    .values({
      at: new Date(now),
      actor: deed.actor,
      action: deed.action,
      subject: deed.subject,
      detail: JSON.stringify(deed.detail ?? {}),
    })
    .execute();
}

/** Of somebody who saves every second: once in ten minutes of the instance's clock is told. */
export async function recordEdit(
  trx: Db,
  now: number,
  { actor, action, subject }: Omit<Deed, 'detail'>,
): Promise<void> {
  await sql`
    insert into audit (at, actor, action, subject)
    select ${new Date(now)}, ${actor}, ${action}, ${subject}
    where not exists (select from audit where subject = ${subject} and actor = ${actor} and action = ${action}
      and at > ${new Date(now - EDITING)})`.execute(trx);
}

const EDITING = 10 * 60_000;

export type AuditFilter = {
  actor: string | null;
  subject: string | null;
  /** `chain.publish`, or `chain` for all that begin with it. */
  action: string | null;
  after: number | null;
  limit: number;
};

export type AuditRow = Deed & { id: number; at: Date };

/** Newest first. */
export async function listDeeds(db: Db, f: AuditFilter): Promise<AuditRow[]> {
  const { rows } = await sql<AuditRow>`
    select a.id, a.at, a.actor, a.action, a.subject, a.detail from audit a
    where (${f.actor}::text is null or a.actor = ${f.actor}) and (${f.subject}::text is null or a.subject = ${f.subject})
      and (${f.action}::text is null or a.action = ${f.action} or starts_with(a.action, ${f.action} || '.'))
      and (${f.after}::bigint is null or a.id < ${f.after})
    order by a.id desc limit ${f.limit}`.execute(db);
  return rows;
}

export type Named = { chains: number[]; keys: number[]; people: string[] };

/** What chains, keys and people are called now, each by `chain 7`, `key 3`, `person usr_…`. */
export async function namesOf(db: Db, { chains, keys, people }: Named): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; name: string }>`
    select 'chain ' || id as id, name from chains where id = any(${chains}::bigint[])
    union all select 'key ' || id, name from api_keys where id = any(${keys}::bigint[])
    union all select 'person ' || id, name from people where id = any(${people}::text[])`.execute(db);
  return new Map(rows.map(({ id, name }) => [id, name]));
}
