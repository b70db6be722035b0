/** Suppression by address: what is dead or has complained is not written to. The address is kept as a hash and a hint. */
import { sql } from 'kysely';
import { DAY } from '#core/clock.ts';
import type { Db } from '#store/db.ts';

export type SuppressionReason = 'hard_bounce' | 'soft_bounces' | 'complaint' | 'erased' | 'invalid' | 'manual';

export type Suppression = {
  id: number;
  kind: string;
  hint: string;
  reason: SuppressionReason;
  /** After a complaint: why nothing at all is sent to it any more. */
  also: SuppressionReason | null;
  by: string | null;
  at: Date;
};

export type ToSuppress = { kind: string; value: string; reason: SuppressionReason; by: string | null };

/**
 * Idempotent: what was said first stays. What spares service (a complaint, an erasure) is never lost to what comes later: that the
 * address is dead as well stands beside it, for then service is not sent there either.
 */
export async function suppress(db: Db, now: number, all: readonly ToSuppress[]): Promise<void> {
  if (all.length === 0) return;
  await sql`
    insert into suppressions as s (kind, hash, hint, reason, by, at)
    select distinct on (address_hash(kind, value)) kind, address_hash(kind, value), hint, reason, by, ${new Date(now)}::timestamptz
    from unnest(${all.map((a) => a.kind)}::text[], ${all.map((a) => a.value)}::text[], ${all.map((a) => hintOf(a.value))}::text[],
      ${all.map((a) => a.reason)}::text[], ${all.map((a) => a.by)}::text[]) as n (kind, value, hint, reason, by)
    on conflict (hash) do update set also = excluded.reason
    where s.reason in ('complaint', 'erased') and s.also is null and excluded.reason not in ('complaint', 'erased')`.execute(
    db,
  );
}

const SOFT_ERRORS = 5;

/** Errors at least 24 h apart are counted; 10 days after the last the count begins anew; the fifth suppresses. */
export async function noteSoftBounces(
  db: Db,
  now: number,
  all: readonly { kind: string; value: string }[],
): Promise<void> {
  if (all.length === 0) return;
  const at = new Date(now);
  const { rows } = await sql<{ hash: Buffer }>`
    insert into soft_bounces as b (hash, errors, last_at)
    select distinct address_hash(kind, value), 1, ${at}::timestamptz
    from unnest(${all.map((a) => a.kind)}::text[], ${all.map((a) => a.value)}::text[]) as n (kind, value)
    on conflict (hash) do update set last_at = excluded.last_at,
      errors = case when b.last_at < ${new Date(now - 10 * DAY)} then 1 else b.errors + 1 end
    where b.last_at <= ${new Date(now - DAY)}
    returning case when errors >= ${SOFT_ERRORS} then hash end as hash`.execute(db);
  const full = new Set(rows.flatMap((r) => (r.hash === null ? [] : [r.hash.toString('hex')])));
  if (full.size === 0) return;
  const { rows: named } = await sql<{ kind: string; value: string; hash: Buffer }>`
    select kind, value, address_hash(kind, value) as hash
    from unnest(${all.map((a) => a.kind)}::text[], ${all.map((a) => a.value)}::text[]) as n (kind, value)`.execute(db);
  const dead = named.filter((n) => full.has(n.hash.toString('hex')));
  await suppress(
    db,
    now,
    dead.map(({ kind, value }) => ({ kind, value, reason: 'soft_bounces' as const, by: null })),
  );
}

export async function listSuppressions(
  db: Db,
  { after, limit }: { after: number | null; limit: number },
): Promise<Suppression[]> {
  let query = db.selectFrom('suppressions').select(['id', 'kind', 'hint', 'reason', 'also', 'by', 'at']);
  if (after !== null) query = query.where('id', '<', after);
  return (await query.orderBy('id', 'desc').limit(limit).execute()) as Suppression[];
}

/** Answers whether it stood. Its count of soft bounces goes with it. */
export async function liftSuppression(trx: Db, id: number): Promise<boolean> {
  const row = await trx.deleteFrom('suppressions').where('id', '=', id).returning('hash').executeTakeFirst();
  if (row) await trx.deleteFrom('soft_bounces').where('hash', '=', row.hash).execute();
  return row !== undefined;
}

/** Enough for a person to know it again: `z…@shop.example`, `…89`. */
export function hintOf(value: string): string {
  const at = value.lastIndexOf('@');
  return at > 0 ? `${value.slice(0, 1)}…${value.slice(at)}` : `…${value.slice(-2)}`;
}
