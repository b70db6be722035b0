/** Double opt-in: what was asked for gives nothing until it is confirmed, and is confirmed once. */
import { sql } from 'kysely';
import { DAY } from '#core/clock.ts';
import type { Json } from '#core/facts.ts';
import { recordConsents } from '#store/consents.ts';
import type { Db } from '#store/db.ts';
import { lockCustomers } from '#store/touches.ts';

/** A giving that waits for its confirmation, or has been confirmed. */
export type Request = {
  record: number;
  customer: number;
  brand: string;
  channel: string;
  topic: string;
  wording: string | null;
  wordingVersion: string | null;
  expiresAt: Date | null;
  /** When it was asked for. */
  at: Date;
  /** When it was written down: from then on it waits. */
  recordedAt: Date;
  confirmed: boolean;
  /** Withdrawn since, by a word that speaks of it: a link that lay about gives nothing back. */
  overtaken: boolean;
};

/** How long a link can be used. */
export const CONFIRM_DAYS = 7;

export type RequestState = 'open' | 'confirmed' | 'expired' | 'overtaken';

export function stateOf({ confirmed, overtaken, recordedAt }: Request, now: number): RequestState {
  if (overtaken) return 'overtaken';
  if (confirmed) return 'confirmed';
  return +recordedAt + CONFIRM_DAYS * DAY > now ? 'open' : 'expired';
}

const SOURCE = 'double_opt_in';

/** null: this customer has asked for no such thing. */
export async function readRequest(
  db: Db,
  { customer, record }: { customer: number; record: number },
): Promise<Request | null> {
  const { rows } = await sql<Request>`
    select r.id as record, r.customer, r.brand, r.channel, r.topic, r.wording, r.wording_version as "wordingVersion",
      r.expires_at as "expiresAt", r.at, coalesce(r.recorded_at, r.at) as "recordedAt",
      exists (select from consent_records k where k.source = ${SOURCE} and k.reference = r.id::text) as confirmed,
      exists (select from consents o where o.customer = r.customer and not o.given and o.at > r.at
        and o.brand in (r.brand, '*') and o.channel in (r.channel, '*') and o.topic in (r.topic, '*')) as overtaken
    from consent_records r join customers c on c.id = r.customer and c.erased_at is null
    where r.id = ${record} and r.customer = ${customer} and r.pending and r.given`.execute(db);
  return rows[0] ?? null;
}

export type Confirmation = {
  customer: number;
  record: number;
  /** Of whoever confirmed. */
  ip: string | null;
  /** What the button or the question said, and its version. */
  wording: string;
  wordingVersion: string | null;
  /** `link` or what else it was done by. */
  by: string;
};

/** `given`: the record made just now; null where it had been confirmed before, or cannot be. */
export async function confirmConsent(
  trx: Db,
  now: number,
  { customer, record, ip, wording, wordingVersion, by }: Confirmation,
): Promise<{ state: RequestState; given: number | null; request: Request } | null> {
  await lockCustomers(trx, [customer]);
  const request = await readRequest(trx, { customer, record });
  if (!request) return null;
  const state = stateOf(request, now);
  if (state !== 'open') return { state, given: null, request };
  const { brand, channel, topic, expiresAt } = request;
  const proof: Json = {
    ...{ confirms: record, requested_at: request.at.toISOString(), by },
    ...{ asked: request.wording, asked_version: request.wordingVersion },
  };
  const said = { ...{ customer, brand, channel, topic, expiresAt, ip, wording, wordingVersion }, proof };
  const [given = null] = await recordConsents(trx, now, [
    { ...said, given: true, source: SOURCE, reference: String(record) },
  ]);
  return { state: 'confirmed', given, request };
}
