/** The consent ledger: what a customer gave or withdrew, never updated; `consents` is its last word. */
import { sql } from 'kysely';
import { expiryOf } from '#core/consent.ts';
import type { Json } from '#core/facts.ts';
import type { Db } from '#store/db.ts';
import { lockCustomers } from '#store/touches.ts';

export type ConsentRecord = {
  customer: number;
  /** `*`, like channel and topic: all of them. */
  brand: string;
  channel: string;
  topic?: string;
  given: boolean;
  source: string;
  wording?: string | null;
  wordingVersion?: string | null;
  ip?: string | null;
  expiresAt?: Date | null;
  proof?: Json;
  /** When it was said; absent: now. */
  at?: Date;
  /** Names the record at its source: a second one of the same name is not written. */
  reference?: string | null;
  /** A double opt-in: it gives nothing until it is confirmed. */
  pending?: boolean;
};

/** Takes the customer's lock, so that a withdrawal and a booking never cross. Run it in a transaction. */
export async function recordConsent(trx: Db, now: number, record: ConsentRecord): Promise<number> {
  const [id] = await recordConsents(trx, now, [record]);
  if (id === undefined || id === null) throw new Error('The consent record did not come back.');
  return id;
}

/**
 * Set-based, in the order given; of a giving and a withdrawal at one moment the withdrawal is the last word. Answers null
 * where the record was there before (same source and reference).
 */
export async function recordConsents(
  trx: Db,
  now: number,
  records: readonly ConsentRecord[],
): Promise<(number | null)[]> {
  if (records.length === 0) return [];
  await lockCustomers(
    trx,
    records.map((r) => r.customer),
  );
  const at = (r: ConsentRecord) => +(r.at ?? now);
  const expires = (r: ConsentRecord) =>
    r.given ? expiryOf(r.channel, at(r), r.expiresAt ? +r.expiresAt : null) : r.expiresAt ? +r.expiresAt : null;
  const { rows } = await sql<{ nr: number; id: number }>`
    with n as (
      select * from unnest(
        ${records.map((r) => r.customer)}::bigint[], ${records.map((r) => r.brand)}::text[],
        ${records.map((r) => r.channel)}::text[], ${records.map((r) => r.topic ?? '*')}::text[],
        ${records.map((r) => r.given)}::boolean[], ${records.map((r) => r.source)}::text[],
        ${records.map((r) => r.wording ?? null)}::text[], ${records.map((r) => r.wordingVersion ?? null)}::text[],
        ${records.map((r) => r.ip ?? null)}::text[], ${records.map(expires)}::double precision[],
        ${records.map((r) => (r.proof === undefined ? null : JSON.stringify(r.proof)))}::text[],
        ${records.map(at)}::double precision[], ${records.map((r) => r.reference ?? null)}::text[],
        ${records.map((r) => r.pending ?? false)}::boolean[]) with ordinality
        as n (customer, brand, channel, topic, given, source, wording, wording_version, ip, expires, proof, said, reference, pending, nr)
    ), fresh as (
      select distinct on (source, coalesce(reference, nr::text), reference is null) *, nextval('consent_records_id_seq') as id
      from n where reference is null or not exists (
        select from consent_records c where c.source = n.source and c.reference = n.reference)
      order by source, coalesce(reference, nr::text), reference is null, nr
    ), entry as (
      insert into consent_records (id, customer, brand, channel, topic, given, source, wording, wording_version, ip, expires_at,
        proof, at, reference, pending, recorded_at)
      overriding system value
      select id, customer, brand, channel, topic, given, source, wording, wording_version, ip::inet,
        to_timestamp(expires / 1000), proof::jsonb, to_timestamp(said / 1000), reference, pending, ${new Date(now)}::timestamptz
      from fresh order by source, reference
      on conflict (source, reference) where reference is not null do nothing
      returning id
    ), word as (
      insert into consents as c (customer, brand, channel, topic, given, expires_at, record, at)
      select distinct on (customer, brand, channel, topic) customer, brand, channel, topic, given,
        to_timestamp(expires / 1000), id, to_timestamp(said / 1000)
      from fresh where not pending and id in (select id from entry)
      order by customer, brand, channel, topic, said desc, given, nr desc
      on conflict (customer, brand, channel, topic) do update set given = excluded.given,
        expires_at = excluded.expires_at, record = excluded.record, at = excluded.at, expiry_told_at = null, expiring_told_at = null
      where excluded.at > c.at or (excluded.at = c.at and (c.given or not excluded.given))
    )
    select nr::int as nr, id from fresh where id in (select id from entry)`.execute(trx);
  const ids = new Map(rows.map((r) => [r.nr, r.id]));
  return records.map((_, i) => ids.get(i + 1) ?? null);
}

export type LedgerRow = {
  id: number;
  customer: number;
  brand: string;
  channel: string;
  topic: string;
  given: boolean;
  pending: boolean;
  source: string;
  reference: string | null;
  wording: string | null;
  wording_version: string | null;
  ip: string | null;
  expires_at: Date | null;
  proof: Json;
  at: Date;
};

/** The ledger in the order it was written: one customer's, or everybody's for an export. */
export async function readLedger(
  db: Db,
  { customer, after, limit }: { customer: number | null; after: number; limit: number },
): Promise<LedgerRow[]> {
  let query = db.selectFrom('consent_records').selectAll().where('id', '>', after);
  if (customer !== null) query = query.where('customer', '=', customer);
  return query.orderBy('id').limit(limit).execute();
}
