/** How much of each capacity is used up in the hour or the day that runs now: locked, then counted, so never exceeded. */
import { sql } from 'kysely';
import type { Capacity, Limit, Span } from '#core/policy/capacity.ts';
import type { Db } from '#store/db.ts';

type Row = { rule: string; span: Span; used: number; next: Date };

/**
 * Taken last, after households and customers, and in one order: bursts that share a capacity wait for each other and
 * never in a circle. Slots are those of the company's clock.
 */
export async function lockCapacity(trx: Db, limits: readonly Limit[], now: number): Promise<Capacity[]> {
  if (limits.length === 0) return [];
  const sorted = [...limits].sort((a, b) => (a.rule + a.span < b.rule + b.span ? -1 : 1));
  const [rules, spans] = [sorted.map((l) => l.rule), sorted.map((l) => l.span)];
  const at = new Date(now);
  const zone = sql`coalesce((select value ->> 'zone' from settings where key = 'company'), 'Europe/Paris')`;
  await sql`
    insert into capacity_use (rule, span, slot)
    select rule, span, date_trunc(span, ${at}::timestamptz, ${zone})
    from unnest(${rules}::text[], ${spans}::text[]) as k (rule, span) order by rule, span
    on conflict do nothing`.execute(trx);
  const { rows } = await sql<Row>`
    select u.rule, u.span, u.used, case u.span when 'hour' then u.slot + interval '1 hour'
      else date_trunc('day', u.slot + interval '36 hours', ${zone}) end as next
    from capacity_use u
    where (u.rule, u.span) in (select * from unnest(${rules}::text[], ${spans}::text[]))
      and u.slot = date_trunc(u.span, ${at}::timestamptz, ${zone})
    order by u.rule, u.span for update of u`.execute(trx);
  return sorted.map((limit) => {
    const row = rows.find(({ rule, span }) => rule === limit.rule && span === limit.span);
    if (!row) throw new Error(`The use of capacity ${limit.rule} was not written.`);
    return { ...limit, used: row.used, waiting: 0, next: +row.next };
  });
}

/** In the transaction that holds the locks. */
export async function writeCapacity(
  trx: Db,
  booked: readonly (Limit & { count: number })[],
  now: number,
): Promise<void> {
  if (booked.length === 0) return;
  const zone = sql`coalesce((select value ->> 'zone' from settings where key = 'company'), 'Europe/Paris')`;
  await sql`
    update capacity_use u set used = u.used + n.count
    from unnest(${booked.map((b) => b.rule)}::text[], ${booked.map((b) => b.span)}::text[],
      ${booked.map((b) => b.count)}::integer[]) as n (rule, span, count)
    where u.rule = n.rule and u.span = n.span and u.slot = date_trunc(n.span, ${new Date(now)}::timestamptz, ${zone})`.execute(
    trx,
  );
}

export type Use = Limit & { used: number; from: Date; until: Date };

/** As it stands, without a lock: for people to look at. */
export async function readCapacity(db: Db, limits: readonly Limit[], now: number): Promise<Use[]> {
  if (limits.length === 0) return [];
  const zone = sql`coalesce((select value ->> 'zone' from settings where key = 'company'), 'Europe/Paris')`;
  const { rows } = await sql<Use>`
    select k.rule, k.span, k."limit", coalesce(u.used, 0) as used, k.slot as "from",
      case k.span when 'hour' then k.slot + interval '1 hour' else date_trunc('day', k.slot + interval '36 hours', ${zone}) end as until
    from (select *, date_trunc(span, ${new Date(now)}::timestamptz, ${zone}) as slot
      from unnest(${limits.map((l) => l.rule)}::text[], ${limits.map((l) => l.span)}::text[], ${limits.map((l) => l.limit)}::integer[])
        with ordinality as k (rule, span, "limit", nr)) as k
    left join capacity_use u on u.rule = k.rule and u.span = k.span and u.slot = k.slot
    order by k.nr`.execute(db);
  return rows;
}

/** Of the newest so many tasks. */
const NEWEST = 20_000;

/** Teams that tasks have gone to lately, the busiest first. */
export async function teamsSeen(db: Db): Promise<string[]> {
  const { rows } = await sql<{ team: string }>`
    select team from (select team from tasks order by id desc limit ${NEWEST}) as t
    where team is not null group by team order by count(*) desc, team limit 50`.execute(db);
  return rows.map(({ team }) => team);
}
