/** Monthly partitions, made ahead of the domain's clock; what falls outside them lands in each table's default one. */
import { type RawBuilder, sql } from 'kysely';
import type { Db } from '#store/db.ts';

const BY_TIME = ['events', 'entry_decisions', 'pressure'] as const;
const BY_MONTH = ['touches'] as const;

/** Columns no query searches by value: an analyze leaves them out. */
const UNSORTED: Record<string, readonly string[]> = {
  events: ['properties'],
  pressure: ['topics'],
  touches: ['topics', 'decision', 'response'],
};

const PARTITION_LOCK = 5_261_002;

/** First day of the month `now` (ms) is in, shifted by `by` months, as `YYYY-MM-01` (UTC). */
export function monthOf(now: number, by = 0): string {
  const d = new Date(now);
  return new Date(Date.UTC(d.getUTCFullYear(), d.getUTCMonth() + by, 1)).toISOString().slice(0, 10);
}

/** Makes the partitions from last month to `ahead` months on. Idempotent, safe from several processes. */
export async function ensurePartitions(db: Db, now: number, ahead = 3): Promise<void> {
  const wanted: { parent: string; name: string; from: string; to: string }[] = [];
  for (let by = -1; by <= ahead; by += 1) {
    const [from, to] = [monthOf(now, by), monthOf(now, by + 1)];
    for (const parent of [...BY_TIME, ...BY_MONTH]) {
      wanted.push({ parent, name: `${parent}_${from.slice(0, 7).replace('-', '_')}`, from, to });
    }
  }
  const { rows } = await sql<{ relname: string }>`
    select relname from pg_class where relname = any(${wanted.map((w) => w.name)})`.execute(db);
  const present = new Set(rows.map((r) => r.relname));
  for (const w of wanted.filter((x) => !present.has(x.name))) await createPartition(db, w);
}

async function createPartition(db: Db, w: { parent: string; name: string; from: string; to: string }): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${PARTITION_LOCK})`.execute(trx);
    const there = await sql<{ t: string | null }>`select to_regclass(${w.name})::text as t`.execute(trx);
    if (there.rows[0]?.t) return;
    // Rows that came before their partition stay in the default one; it then keeps that month for good.
    const stray = await sql<{ n: number }>`
      select 1 as n from ${sql.table(`${w.parent}_rest`)}
      where ${sql.ref(keyOf(w.parent))} >= ${w.from} and ${sql.ref(keyOf(w.parent))} < ${w.to} limit 1`.execute(trx);
    if (stray.rows.length > 0) return;
    await sql`create table ${sql.table(w.name)} partition of ${sql.table(w.parent)}
      for values from (${sql.lit(w.from)}) to (${sql.lit(w.to)}) ${fill(w.parent)}`.execute(trx);
    // What a table says of its columns' statistics is not handed down to partitions made later.
    for (const column of UNSORTED[w.parent] ?? [])
      await sql`alter table ${sql.table(w.name)} alter column ${sql.ref(column)} set statistics 0`.execute(trx);
  });
}

function keyOf(parent: string): string {
  if (parent === 'touches') return 'month';
  return parent === 'pressure' ? 'at' : 'received_at';
}

function fill(parent: string): RawBuilder<unknown> {
  return parent === 'touches' ? sql`with (fillfactor = 45, toast_tuple_target = 256)` : sql``;
}
