/** A complaint is a withdrawal: who holds the address wants no commercial contact on its channel any more. */
import { sql } from 'kysely';
import { channelsAt } from '#core/consent.ts';
import type { Db } from '#store/db.ts';
import { type Heard, hear } from '#store/silence.ts';
import { suppress } from '#store/suppressions.ts';
import { lockCustomers } from '#store/touches.ts';

export type Complaint = { kind: string; value: string; by: string | null };

/** Set-based. A complaint said again while its withdrawal stands makes no second record. Wake after the commit. */
export async function complain(trx: Db, now: number, complaints: readonly Complaint[]): Promise<Heard> {
  await suppress(
    trx,
    now,
    complaints.map((complaint) => ({ ...complaint, reason: 'complaint' as const })),
  );
  const holders = await holdersOf(trx, complaints);
  await lockCustomers(
    trx,
    holders.map((h) => h.customer),
  );
  const all = holders.flatMap(({ customer, kind }) => channelsAt(kind).map((channel) => ({ customer, channel })));
  const open = await unsaid(trx, all);
  const records = open.map((said) => ({ ...said, brand: '*', topic: '*', given: false, source: 'complaint' }));
  return hear(trx, now, records);
}

async function holdersOf(trx: Db, complaints: readonly Complaint[]): Promise<{ customer: number; kind: string }[]> {
  const { rows } = await sql<{ customer: number; kind: string }>`
    select distinct a.customer, a.kind
    from unnest(${complaints.map((c) => c.kind)}::text[], ${complaints.map((c) => c.value)}::text[]) as n (kind, value)
    join addresses a on a.kind = n.kind and lower(a.value) = lower(trim(n.value))
    join customers c on c.id = a.customer and c.erased_at is null`.execute(trx);
  return rows;
}

type Channel = { customer: number; channel: string };

/** Those whose last word on the whole channel is not a withdrawal already. */
async function unsaid(trx: Db, all: readonly Channel[]): Promise<Channel[]> {
  const { rows } = await sql<Channel>`
    select n.customer, n.channel
    from unnest(${all.map((c) => c.customer)}::bigint[], ${all.map((c) => c.channel)}::text[]) as n (customer, channel)
    where not exists (select from consents c where c.customer = n.customer and c.brand = '*' and c.topic = '*'
      and c.channel in (n.channel, '*') and not c.given and not exists (select from consents g
        where g.customer = c.customer and g.given and g.channel in (n.channel, '*') and g.at > c.at))`.execute(trx);
  return rows;
}
