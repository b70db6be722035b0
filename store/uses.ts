/** Where published chains name a topic or a brand: what is in use is not deleted silently. */
import { sql } from 'kysely';
import type { Db } from '#store/db.ts';

/** `steps`: those of the chain's graph that name it; null where it is no chain. */
export type Use = { kind: 'chain' | 'topic' | 'offer' | 'consents'; id: string; name: string; steps: string[] | null };
export type ChainUse = { chain: number; name: string; steps: string[] };

/** Live and paused chains by their live version, and older versions that somebody still walks. */
export async function chainsNaming(
  db: Db,
  what: { topic: string } | { brand: string } | { offer: string },
): Promise<ChainUse[]> {
  const named =
    'topic' in what
      ? sql`s.step -> 'op' -> 'touch' -> 'topics' ? ${what.topic}`
      : 'brand' in what
        ? sql`s.step -> 'op' -> 'touch' ->> 'brand' = ${what.brand}`
        : sql`s.step -> 'op' -> 'touch' ->> 'offer' = ${what.offer}`;
  const { rows } = await sql<ChainUse>`
    select c.id as chain, c.name, json_agg(distinct s.step ->> 'step') as steps
    from chains c join versions v on v.chain = c.id
    cross join lateral jsonb_array_elements(v.plan -> 'steps') as s (step)
    where ${named} and ((v.id = c.live_version and c.state in ('live', 'paused')) or exists (
      select from cohorts h join enrolments e on e.cohort = h.id and e.state = 'live' where h.version = v.id))
    group by c.id, c.name order by c.id limit 50`.execute(db);
  return rows;
}
