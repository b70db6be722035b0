/** Events as they came, newest first, each with what it did to the chains that begin with it. */
import { sql } from 'kysely';
import type { Json } from '#core/facts.ts';
import type { Db } from '#store/db.ts';

export type Decided = { chain: number; name: string; decision: string; enrolment: number | null };

export type IncomingRow = {
  seq: number;
  name: string;
  customer: number;
  traits: Record<string, Json>;
  source: string;
  received_at: Date;
  occurred_at: Date;
  historical: boolean;
  decisions: Decided[];
};

export async function listIncoming(
  db: Db,
  f: { name: string | null; after: number | null; limit: number },
): Promise<IncomingRow[]> {
  const { rows } = await sql<IncomingRow>`
    select e.*, coalesce(c.traits, '{}') as traits, coalesce(d.decisions, '[]') as decisions
    from (
      select seq, name, customer, source, received_at, occurred_at, historical from events
      where (${f.name}::text is null or name = ${f.name}::text) and (${f.after}::bigint is null or seq < ${f.after}::bigint)
      order by seq desc limit ${f.limit}
    ) e
    left join customers c on c.id = e.customer
    left join lateral (
      select json_agg(json_build_object('chain', x.chain, 'name', h.name, 'decision', x.decision, 'enrolment', x.enrolment)
        order by x.chain) as decisions
      from entry_decisions x join chains h on h.id = x.chain
      where x.event = e.seq and x.received_at between e.received_at - interval '1 second' and e.received_at + interval '1 second'
    ) d on true
    order by e.seq desc`.execute(db);
  return rows;
}
