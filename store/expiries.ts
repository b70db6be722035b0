/** Givings that run out: those whose customers' chains have still to be told, before and when it happens. */
import { sql } from 'kysely';
import { DAY } from '#core/clock.ts';
import type { Db } from '#store/db.ts';

export type Expiry = {
  customer: number;
  brand: string;
  channel: string;
  topic: string;
  record: number;
  expiresAt: Date;
  /** Nobody needs to hear of it: a later word speaks of it, or it is too short-lived to be announced. */
  moot: boolean;
};

const spoken = sql`exists (select from consents o where o.customer = c.customer and o.brand in (c.brand, '*')
  and o.channel in (c.channel, '*') and o.topic in (c.topic, '*') and (o.at > c.at or (o.at = c.at and not o.given)))
  or exists (select from customers k where k.id = c.customer and k.erased_at is not null)`;

/** Run out by now. */
export async function expired(db: Db, now: number, limit: number): Promise<Expiry[]> {
  const { rows } = await sql<Expiry>`
    select customer, brand, channel, topic, record, expires_at as "expiresAt", (${spoken}) as moot from consents c
    where given and expiry_told_at is null and expires_at is not null and expires_at <= ${new Date(now)}
    order by expires_at limit ${limit}`.execute(db);
  return rows;
}

/** To run out within so many days. What was given for less than that is not announced the moment it is given. */
export async function expiring(db: Db, now: number, days: number, limit: number): Promise<Expiry[]> {
  const { rows } = await sql<Expiry>`
    select customer, brand, channel, topic, record, expires_at as "expiresAt",
      (c.expires_at - c.at < make_interval(days => ${days}) or ${spoken}) as moot from consents c
    where given and expiring_told_at is null and expires_at is not null and expires_at > ${new Date(now)}
      and expires_at <= ${new Date(now + days * DAY)}
    order by expires_at limit ${limit}`.execute(db);
  return rows;
}

/** Unless they have been given again meanwhile. */
export async function markTold(
  db: Db,
  now: number,
  what: 'expired' | 'expiring',
  told: readonly Expiry[],
): Promise<void> {
  const column = sql.ref(what === 'expired' ? 'expiry_told_at' : 'expiring_told_at');
  await sql`
    update consents c set ${column} = ${new Date(now)}
    from unnest(${told.map((t) => t.customer)}::bigint[], ${told.map((t) => t.brand)}::text[],
      ${told.map((t) => t.channel)}::text[], ${told.map((t) => t.topic)}::text[], ${told.map((t) => t.record)}::bigint[])
      as n (customer, brand, channel, topic, record)
    where c.customer = n.customer and c.brand = n.brand and c.channel = n.channel and c.topic = n.topic
      and c.record = n.record`.execute(db);
}
