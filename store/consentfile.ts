/** The consent ledger as a file: taken in from elsewhere set-based, and given out whole. */
import { sql } from 'kysely';
import type { ConsentRecord, LedgerRow } from '#store/consents.ts';
import type { Db } from '#store/db.ts';
import { knownCustomers } from '#store/elsewhere.ts';
import type { Wake } from '#store/enrol.ts';
import { type Naming, resolveCustomers } from '#store/identities.ts';
import type { Plans } from '#store/plans.ts';
import { hear, type Unwanted } from '#store/silence.ts';
import { lockCustomers } from '#store/touches.ts';
import { objected } from '#store/withdrawal.ts';

/** By exactly one of them. */
export type Who = { userId: string } | { email: string } | { customer: number };

/** Who it speaks of, and what it says. */
export type Line = { who: Who; record: Omit<ConsentRecord, 'customer'> & { at: Date } };

export type Imported = {
  written: number;
  /** Were in the ledger before, or twice in the file. */
  known: number;
  /** Booked and held touches, and open tasks, that withdrawals among the lines have called back. */
  withdrawn: number;
  /** Lines (by index) of customers that do not exist, or that an address does not name for sure. */
  strangers: { line: number; why: 'unknown' | 'ambiguous' }[];
  unwanted: Unwanted[];
  wakes: Wake[];
};

/**
 * A handful of statements whatever the number of lines. A `userId` that is new makes a customer, as tracking does. What
 * is there already is not written again, so that a file may be sent twice; its withdrawals have the effect of
 * withdrawals, unless a later word stands against them.
 */
export async function importConsents(trx: Db, now: number, lines: readonly Line[], plans: Plans): Promise<Imported> {
  const owners = await ownersOf(trx, now, lines);
  const mine = lines.flatMap(({ record }, i): Said[] => {
    const customer = owners[i];
    return typeof customer === 'number' ? [{ ...record, customer }] : [];
  });
  await lockCustomers(
    trx,
    mine.map((r) => r.customer),
  );
  const there = await known(trx, mine);
  const firsts = new Map(mine.map((record, i) => [contentOf(record), i] as const).reverse());
  const fresh = mine.filter((record, i) => !there.has(i) && firsts.get(contentOf(record)) === i);
  const { written, withdrawn, unwanted, wakes } = await hear(trx, now, fresh);
  const ended = await objected(trx, now, await gone(trx, unwanted), plans);
  const strangers = owners.flatMap((why, line) => (typeof why === 'number' ? [] : [{ line, why }]));
  return {
    ...{ written, known: mine.length - written, withdrawn, strangers, unwanted },
    wakes: [...wakes, ...ended],
  };
}

type Said = ConsentRecord & { at: Date };

/** What makes two records one, where their source gives them no reference. */
function contentOf({ customer, brand, channel, topic, given, pending, source, at, reference }: Said): string {
  return JSON.stringify([customer, brand, channel, topic, given, pending ?? false, source, +at, reference ?? null]);
}

/** Indexes of those whose content is in the ledger; the customers' locks are held. */
async function known(trx: Db, records: readonly Said[]): Promise<Set<number>> {
  const { rows } = await sql<{ nr: number }>`
    select n.nr::int as nr from unnest(${records.map((r) => r.customer)}::bigint[], ${records.map((r) => r.brand)}::text[],
      ${records.map((r) => r.channel)}::text[], ${records.map((r) => r.topic ?? '*')}::text[],
      ${records.map((r) => r.given)}::boolean[], ${records.map((r) => r.pending ?? false)}::boolean[],
      ${records.map((r) => r.source)}::text[], ${records.map((r) => +r.at)}::double precision[],
      ${records.map((r) => r.reference ?? null)}::text[])
      with ordinality as n (customer, brand, channel, topic, given, pending, source, said, reference, nr)
    where exists (select from consent_records c where c.customer = n.customer and c.brand = n.brand
      and c.channel = n.channel and c.topic = n.topic and c.given = n.given and c.pending = n.pending
      and c.source = n.source and c.at = to_timestamp(n.said / 1000)
      and (c.reference is null or n.reference is null or c.reference = n.reference))`.execute(trx);
  return new Set(rows.map(({ nr }) => nr - 1));
}

/** Customers who withdrew everything here and have given nothing since. */
async function gone(trx: Db, unwanted: readonly Unwanted[]): Promise<number[]> {
  const all = unwanted.filter((u) => u.brand === '*' && u.channel === '*' && u.topic === '*').map((u) => u.customer);
  if (all.length === 0) return [];
  const { rows } = await sql<{ customer: number }>`
    select c.customer from consents c where c.customer = any(${all}::bigint[]) and c.brand = '*' and c.channel = '*'
      and c.topic = '*' and not c.given and not exists (
        select from consents g where g.customer = c.customer and g.given and g.at > c.at)`.execute(trx);
  return rows.map((row) => row.customer);
}

type Stranger = Imported['strangers'][number]['why'];

async function ownersOf(trx: Db, now: number, lines: readonly Line[]): Promise<(number | Stranger)[]> {
  const users = [...new Set(lines.flatMap(({ who }) => ('userId' in who ? who.userId : [])))];
  const made = await resolveCustomers(
    trx,
    users.map((userId): Naming => ({ userId })),
    now,
  );
  const byUser = new Map(users.map((userId, i) => [userId, made[i]!]));
  const byEmail = await holdersOf(
    trx,
    lines.flatMap(({ who }) => ('email' in who ? who.email : [])),
  );
  const ours = await knownCustomers(
    trx,
    lines.flatMap(({ who }) => ('customer' in who ? who.customer : [])),
  );
  return lines.map(({ who }) => {
    if ('userId' in who) return byUser.get(who.userId) ?? 'unknown';
    if ('email' in who) return byEmail.get(who.email) ?? 'unknown';
    return ours.has(who.customer) ? who.customer : 'unknown';
  });
}

async function holdersOf(trx: Db, emails: readonly string[]): Promise<Map<string, number | 'ambiguous'>> {
  if (emails.length === 0) return new Map();
  const asked = [...new Set(emails)];
  const { rows } = await sql<{ email: string; customers: number[] }>`
    select n.email, array_agg(distinct a.customer) as customers from unnest(${asked}::text[]) as n (email)
    join addresses a on a.kind = 'email' and lower(a.value) = lower(trim(n.email))
    join customers c on c.id = a.customer and c.erased_at is null
    group by n.email`.execute(trx);
  return new Map(rows.map(({ email, customers }) => [email, customers.length === 1 ? customers[0]! : 'ambiguous']));
}

/** A record with what the outside calls its customer; of whom was erased nothing is given out. */
export type Entry = LedgerRow & { user: string | null; erased: boolean };

/** The ledger in the order it was written, from `after` (an id) on; `since`: written down at that moment or later. */
export async function exportConsents(
  db: Db,
  { since, after, limit }: { since: Date | null; after: number; limit: number },
): Promise<Entry[]> {
  const { rows } = await sql<Entry>`
    with page as materialized (
      select * from consent_records
      where id > ${after} and (${since}::timestamptz is null or coalesce(recorded_at, at) >= ${since}::timestamptz)
      order by id limit ${limit}
    ), users as (
      select customer, min(value) as "user" from identities
      where kind = 'user' and customer = any(array(select customer from page)) group by customer
    )
    select p.*, u."user", c.erased_at is not null as erased
    from page p join customers c on c.id = p.customer left join users u on u.customer = p.customer
    order by p.id`.execute(db);
  return rows;
}
