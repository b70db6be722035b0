/** The consent ledger: what a customer gave or withdrew, never updated; `consents` is its last word. */
import { sql } from 'kysely';
import type { Json } from '#core/facts.ts';
import type { Db } from '#store/db.ts';
import { lockCustomers } from '#store/touches.ts';

export type ConsentRecord = {
  customer: number;
  brand: string;
  /** A channel, or `*` for all. */
  channel: string;
  topic?: string;
  given: boolean;
  source: string;
  wording?: string | null;
  wordingVersion?: string | null;
  ip?: string | null;
  expiresAt?: Date | null;
  proof?: Json;
};

/** Takes the customer's lock, so that a withdrawal and a booking never cross. Run it in a transaction. */
export async function recordConsent(trx: Db, now: number, record: ConsentRecord): Promise<number> {
  await lockCustomers(trx, [record.customer]);
  const at = new Date(now);
  const { rows } = await sql<{ id: number }>`
    with entry as (
      insert into consent_records (customer, brand, channel, topic, given, source, wording, wording_version, ip, expires_at, proof, at)
      values (${record.customer}, ${record.brand}, ${record.channel}, ${record.topic ?? '*'}, ${record.given}, ${record.source},
        ${record.wording ?? null}, ${record.wordingVersion ?? null}, ${record.ip ?? null}::inet, ${record.expiresAt ?? null},
        ${record.proof === undefined ? null : JSON.stringify(record.proof)}::jsonb, ${at})
      returning id
    )
    insert into consents (customer, brand, channel, topic, given, expires_at, record, at)
    select ${record.customer}, ${record.brand}, ${record.channel}, ${record.topic ?? '*'}, ${record.given},
      ${record.expiresAt ?? null}, id, ${at} from entry
    on conflict (customer, brand, channel, topic) do update set
      given = excluded.given, expires_at = excluded.expires_at, record = excluded.record, at = excluded.at
    returning record as id`.execute(trx);
  const id = rows[0]?.id;
  if (id === undefined) throw new Error('The consent record did not come back.');
  return id;
}
