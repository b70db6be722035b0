/** Enrolling one customer by hand: a person decided it, so neither the entry's event nor its re-entry rule is asked. */
import type { Json } from '#core/facts.ts';
import type { Seats } from '#store/cohorts.ts';
import type { Db } from '#store/db.ts';
import { controlOf, type Wake } from '#store/enrol.ts';
import { monthOf } from '#store/partitions.ts';
import type { Plans, Version } from '#store/plans.ts';
import { readHoldOut } from '#store/settings.ts';
import { lockCustomers } from '#store/touches.ts';

export type HandEntry = { customer: number; chain: number; key: string; properties: { [key: string]: Json } };

export type HandEnrolled =
  | ({ kind: 'enrolled' } & Wake)
  /** Already inside, for the same key. */
  | { kind: 'inside'; enrolment: number }
  | Unseated;

/** The chain is not live or the customer was erased; or there is no such thing. */
export type Unseated = { kind: 'closed'; state: string } | { kind: 'missing'; what: 'customer' | 'chain' };
export type Seat = { kind: 'seat'; version: Version; cohort: number };

/** Before the transaction, for it takes connections of its own. A seat left empty costs nothing. */
export async function seatIn(
  db: Db,
  chain: number,
  { plans, seats }: { plans: Plans; seats: Seats },
): Promise<Seat | Unseated> {
  const row = await db
    .selectFrom('chains')
    .select(['state', 'live_version'])
    .where('id', '=', chain)
    .executeTakeFirst();
  if (!row) return { kind: 'missing', what: 'chain' };
  if (row.state !== 'live' || row.live_version === null) return { kind: 'closed', state: row.state };
  const version = (await plans.versions([row.live_version])).get(row.live_version);
  const [cohort] = version ? await seats.take(version.id, 1) : [];
  if (!version || cohort === undefined) {
    throw new Error(`Version ${row.live_version} of chain ${chain} is live, but has no plan or no cohort.`);
  }
  return { kind: 'seat', version, cohort };
}

/** The control group is drawn as for everybody else. The caller then wakes the cohort. */
export async function enrolByHand(
  trx: Db,
  now: number,
  { customer, chain, key, properties }: HandEntry,
  { version, cohort }: Seat,
): Promise<HandEnrolled> {
  await lockCustomers(trx, [customer]);
  const person = await trx.selectFrom('customers').select('erased_at').where('id', '=', customer).executeTakeFirst();
  if (!person) return { kind: 'missing', what: 'customer' };
  if (person.erased_at) return { kind: 'closed', state: 'erased' };
  const inside = await trx
    .selectFrom('enrolments')
    .select('id')
    .where('chain', '=', chain)
    .where('customer', '=', customer)
    .where('key', '=', key)
    .where('state', '=', 'live')
    .executeTakeFirst();
  if (inside) return { kind: 'inside', enrolment: inside.id };
  const heldOut = await readHoldOut(trx);
  const heard = await trx
    .selectFrom('events')
    .select((eb) => eb.fn.max('seq').as('last'))
    .where('customer', '=', customer)
    .executeTakeFirst();
  const at = new Date(now);
  const { id } = await trx
    .insertInto('enrolments')
    .values({
      customer,
      chain,
      version: version.id,
      cohort,
      month: monthOf(now),
      key,
      entered_at: at,
      trigger_at: at,
      entry: JSON.stringify(properties),
      control: controlOf(customer, version, heldOut),
      step: 0,
      due: at,
      heard: heard?.last ?? 0,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { kind: 'enrolled', cohort, enrolment: id };
}
