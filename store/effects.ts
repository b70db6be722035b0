/** What each rule of the policy stopped: read from the decision records of contacts that wait or were not made. */
import { sql } from 'kysely';
import type { Db } from '#store/db.ts';

export type Effect = { rule: string; id: string | null; held: number; skipped: number };

/** A contact's month is that of its first date; it may have been judged again this much later. */
const LATER_MONTHS = 2;

/** Of contacts judged since then; those of test customers never meet these rules. */
export async function readEffects(db: Db, since: number): Promise<Effect[]> {
  const from = new Date(since);
  const { rows } = await sql<Effect>`
    with stopped as (
      select state, decision #> '{asked,-1}' as last from touches
      where month >= date_trunc('month', ${from}::timestamptz) - make_interval(months => ${LATER_MONTHS})
        and judged_at >= ${from} and state in ('held', 'skipped', 'expired')
    ), told as (
      select state, last ->> 'rule' as rule, coalesce(last #>> '{flip,cap}', last #>> '{inputs,id}', last #>> '{inputs,provision}',
        case jsonb_typeof(last #> '{inputs,rules,0}') when 'string' then last #>> '{inputs,rules,0}' end,
        (select r ->> 'id' from jsonb_array_elements(case jsonb_typeof(last #> '{inputs,rules}') when 'array'
            then last #> '{inputs,rules}' else '[]' end) as r
          where jsonb_typeof(r) = 'object' and (r ->> 'in_a_row')::int >= (r ->> 'max')::int limit 1)) as id
      from stopped where last is not null
    )
    select rule, id, count(*) filter (where state = 'held')::integer as held,
      count(*) filter (where state <> 'held')::integer as skipped
    from told where rule is not null group by rule, id order by rule, id`.execute(db);
  return rows;
}
