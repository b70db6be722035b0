/** Events as they arrive: deduplicated, stored, their names counted, their traits merged into the profile. */
import { sql } from 'kysely';
import type { Incoming } from '#core/event.ts';
import { NAME_FIELDS } from '#core/lookup.ts';
import type { Db } from '#store/db.ts';

export type StoredEvent = { call: Incoming; customer: number; seq: number; receivedAt: number };

/** For each call whether its (source, messageId) is seen for the first time, in this batch and ever. */
export async function newMessages(trx: Db, calls: readonly Incoming[], now: number): Promise<boolean[]> {
  const firsts = new Map<string, number>();
  calls.forEach((call, i) => {
    const key = keyOf(call.source, call.messageId);
    if (!firsts.has(key)) firsts.set(key, i);
  });
  // In one order for all processes, or two batches that share messages could wait for each other.
  const asked = [...firsts.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, i]) => calls[i] as Incoming);
  const { rows } = await sql<{ source: string; message_id: string }>`
    insert into event_dedupe (source, message_id, received_at)
    select *, ${new Date(now)}::timestamptz
    from unnest(${asked.map((c) => c.source)}::text[], ${asked.map((c) => c.messageId)}::text[])
    on conflict do nothing returning source, message_id`.execute(trx);
  const fresh = new Set(rows.map((r) => keyOf(r.source, r.message_id)));
  return calls.map((call, i) => {
    const key = keyOf(call.source, call.messageId);
    return firsts.get(key) === i && fresh.has(key);
  });
}

function keyOf(source: string, messageId: string): string {
  return `${source}\u0001${messageId}`;
}

/** Later calls of a batch win over earlier ones; `email` and `phone` are addresses and leave the traits. */
export async function mergeTraits(
  trx: Db,
  accepted: readonly { call: Incoming; customer: number }[],
  now: number,
): Promise<void> {
  const profiles = new Map<number, { traits: Incoming['traits']; zone?: string; country?: string; locale?: string }>();
  const addresses = new Map<string, { customer: number; kind: string; value: string }>();
  for (const { call, customer } of accepted) {
    const { email, phone, ...traits } = call.traits;
    for (const [kind, value] of [
      ['email', email],
      ['phone', phone],
    ] as const) {
      if (typeof value === 'string' && value !== '') addresses.set(`${customer} ${kind}`, { customer, kind, value });
    }
    if (Object.keys(traits).length === 0 && !call.zone && !call.country && !call.locale) continue;
    const before = profiles.get(customer) ?? { traits: {} };
    profiles.set(customer, {
      ...before,
      traits: { ...before.traits, ...traits },
      ...(call.zone ? { zone: call.zone } : {}),
      ...(call.country ? { country: call.country } : {}),
      ...(call.locale ? { locale: call.locale } : {}),
    });
  }
  const list = [...profiles.entries()];
  if (list.length > 0) {
    await sql`
      update customers c set traits = c.traits || n.traits::jsonb,
        names = case when n.traits::jsonb ?| ${NAME_FIELDS}::text[] then name_words(c.traits || n.traits::jsonb) else c.names end,
        zone = coalesce(n.zone, c.zone),
        country = coalesce(n.country, c.country), locale = coalesce(n.locale, c.locale), updated_at = ${new Date(now)}
      from unnest(${list.map(([id]) => id)}::bigint[], ${list.map(([, p]) => JSON.stringify(p.traits))}::text[],
        ${list.map(([, p]) => p.zone ?? null)}::text[], ${list.map(([, p]) => p.country ?? null)}::text[],
        ${list.map(([, p]) => p.locale ?? null)}::text[]) as n (id, traits, zone, country, locale)
      where c.id = n.id`.execute(trx);
  }
  const named = [...addresses.values()];
  if (named.length > 0) {
    await sql`
      insert into addresses (customer, kind, value, set_at)
      select *, ${new Date(now)}::timestamptz from unnest(${named.map((a) => a.customer)}::bigint[],
        ${named.map((a) => a.kind)}::text[], ${named.map((a) => a.value)}::text[])
      on conflict (customer, kind) do update set value = excluded.value, set_at = excluded.set_at
      where addresses.value <> excluded.value`.execute(trx);
  }
}

/** Draws `seq` in the order of the calls; the customers' locks are held. */
export async function insertEvents(
  trx: Db,
  accepted: readonly { call: Incoming; customer: number }[],
  now: number,
): Promise<StoredEvent[]> {
  if (accepted.length === 0) return [];
  const { rows } = await sql<{ seq: number; message_id: string; source: string }>`
    insert into events (received_at, occurred_at, customer, name, source, message_id, historical, properties)
    select ${new Date(now)}::timestamptz, to_timestamp(occurred / 1000), customer, name, source, message, historical, properties::jsonb
    from unnest(${accepted.map((a) => a.call.occurredAt)}::double precision[], ${accepted.map((a) => a.customer)}::bigint[],
      ${accepted.map((a) => a.call.name)}::text[], ${accepted.map((a) => a.call.source)}::text[],
      ${accepted.map((a) => a.call.messageId)}::text[], ${accepted.map((a) => a.call.historical)}::boolean[],
      ${accepted.map((a) => JSON.stringify(a.call.properties))}::text[]) with ordinality
      as n (occurred, customer, name, source, message, historical, properties, nr)
    order by nr
    returning seq, message_id, source`.execute(trx);
  const seqs = new Map(rows.map((r) => [keyOf(r.source, r.message_id), r.seq]));
  return accepted.map(({ call, customer }) => {
    const seq = seqs.get(keyOf(call.source, call.messageId));
    if (seq === undefined) throw new Error('An inserted event did not come back.');
    return { call, customer, seq, receivedAt: now };
  });
}

type Noted = { first: number; last: number; count: number; properties: Record<string, string> };
const noted = new WeakMap<Db, { names: Map<string, Noted>; timer: ReturnType<typeof setTimeout> | null }>();
/** Wall ms between two writes of the catalogue: its row a name is shared by all, and must not serialise intake. */
const NOTE_EVERY = 1_000;

/** Counts names and property types for the catalogue of events seen; written a little later, outside the transaction. */
export function noteNames(db: Db, calls: readonly Incoming[], now: number): void {
  const pending = noted.get(db) ?? { names: new Map<string, Noted>(), timer: null };
  noted.set(db, pending);
  for (const call of calls) {
    if (call.kind !== 'track') continue;
    const note = pending.names.get(call.name) ?? { first: now, last: now, count: 0, properties: {} };
    note.last = now;
    note.count += 1;
    for (const [name, value] of Object.entries(call.properties)) note.properties[name] ??= typeName(value);
    pending.names.set(call.name, note);
  }
  pending.timer ??= setTimeout(() => void writeNames(db).catch(() => undefined), NOTE_EVERY).unref();
}

function typeName(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'list' : typeof value;
}

/** Writes what was noted so far; called by itself, and before a process ends. */
export async function writeNames(db: Db): Promise<void> {
  const pending = noted.get(db);
  if (!pending) return;
  noted.delete(db);
  if (pending.timer) clearTimeout(pending.timer);
  const list = [...pending.names.entries()].sort(([a], [b]) => (a < b ? -1 : 1));
  if (list.length === 0) return;
  await sql`
    insert into event_names as e (name, first_seen, last_seen, count, properties)
    select name, to_timestamp(first / 1000), to_timestamp(last / 1000), count, properties::jsonb
    from unnest(${list.map(([name]) => name)}::text[], ${list.map(([, n]) => n.first)}::double precision[],
      ${list.map(([, n]) => n.last)}::double precision[], ${list.map(([, n]) => n.count)}::bigint[],
      ${list.map(([, n]) => JSON.stringify(n.properties))}::text[]) as n (name, first, last, count, properties)
    on conflict (name) do update set last_seen = greatest(e.last_seen, excluded.last_seen),
      count = e.count + excluded.count, properties = e.properties || excluded.properties`.execute(db);
}
