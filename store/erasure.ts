/**
 * Erasure of a customer. What names or describes the person goes; what happened stays as numbers without anybody, and
 * their addresses as hashes, so that nobody who imports them anew writes to them again.
 */
import { sql } from 'kysely';
import { DAY } from '#core/clock.ts';
import type { Db } from '#store/db.ts';
import { endEnrolments, type Wake } from '#store/enrol.ts';
import { lockHouseholds } from '#store/households.ts';
import { lockCustomers } from '#store/touches.ts';

/** Idempotent. Run it in a transaction; wake the cohorts after its commit. */
export async function eraseCustomer(trx: Db, now: number, customer: number): Promise<Wake[]> {
  await lockHouseholds(trx, [customer]);
  await lockCustomers(trx, [customer]);
  const live = await trx
    .selectFrom('enrolments')
    .select('id')
    .where('customer', '=', customer)
    .where('state', '=', 'live')
    .execute();
  const wakes = await endEnrolments(
    trx,
    live.map((e) => e.id),
    'erased',
    now,
  );
  await keepObjection(trx, now, customer);
  await scrub(trx, [customer]);
  const at = new Date(now);
  await sql`update customers set erased_at = coalesce(erased_at, ${at}), updated_at = ${at} where id = ${customer}`.execute(
    trx,
  );
  return wakes;
}

/**
 * The e-mail address was proved to be theirs; of a telephone or a letter-box that others share only they would be known.
 * An address that was suppressed before stays so for its reason, without its hint.
 */
async function keepObjection(trx: Db, now: number, customer: number): Promise<void> {
  await sql`
    insert into suppressions (kind, hash, hint, reason, at)
    select kind, address_hash(kind, value), '…', 'erased', ${new Date(now)}::timestamptz from addresses a
    where customer = ${customer} and (kind = 'email' or not exists (select from addresses o
      where o.kind = a.kind and lower(o.value) = lower(a.value) and o.customer <> a.customer))
    on conflict (hash) do update set hint = excluded.hint`.execute(trx);
}

/**
 * Whoever was in the middle of something (a task being handed over) may have written after the erasure: what was erased
 * lately is emptied once more. For the housekeeper.
 */
export async function scrubErased(db: Db, now: number): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ id: number }>`
      select id from customers where erased_at > ${new Date(now - 2 * DAY)} order by id for no key update`.execute(trx);
    if (rows.length > 0)
      await scrub(
        trx,
        rows.map((r) => r.id),
      );
  });
}

/** Every column that may hold what somebody said of the person; a test walks the schema for one that was forgotten. */
async function scrub(trx: Db, customers: readonly number[]): Promise<void> {
  const theirs = sql`customer = any(${customers}::bigint[])`;
  const ids = sql`any(${customers}::bigint[])`;
  // A message's id is opaque, save where a source made it of what names its customer.
  await sql`
    delete from event_dedupe d using events e
    where e.customer = ${ids} and d.source = e.source and d.message_id = e.message_id and exists (
      select from (select customer, value from addresses union all select customer, value from identities) n
      where n.customer = e.customer and position(lower(n.value) in lower(e.message_id)) > 0)`.execute(trx);
  await sql`update events set properties = '{}', message_id = 'erased-' || seq
    where ${theirs} and message_id <> 'erased-' || seq`.execute(trx);
  await sql`update enrolments set entry = '{}', key = '', problem = null where ${theirs}`.execute(trx);
  await sql`update attention a set detail = '{}' from enrolments e
    where e.customer = ${ids} and a.month = e.month and a.enrolment = e.id`.execute(trx);
  await sql`update touches set response = null where ${theirs} and response is not null`.execute(trx);
  await sql`update tasks set title = '', body = '', note = null, closed_at = coalesce(closed_at, created_at),
    state = case state when 'open' then 'cancelled' else state end where ${theirs}`.execute(trx);
  // The ledger is proof for the company too: that something was said stays, not by whom.
  await sql`update consent_records set ip = null, proof = null, wording = null, reference = null where ${theirs}`.execute(
    trx,
  );
  await sql`update contacts_elsewhere set reference = 'erased-' || id where ${theirs}`.execute(trx);
  for (const table of ['addresses', 'identities', 'customer_limits', 'purchases', 'offer_answers', 'proof_codes'])
    await sql`delete from ${sql.table(table)} where ${theirs}`.execute(trx);
  await sql`delete from mails_owed where ${theirs}`.execute(trx);
  await sql`
    with gone as (
      select id, household from customers where id = ${ids}
    ), emptied as (
      update customers set traits = '{}', names = null, zone = null, country = null, locale = null, household = null where id = ${ids}
    )
    delete from households h using gone g where h.key = g.household
      and not exists (select from customers o where o.household = h.key and not o.id = ${ids})`.execute(trx);
}
