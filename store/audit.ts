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

export type AuditFilter = {
  actor: string | null;
  subject: string | null;
  /** `chain.publish`, or `chain` for all that begin with it. */
  action: string | null;
  after: number | null;
  limit: number;
};

export type AuditRow = Deed & { id: number; at: Date; name: string | null };

/** Newest first, with the name of the person or key that acted. */
export async function listDeeds(db: Db, f: AuditFilter): Promise<AuditRow[]> {
  const { rows } = await sql<AuditRow>`
    select a.id, a.at, a.actor, a.action, a.subject, a.detail, p.name
    from audit a left join people p on p.id = a.actor
    where (${f.actor}::text is null or a.actor = ${f.actor}) and (${f.subject}::text is null or a.subject = ${f.subject})
      and (${f.action}::text is null or a.action = ${f.action} or starts_with(a.action, ${f.action} || '.'))
      and (${f.after}::bigint is null or a.id < ${f.after})
    order by a.id desc limit ${f.limit}`.execute(db);
  return rows;
}
