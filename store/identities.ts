/** Who an incoming call speaks of: external ids to our own, set-based, new customers made on the way. */
import { sql } from 'kysely';
import type { Incoming } from '#core/event.ts';
import type { Db } from '#store/db.ts';

type Name = { kind: 'user' | 'anonymous'; value: string };

const keyOf = (n: Name) => `${n.kind} ${n.value}`;

function namesOf(call: Incoming): Name[] {
  const names: Name[] = [];
  if (call.userId !== undefined) names.push({ kind: 'user', value: call.userId });
  if (call.anonymousId !== undefined) names.push({ kind: 'anonymous', value: call.anonymousId });
  return names;
}

/**
 * Our id for each call, in order. A call's `userId` decides; an anonymous visitor who gives his `userId` for the first
 * time keeps his customer. Customers are not merged here: two that turn out to be one stay two.
 */
export async function resolveCustomers(trx: Db, calls: readonly Incoming[], now: number): Promise<number[]> {
  const names = new Map<string, Name>();
  for (const call of calls) for (const name of namesOf(call)) names.set(keyOf(name), name);
  const known = await readIdentities(trx, [...names.values()]);
  // Two calls of one batch that share a name speak of the same new customer.
  const groupOf = new Map<string, Name[]>();
  for (const call of calls) {
    const mine = namesOf(call);
    if (mine.length === 0)
      throw new Error('A call without userId and anonymousId reached the store: the API must refuse it.');
    if (mine.some((n) => known.has(keyOf(n)))) continue;
    const group = mine.map((n) => groupOf.get(keyOf(n))).find((g) => g !== undefined) ?? [];
    for (const name of mine) {
      if (groupOf.has(keyOf(name))) continue;
      group.push(name);
      groupOf.set(keyOf(name), group);
    }
  }
  const groups = [...new Set(groupOf.values())];
  if (groups.length > 0) await createCustomers(trx, groups, known, now);
  await linkNames(trx, calls, known);
  return calls.map((call) => {
    const id = namesOf(call)
      .map((n) => known.get(keyOf(n)))
      .find((x) => x !== undefined);
    if (id === undefined) throw new Error('An identity vanished while it was being resolved.');
    return id;
  });
}

async function readIdentities(trx: Db, names: readonly Name[]): Promise<Map<string, number>> {
  const { rows } = await sql<Name & { customer: number }>`
    select i.kind, i.value, i.customer
    from unnest(${names.map((n) => n.kind)}::text[], ${names.map((n) => n.value)}::text[]) as k (kind, value)
    join identities i on i.kind = k.kind and i.value = k.value`.execute(trx);
  return new Map(rows.map((r) => [keyOf(r), r.customer]));
}

async function createCustomers(trx: Db, groups: Name[][], known: Map<string, number>, now: number): Promise<void> {
  const at = new Date(now);
  const made = await sql<{ id: number }>`
    insert into customers (created_at, updated_at) select ${at}::timestamptz, ${at}::timestamptz
    from generate_series(1, ${groups.length}::integer) returning id`.execute(trx);
  const wanted = groups.flatMap((group, i) => group.map((name) => ({ ...name, customer: made.rows[i]?.id ?? 0 })));
  await insertIdentities(trx, wanted);
  // Another process may have named them first: its word stands, and the customers made for nothing go again.
  for (const [key, id] of await readIdentities(trx, wanted)) known.set(key, id);
  const used = new Set(known.values());
  const orphans = made.rows.map((r) => r.id).filter((id) => !used.has(id));
  if (orphans.length > 0) await sql`delete from customers where id = any(${orphans}::bigint[])`.execute(trx);
}

async function insertIdentities(trx: Db, wanted: readonly (Name & { customer: number })[]): Promise<void> {
  const sorted = [...wanted].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  await sql`
    insert into identities (kind, value, customer)
    select * from unnest(${sorted.map((n) => n.kind)}::text[], ${sorted.map((n) => n.value)}::text[],
      ${sorted.map((n) => n.customer)}::bigint[])
    on conflict do nothing`.execute(trx);
}

/** Names seen for the first time beside a known one are linked to its customer. */
async function linkNames(trx: Db, calls: readonly Incoming[], known: Map<string, number>): Promise<void> {
  const links: (Name & { customer: number })[] = [];
  for (const call of calls) {
    const names = namesOf(call);
    const customer = names.map((n) => known.get(keyOf(n))).find((x) => x !== undefined);
    for (const name of names) {
      if (customer === undefined || known.has(keyOf(name))) continue;
      links.push({ ...name, customer });
      known.set(keyOf(name), customer);
    }
  }
  if (links.length === 0) return;
  await insertIdentities(trx, links);
  for (const [key, id] of await readIdentities(trx, links)) known.set(key, id);
}
