/** What-ifs that were asked: their rules, their answer, and the customers whose contacts would have changed. */
import { sql } from 'kysely';
import type { Json } from '#core/facts.ts';
import type { CustomerChange } from '#core/policy/difference.ts';
import type { Db } from '#store/db.ts';

/** The newest are kept; they can be asked again. */
const KEPT = 20;

/** One at a time: it reads all history. */
const LOCK = 7_340_117;

/** null: another one is at work. Held by the session of `trx` until it ends. */
export async function lockWhatIf(trx: Db): Promise<boolean> {
  const { rows } = await sql<{ got: boolean }>`select pg_try_advisory_xact_lock(${LOCK}) as got`.execute(trx);
  return rows[0]?.got ?? false;
}

export type WhatIf = {
  id: number;
  rules: Json;
  since: Date;
  until: Date;
  result: Json;
  by: string | null;
  created_at: Date;
};

export async function openWhatIf(
  db: Db,
  now: number,
  of: { rules: Json; since: number; until: number; by: string | null },
): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into what_ifs (rules, since, until, by, created_at)
    values (${JSON.stringify(of.rules)}::jsonb, ${new Date(of.since)}, ${new Date(of.until)}, ${of.by}, ${new Date(now)})
    returning id`.execute(db);
  await sql`delete from what_ifs where id <= ${rows[0]!.id - KEPT}`.execute(db);
  return rows[0]!.id;
}

export async function noteChanges(db: Db, id: number, changes: readonly CustomerChange[]): Promise<void> {
  if (changes.length === 0) return;
  await sql`insert into what_if_customers (what_if, customer, gained, lost)
    select ${id}, * from unnest(${changes.map((c) => c.customer)}::bigint[], ${changes.map((c) => c.gained)}::integer[],
      ${changes.map((c) => c.lost)}::integer[])`.execute(db);
}

export async function closeWhatIf(db: Db, id: number, result: Json): Promise<void> {
  await sql`update what_ifs set result = ${JSON.stringify(result)}::jsonb where id = ${id}`.execute(db);
}

/** Only those that came to their end. */
export async function findWhatIf(db: Db, id: number): Promise<WhatIf | null> {
  const { rows } = await sql<WhatIf>`select * from what_ifs where id = ${id} and result is not null`.execute(db);
  return rows[0] ?? null;
}

/** Newest first, without their answers. */
export async function listWhatIfs(db: Db): Promise<Omit<WhatIf, 'rules' | 'result'>[]> {
  const { rows } = await sql<Omit<WhatIf, 'rules' | 'result'>>`
    select id, since, until, by, created_at from what_ifs where result is not null order by id desc limit ${KEPT}`.execute(
    db,
  );
  return rows;
}

/** By customer; `after`: the last one seen. */
export async function listChanges(
  db: Db,
  id: number,
  { after, limit }: { after: number; limit: number },
): Promise<CustomerChange[]> {
  const { rows } = await sql<CustomerChange>`
    select customer, gained, lost from what_if_customers where what_if = ${id} and customer > ${after}
    order by customer limit ${limit}`.execute(db);
  return rows;
}
