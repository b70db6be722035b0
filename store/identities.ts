/** Who an incoming call speaks of: external ids to our own, set-based, new customers made on the way. */
import { sql } from 'kysely';
import type { Incoming } from '#core/event.ts';
import type { Db } from '#store/db.ts';

type Name = { kind: 'user' | 'anonymous'; value: string };

/** What speaks of a customer: by names of theirs, or by our own number. */
export type Naming = Pick<Incoming, 'userId' | 'anonymousId' | 'customer'>;

const keyOf = (n: Name) => `${n.kind} ${n.value}`;

function namesOf(call: Naming): Name[] {
  const names: Name[] = [];
  if (call.customer !== undefined) return names;
  if (call.userId !== undefined) names.push({ kind: 'user', value: call.userId });
  if (call.anonymousId !== undefined) names.push({ kind: 'anonymous', value: call.anonymousId });
  return names;
}

/** Whom names stand for: a customer we have, or (`id` null) one to be made. */
type Owner = {
  id: number | null;
  /** Has a `userId`. */
  named: boolean;
  /** Names to be written down as his. */
  names: Name[];
};

/**
 * Our id for each call, in order. A call's `userId` decides; an anonymous visitor who gives his `userId` for the first
 * time keeps his customer, and who logs in on the browser of somebody else does not become him. Customers are not
 * merged here: two that turn out to be one stay two.
 */
export async function resolveCustomers(trx: Db, calls: readonly Naming[], now: number): Promise<number[]> {
  const names = new Map<string, Name>();
  for (const call of calls) for (const name of namesOf(call)) names.set(keyOf(name), name);
  const found = await readIdentities(trx, [...names.values()]);
  const customers = new Map(found.map((row) => [keyOf(row), row.customer]));
  const owners = assignOwners(calls, found);
  const wanted = await makeCustomers(trx, owners, now);
  if (wanted.length > 0) {
    await insertIdentities(trx, wanted);
    // Another process may have named them first: its word stands, and the customers made for nothing go again.
    for (const row of await readIdentities(trx, wanted)) customers.set(keyOf(row), row.customer);
    await dropUnused(trx, owners, new Set(customers.values()));
  }
  return calls.map((call) => {
    const id =
      call.customer ??
      namesOf(call)
        .map((n) => customers.get(keyOf(n)))
        .find((x) => x !== undefined);
    if (id === undefined) throw new Error('An identity vanished while it was being resolved.');
    return id;
  });
}

/** Two calls of one batch that share a name speak of the same customer, known or new. Answers those with new names. */
function assignOwners(calls: readonly Naming[], found: readonly Found[]): Owner[] {
  const byId = new Map<number, Owner>();
  const byName = new Map<string, Owner>();
  for (const row of found) {
    const owner = byId.get(row.customer) ?? { id: row.customer, named: row.named, names: [] };
    byId.set(row.customer, owner);
    byName.set(keyOf(row), owner);
  }
  const growing = new Set<Owner>();
  for (const call of calls) {
    if (call.customer !== undefined) continue;
    const mine = namesOf(call);
    if (mine.length === 0)
      throw new Error('A call without userId and anonymousId reached the store: the API must refuse it.');
    const owner = ownerOf(call, mine, byName) ?? { id: null, named: false, names: [] };
    for (const name of mine) {
      if (byName.has(keyOf(name))) continue;
      byName.set(keyOf(name), owner);
      owner.names.push(name);
      growing.add(owner);
    }
    owner.named ||= call.userId !== undefined;
  }
  return [...growing];
}

function ownerOf(call: Naming, names: readonly Name[], byName: Map<string, Owner>): Owner | undefined {
  const [first, second] = names.map((n) => byName.get(keyOf(n)));
  if (first || call.userId === undefined) return first;
  return second?.named ? undefined : second;
}

type Found = Name & { customer: number; named: boolean };

async function readIdentities(trx: Db, names: readonly Name[]): Promise<Found[]> {
  const { rows } = await sql<Found>`
    select i.kind, i.value, i.customer, i.kind = 'user' or exists (
      select from identities u where u.customer = i.customer and u.kind = 'user') as named
    from unnest(${names.map((n) => n.kind)}::text[], ${names.map((n) => n.value)}::text[]) as k (kind, value)
    join identities i on i.kind = k.kind and i.value = k.value`.execute(trx);
  return rows;
}

/** Gives the new ones their ids; answers all names to be written down. */
async function makeCustomers(trx: Db, owners: readonly Owner[], now: number): Promise<(Name & { customer: number })[]> {
  const fresh = owners.filter((o) => o.id === null);
  if (fresh.length > 0) {
    const at = new Date(now);
    const made = await sql<{ id: number }>`
      insert into customers (created_at, updated_at) select ${at}::timestamptz, ${at}::timestamptz
      from generate_series(1, ${fresh.length}::integer) returning id`.execute(trx);
    for (const [i, owner] of fresh.entries()) owner.id = made.rows[i]?.id ?? null;
  }
  return owners.flatMap(({ id, names }) => names.map((name) => ({ ...name, customer: id ?? 0 })));
}

async function dropUnused(trx: Db, owners: readonly Owner[], used: ReadonlySet<number>): Promise<void> {
  const orphans = owners.flatMap(({ id }) => (id !== null && !used.has(id) ? [id] : []));
  if (orphans.length > 0) await sql`delete from customers where id = any(${orphans}::bigint[])`.execute(trx);
}

async function insertIdentities(trx: Db, wanted: readonly (Name & { customer: number })[]): Promise<void> {
  // All at once and in one order for all processes, or two batches that share names could wait for each other.
  const sorted = [...wanted].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  await sql`
    insert into identities (kind, value, customer)
    select * from unnest(${sorted.map((n) => n.kind)}::text[], ${sorted.map((n) => n.value)}::text[],
      ${sorted.map((n) => n.customer)}::bigint[])
    on conflict do nothing`.execute(trx);
}
