/** Contacts made elsewhere: recorded once by source and reference, counted like ours, refunded when cancelled. */
import { sql } from 'kysely';
import type { Db } from '#store/db.ts';
import { lockCustomers } from '#store/touches.ts';

export type ContactElsewhere = {
  source: string;
  reference: string;
  customer: number;
  channel: string;
  class: string;
  brand: string;
  topics: readonly string[];
  offer: string | null;
  weight: number;
  outcome: string;
  /** Domain ms. */
  at: number;
};

export type ContactRow = Omit<ContactElsewhere, 'at'> & {
  id: number;
  at: Date;
  recorded_at: Date;
  cancelled_at: Date | null;
};

export type Recorded = { id: number; customer: number; fresh: boolean };

/** Answers one row for each contact, in order; what was recorded before stays as it was. Test customers never count. */
export async function recordContacts(
  trx: Db,
  now: number,
  { contacts, by }: { contacts: readonly ContactElsewhere[]; by: string },
): Promise<Recorded[]> {
  await lockCustomers(
    trx,
    contacts.map((c) => c.customer),
  );
  const list = (values: readonly string[]) => `{${values.map((v) => JSON.stringify(v)).join(',')}}`;
  const keys = sql`unnest(${contacts.map((c) => c.source)}::text[], ${contacts.map((c) => c.reference)}::text[])`;
  const written = await sql<{ id: number }>`
    with written as (
      insert into contacts_elsewhere (source, reference, customer, channel, class, brand, topics, offer, weight, outcome,
        at, recorded_at, recorded_by)
      select source, reference, customer, channel, class, brand, topics::text[], offer, weight, outcome,
        to_timestamp(at / 1000), ${new Date(now)}::timestamptz, ${by}::text
      from unnest(${contacts.map((c) => c.source)}::text[], ${contacts.map((c) => c.reference)}::text[],
        ${contacts.map((c) => c.customer)}::bigint[], ${contacts.map((c) => c.channel)}::text[],
        ${contacts.map((c) => c.class)}::text[], ${contacts.map((c) => c.brand)}::text[],
        ${contacts.map((c) => list(c.topics))}::text[], ${contacts.map((c) => c.offer)}::text[],
        ${contacts.map((c) => c.weight)}::double precision[], ${contacts.map((c) => c.outcome)}::text[],
        ${contacts.map((c) => c.at)}::double precision[])
        as n (source, reference, customer, channel, class, brand, topics, offer, weight, outcome, at)
      order by source, reference
      on conflict (source, reference) do nothing
      returning *
    ), counted as (
      insert into pressure (at, customer, brand, channel, class, topics, offer, weight, elsewhere)
      select w.at, w.customer, w.brand, w.channel, w.class, w.topics, w.offer, w.weight, 'c' || w.id
      from written w join customers c on c.id = w.customer where not c.test
    )
    select id from written`.execute(trx);
  const fresh = new Set(written.rows.map((row) => row.id));
  const { rows } = await sql<{ id: number; customer: number }>`
    select c.id, c.customer from ${keys} with ordinality as k (source, reference, place)
    join contacts_elsewhere c using (source, reference) order by k.place`.execute(trx);
  return rows.map((row) => ({ ...row, fresh: fresh.has(row.id) }));
}

/** It counts no more. null: there is no such contact; false: it was cancelled before. */
export async function cancelContact(trx: Db, now: number, id: number): Promise<boolean | null> {
  const { rows } = await sql<{ customer: number }>`select customer from contacts_elsewhere where id = ${id}`.execute(
    trx,
  );
  if (!rows[0]) return null;
  await lockCustomers(trx, [rows[0].customer]);
  const done = await sql<{ id: number }>`
    with cancelled as (
      update contacts_elsewhere set cancelled_at = ${new Date(now)} where id = ${id} and cancelled_at is null returning id
    ), refunded as (
      delete from pressure where elsewhere = ${`c${id}`}
    )
    select id from cancelled`.execute(trx);
  return done.rows.length > 0;
}

export async function listContacts(
  db: Db,
  { customer, after, limit }: { customer: number | null; after: number | null; limit: number },
): Promise<ContactRow[]> {
  const { rows } = await sql<ContactRow>`
    select * from contacts_elsewhere
    where (${customer}::bigint is null or customer = ${customer}) and (${after}::bigint is null or id < ${after})
    order by id desc limit ${limit}`.execute(db);
  return rows;
}

/** Our ids of these external ones; those nobody has are absent. */
export async function customersOf(db: Db, users: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ value: string; customer: number }>`
    select value, customer from identities where kind = 'user' and value = any(${users}::text[])`.execute(db);
  return new Map(rows.map((row) => [row.value, row.customer]));
}

/** Those of these ids that exist. */
export async function knownCustomers(db: Db, ids: readonly number[]): Promise<Set<number>> {
  const { rows } = await sql<{ id: number }>`
    select id from customers where id = any(${ids}::bigint[]) and erased_at is null`.execute(db);
  return new Set(rows.map((row) => row.id));
}
