/** Pressure tests as the versions of the policy tell of them: when each began, whether it has ended. */
import { sql } from 'kysely';
import type { PolicyTest } from '#core/policy/variant.ts';
import type { Db } from '#store/db.ts';

/** Times in domain ms. */
export type KnownTest = {
  /** As the last version that carried it has it. */
  test: PolicyTest;
  /** Versions of the policy that carried it, oldest first. */
  versions: number[];
  startsAt: number;
  /** null: it goes on until it is taken out. */
  endsAt: number | null;
};

type Row = { versions: number[]; test: PolicyTest; since: Date; replaced: Date | null };

/** Newest first by the version they began in; `after` is such a version. */
export async function listTests(
  db: Db,
  { id = null, after = null, limit = 1 }: { id?: string | null; after?: number | null; limit?: number },
): Promise<KnownTest[]> {
  const { rows } = await sql<Row>`
    with known as (
      select version, at, rules -> 'test' as test, rules #>> '{test,id}' as id,
        lead(at) over w as next_at, lead(rules #>> '{test,id}') over w as next_id
      from policies window w as (order by version)
    )
    select array_agg(version order by version) as versions, min(at) as since,
      (array_agg(test order by version desc))[1] as test,
      (array_agg(case when next_id is distinct from id then next_at end order by version desc))[1] as replaced
    from known where id is not null and (${id}::text is null or id = ${id})
    group by id having ${after}::bigint is null or min(version) < ${after}
    order by min(version) desc limit ${limit}`.execute(db);
  return rows.map(({ versions, test, since, replaced }) => {
    const ends = [...(replaced ? [+replaced] : []), ...(test.until === undefined ? [] : [test.until])];
    return {
      ...{ test, versions, startsAt: Math.max(+since, test.from ?? 0) },
      endsAt: ends.length > 0 ? Math.min(...ends) : null,
    };
  });
}
