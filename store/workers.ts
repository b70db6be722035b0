/** The processes that make chains go on: each says every few seconds that it is there, and what it can reach. */
import { sql } from 'kysely';
import type { WorkerState } from '#core/health.ts';
import type { Db } from '#store/db.ts';
import type { SweepNumbers } from '#store/sweep.ts';

export async function sayHere(db: Db, name: string, state: WorkerState): Promise<void> {
  await sql`
    insert into workers (name, state) values (${name}, ${JSON.stringify(state)}::jsonb)
    on conflict (name) do update set seen_at = clock_timestamp(), state = excluded.state`.execute(db);
  await sql`delete from workers where seen_at < clock_timestamp() - interval '1 day'`.execute(db);
}

/** One that stops of its own accord is not missed. */
export async function sayGone(db: Db, name: string): Promise<void> {
  await db.deleteFrom('workers').where('name', '=', name).execute();
}

export type Watch = {
  workers: { name: string; seconds: number; state: WorkerState }[];
  /** What the last sweep found, and how long ago that was; null: none has run yet. */
  sweep: (SweepNumbers & { seconds: number }) | null;
};

/** All ages are told by the database's clock alone. */
export async function readWatch(db: Db): Promise<Watch> {
  const { rows: workers } = await sql<Watch['workers'][number]>`
    select name, extract(epoch from clock_timestamp() - seen_at)::float8 as seconds, state from workers
    order by seen_at desc limit 50`.execute(db);
  const { rows } = await sql<{ seconds: number; value: SweepNumbers }>`
    select extract(epoch from clock_timestamp() - (value ->> 'at')::timestamptz)::float8 as seconds, value
    from settings where key = 'sweep'`.execute(db);
  return { workers, sweep: rows[0] ? { ...rows[0].value, seconds: rows[0].seconds } : null };
}
