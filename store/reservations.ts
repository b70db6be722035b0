/** Bookings of contacts that another system is about to make: they count until they run out, are confirmed or released. */
import { sql } from 'kysely';
import type { Json } from '#core/facts.ts';
import type { Db } from '#store/db.ts';
import { recordContacts } from '#store/elsewhere.ts';
import { lockCustomers } from '#store/touches.ts';

export type Reservation = {
  id: number;
  customer: number;
  channel: string;
  class: string;
  brand: string;
  topics: string[];
  offer: string | null;
  weight: number;
  state: 'open' | 'confirmed' | 'released';
  at: Date;
  until: Date;
  contact: number | null;
};

/** Under the customer's lock, in the transaction that judged. */
export async function reserve(
  trx: Db,
  booking: Omit<Reservation, 'id' | 'state' | 'at' | 'until' | 'contact'> & {
    at: number;
    until: number;
    decision: Json;
    by: string;
    /** Test customers' contacts never count. */
    counts: boolean;
  },
): Promise<number> {
  const { counts, at, until, decision, ...rest } = booking;
  const times = { at: new Date(at), until: new Date(until) };
  const { id } = await trx
    .insertInto('reservations')
    .values({ ...rest, ...times, decision: JSON.stringify(decision) })
    .returning('id')
    .executeTakeFirstOrThrow();
  if (counts) {
    const { by: _, ...contact } = rest;
    await trx
      .insertInto('pressure')
      .values({ ...contact, ...times, elsewhere: `r${id}` })
      .execute();
  }
  return id;
}

export type Settled =
  | { kind: 'done'; row: Reservation }
  /** It was settled the other way, or ran out. */
  | { kind: 'conflict'; state: 'confirmed' | 'released' | 'expired' }
  | { kind: 'none' };

/** Confirming and releasing twice is once. */
export async function settleReservation(
  trx: Db,
  now: number,
  settle: { id: number; by: string } & ({ to: 'released' } | { to: 'confirmed'; at: number | null; outcome: string }),
): Promise<Settled> {
  const { id, to } = settle;
  const owner = await trx.selectFrom('reservations').select('customer').where('id', '=', id).executeTakeFirst();
  if (!owner) return { kind: 'none' };
  await lockCustomers(trx, [owner.customer]);
  const row = (await trx
    .selectFrom('reservations')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirstOrThrow()) as unknown as Reservation;
  if (row.state === to) return { kind: 'done', row };
  if (row.state !== 'open') return { kind: 'conflict', state: row.state };
  if (to === 'confirmed' && +row.until <= now) return { kind: 'conflict', state: 'expired' };
  await sql`delete from pressure where elsewhere = ${`r${id}`}`.execute(trx);
  let contact: number | null = null;
  if (settle.to === 'confirmed') {
    const { customer, channel, brand, topics, offer, weight } = row;
    const made = { customer, channel, class: row.class, brand, topics, offer, weight, outcome: settle.outcome };
    // Where nothing else is said, at the moment it was judged for: every window it was counted in stays as it was.
    const at = settle.at ?? +row.at;
    const one = { ...made, source: 'reservation', reference: String(id), at };
    const [recorded] = await recordContacts(trx, now, { contacts: [one], by: settle.by });
    contact = recorded?.id ?? null;
  }
  await trx
    .updateTable('reservations')
    .set({ state: to, settled_at: new Date(now), contact })
    .where('id', '=', id)
    .execute();
  return { kind: 'done', row: { ...row, state: to, contact } };
}
