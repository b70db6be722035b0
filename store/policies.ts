/** Versions of the contact policy: dated, attributed, the newest in force. */
import { sql } from 'kysely';
import { DEFAULT_POLICY } from '#core/policy/index.ts';
import type { PolicyRules } from '#core/policy/rule.ts';
import type { Db } from '#store/db.ts';

export type PolicyChange = { rules: PolicyRules; note?: string; by?: string };

/** One change at a time: what a test may not change is read before it is written. Judgements read on. */
export async function lockPolicies(trx: Db): Promise<void> {
  await sql`lock table policies in share row exclusive mode`.execute(trx);
}

/** In force from the next judgement of everyone in flight. */
export async function setPolicy(db: Db, now: number, { rules, note, by }: PolicyChange): Promise<number> {
  const { rows } = await sql<{ version: number }>`
    insert into policies (rules, note, by, at)
    values (${JSON.stringify(rules)}::jsonb, ${note ?? null}, ${by ?? null}, ${new Date(now)}) returning version`.execute(
    db,
  );
  return rows[0]?.version ?? 0;
}

/** A base is never without a cap: the first process of a fresh one writes the default. */
export async function ensurePolicy(db: Db, now: number): Promise<void> {
  await sql`
    insert into policies (rules, note, at)
    select ${JSON.stringify(DEFAULT_POLICY)}::jsonb, 'the default', ${new Date(now)}
    where not exists (select from policies)`.execute(db);
}

export type PolicyVersion = { version: number; rules: PolicyRules; note: string | null; by: string | null; at: Date };

/** Newest first; the first of all is in force. */
export async function listPolicies(db: Db, page: { after: number | null; limit: number }): Promise<PolicyVersion[]> {
  const { rows } = await sql<PolicyVersion>`
    select version, rules, note, by, at from policies
    where ${page.after}::bigint is null or version < ${page.after}::bigint
    order by version desc limit ${page.limit}`.execute(db);
  return rows;
}
