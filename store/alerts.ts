/** Rules that could not be computed: a person must mend them, and is told for which touches. */
import { sql } from 'kysely';
import type { Db } from '#store/db.ts';
import type { TouchKey } from '#store/touches.ts';

/** `failed`: held for it now. `mended`: were held for it, and have been judged. */
export async function noteRuleFailures(
  trx: Db,
  { failed, mended }: { failed: readonly TouchKey[]; mended: readonly TouchKey[] },
  now: number,
): Promise<void> {
  const at = new Date(now);
  const unnest = (keys: readonly TouchKey[]) => sql`unnest(${keys.map((t) => t.month)}::date[],
    ${keys.map((t) => t.enrolment)}::bigint[], ${keys.map((t) => t.step)}::integer[], ${keys.map((t) => t.visit)}::integer[])
    as k (month, enrolment, step, visit)`;
  if (failed.length > 0) {
    await sql`
      insert into attention (month, enrolment, step, visit, kind, at)
      select month, enrolment, step, visit, 'rule_failed', ${at}::timestamptz from ${unnest(failed)}
      on conflict (month, enrolment, step, visit, kind) do update set resolved_at = null, resolved_by = null,
        resolution = null, seen_at = null, seen_by = null`.execute(trx);
  }
  if (mended.length > 0) {
    await sql`
      update attention a set resolved_at = ${at}, resolution = 'mended' from ${unnest(mended)}
      where a.month = k.month and a.enrolment = k.enrolment and a.step = k.step and a.visit = k.visit
        and a.kind = 'rule_failed' and a.resolved_at is null`.execute(trx);
  }
}

export async function countRuleFailures(db: Db): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from attention where resolved_at is null and kind = 'rule_failed'`.execute(db);
  return rows[0]?.n ?? 0;
}
