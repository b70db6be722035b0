/** What needs a person: touches in doubt or held for a fault, members set aside, chains that their guard has suspended. */
import { sql } from 'kysely';
import type { Json } from '#core/facts.ts';
import type { Trip } from '#core/objective.ts';
import type { Db } from '#store/db.ts';

export const ATTENTION_KINDS = ['unknown', 'missing_variable', 'poison', 'rule_failed', 'guard'] as const;
export type AttentionKind = (typeof ATTENTION_KINDS)[number];

export type AttentionRow = {
  id: number;
  kind: AttentionKind;
  at: Date;
  detail: Json;
  month: string | null;
  enrolment: number | null;
  step: number | null;
  visit: number | null;
  chain: number;
  chain_name: string;
  customer: number | null;
  /** Of the graph; its name there, or what its message is headed by. */
  step_id: string | null;
  step_name: string | null;
  channel: string | null;
  seen_at: Date | null;
  /** Name of the person; none where a program did it. */
  seen_by: string | null;
  resolved_at: Date | null;
  resolution: string | null;
};

/** Newest first. */
export async function listAttention(
  db: Db,
  f: {
    open: boolean;
    kind: AttentionKind | null;
    except: AttentionKind | null;
    after: number | null;
    limit: number;
  },
): Promise<AttentionRow[]> {
  const { rows } = await sql<AttentionRow>`
    select a.id, a.kind, a.at, a.detail, a.month, a.enrolment, a.step, a.visit, c.id as chain, c.name as chain_name,
      e.customer, s.id as step_id, s.name as step_name, t.channel, a.seen_at, p.name as seen_by,
      a.resolved_at, a.resolution
    from (
      select * from attention where (not ${f.open}::boolean or resolved_at is null)
        and (${f.kind}::text is null or kind = ${f.kind}::text) and (${f.except}::text is null or kind <> ${f.except}::text)
        and (${f.after}::bigint is null or id < ${f.after}::bigint)
      order by id desc limit ${f.limit}
    ) a
    left join enrolments e on e.id = a.enrolment
    join chains c on c.id = coalesce(a.chain, e.chain)
    left join touches t on t.month = a.month and t.enrolment = a.enrolment and t.step = a.step and t.visit = a.visit
    left join people p on p.id = a.seen_by
    left join lateral (
      select g ->> 'id' as id, coalesce(g ->> 'name', g #>> '{data,content,subject}', g #>> '{data,content,title}') as name
      from versions v, jsonb_array_elements(v.graph -> 'steps') g
      where v.id = e.version and g ->> 'id' = coalesce(t.step_id, v.plan -> 'steps' -> a.step ->> 'step') limit 1
    ) s on true
    order by a.id desc`.execute(db);
  return rows;
}

/** Open ones by kind; `unseen`: nobody has put them away yet. */
export async function countAttention(db: Db): Promise<{ kind: AttentionKind; open: number; unseen: number }[]> {
  const { rows } = await sql<{ kind: AttentionKind; open: number; unseen: number }>`
    select kind, count(*)::int as open, (count(*) filter (where seen_at is null))::int as unseen
    from attention where resolved_at is null group by kind`.execute(db);
  return rows;
}

/** Seeing twice keeps the first time. */
export async function markSeen(trx: Db, now: number, id: number, by: string): Promise<'seen' | 'already' | 'missing'> {
  const { numUpdatedRows } = await trx
    .updateTable('attention')
    .set({ seen_at: new Date(now), seen_by: by })
    .where('id', '=', id)
    .where('seen_at', 'is', null)
    .executeTakeFirst();
  if (numUpdatedRows > 0n) return 'seen';
  const there = await trx.selectFrom('attention').select('id').where('id', '=', id).executeTakeFirst();
  return there ? 'already' : 'missing';
}

/** A chain has suspended itself. */
export async function noteTrip(trx: Db, now: number, chain: number, trip: Trip & { contacts: number }): Promise<void> {
  await sql`
    insert into attention (chain, kind, detail, at)
    values (${chain}, 'guard', ${JSON.stringify(trip)}::jsonb, ${new Date(now)})
    on conflict (chain, kind) where chain is not null and resolved_at is null
      do update set detail = excluded.detail, at = excluded.at, seen_at = null, seen_by = null`.execute(trx);
}

/** The chain goes on: somebody has decided so. */
export async function closeTrip(trx: Db, now: number, chain: number, by: string): Promise<void> {
  await trx
    .updateTable('attention')
    .set({ resolved_at: new Date(now), resolved_by: by, resolution: 'resumed' })
    .where('chain', '=', chain)
    .where('kind', '=', 'guard')
    .where('resolved_at', 'is', null)
    .execute();
}

/** What was held for a missing variable and is not held any more was mended, whoever did it. */
export async function closeMended(db: Db, now: number): Promise<void> {
  await sql`
    update attention a set resolved_at = ${new Date(now)}, resolution = 'mended' from touches t
    where a.kind = 'missing_variable' and a.resolved_at is null and t.month = a.month and t.enrolment = a.enrolment
      and t.step = a.step and t.visit = a.visit and not (t.state = 'held' and t.reason = 'missing_variable')`.execute(
    db,
  );
}
