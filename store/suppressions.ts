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

export const SOFT_ERRORS = 5;
const SOFT_DAYS = 10;

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
      errors = case when b.last_at < ${new Date(now - SOFT_DAYS * DAY)} then 1 else b.errors + 1 end
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

const SHOWN = ['id', 'kind', 'hint', 'reason', 'also', 'by', 'at'] as const;

export async function listSuppressions(
  db: Db,
  {
    after,
    limit,
    reason = null,
    kind = null,
  }: { after: number | null; limit: number; reason?: SuppressionReason | null; kind?: string | null },
): Promise<Suppression[]> {
  let query = db.selectFrom('suppressions').select(SHOWN);
  if (after !== null) query = query.where('id', '<', after);
  if (kind !== null) query = query.where('kind', '=', kind);
  if (reason !== null) query = query.where((e) => e.or([e('reason', '=', reason), e('also', '=', reason)]));
  return (await query.orderBy('id', 'desc').limit(limit).execute()) as Suppression[];
}

/** Of a customer's own addresses, as they are now. */
export async function suppressionsOf(db: Db, customer: number): Promise<Suppression[]> {
  const { rows } = await sql<Suppression>`
    select s.id, s.kind, s.hint, s.reason, s.also, s.by, s.at
    from addresses a join suppressions s on s.hash = address_hash(a.kind, a.value)
    where a.customer = ${customer} order by s.id desc`.execute(db);
  return rows;
}

export type Soft = { errors: number; last: Date };

/** What is known of one address: only who has it whole can ask. */
export async function findSuppression(
  db: Db,
  now: number,
  { kind, value }: { kind: string; value: string },
): Promise<{ found: Suppression | null; soft: Soft | null }> {
  const hash = sql<Buffer>`address_hash(${kind}, ${value})`;
  const [row, soft] = await Promise.all([
    db.selectFrom('suppressions').select(SHOWN).where('hash', '=', hash).executeTakeFirst(),
    db
      .selectFrom('soft_bounces')
      .select(['errors', 'last_at'])
      .where('hash', '=', hash)
      .where('last_at', '>=', new Date(now - SOFT_DAYS * DAY))
      .executeTakeFirst(),
  ]);
  return {
    found: (row as Suppression | undefined) ?? null,
    soft: soft ? { errors: soft.errors, last: soft.last_at } : null,
  };
}

export type SuppressionCounts = {
  reasons: { reason: SuppressionReason; addresses: number }[];
  /** Addresses whose soft errors are being counted, by how many they have. */
  soft: { errors: number; addresses: number }[];
};

export async function countSuppressions(db: Db, now: number): Promise<SuppressionCounts> {
  const [reasons, soft] = await Promise.all([
    sql<{ reason: SuppressionReason; addresses: number }>`
      select reason, count(*)::integer as addresses from suppressions group by reason order by addresses desc, reason`.execute(
      db,
    ),
    sql<{ errors: number; addresses: number }>`
      select errors, count(*)::integer as addresses from soft_bounces
      where errors < ${SOFT_ERRORS} and last_at >= ${new Date(now - SOFT_DAYS * DAY)} group by errors order by errors`.execute(
      db,
    ),
  ]);
  return { reasons: reasons.rows, soft: soft.rows };
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
