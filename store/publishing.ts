/** What surrounds a published chain: requests to publish, its gate, its guard and the times the guard tripped. */
import { sql } from 'kysely';
import type { Json } from '#core/facts.ts';
import type { Gate } from '#core/gate.ts';
import { type Guard, type Trip, tripOf, type Watched } from '#core/objective.ts';
import { noteTrip } from '#store/attention.ts';
import type { Db } from '#store/db.ts';
import { pauseChain } from '#store/pauses.ts';

export type PublishRequest = {
  id: number;
  chain: number;
  revision: number;
  body: Json;
  requested_by: string;
  at: Date;
  answer: string | null;
  answered_by: string | null;
  answered_at: Date | null;
  reason: string | null;
  version: number | null;
};

/** A newer request takes the place of one that nobody has answered. */
export async function askToPublish(
  trx: Db,
  now: number,
  r: { chain: number; revision: number; body: unknown; by: string },
): Promise<PublishRequest> {
  await replaceRequests(trx, now, r.chain);
  return trx
    .insertInto('publish_requests')
    .values({
      ...{ chain: r.chain, revision: r.revision, body: JSON.stringify(r.body), requested_by: r.by },
      at: new Date(now),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** What nobody has answered yet is of no use any more: something newer was asked for, or published. */
export async function replaceRequests(trx: Db, now: number, chain: number): Promise<void> {
  await trx
    .updateTable('publish_requests')
    .set({ answer: 'replaced', answered_at: new Date(now) })
    .where('chain', '=', chain)
    .where('answer', 'is', null)
    .execute();
}

export async function getRequest(trx: Db, id: number): Promise<PublishRequest | null> {
  const row = await trx.selectFrom('publish_requests').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  return row ?? null;
}

export async function answerRequest(
  trx: Db,
  now: number,
  id: number,
  a: { answer: 'approved' | 'rejected'; by: string; reason: string | null; version: number | null },
): Promise<PublishRequest> {
  return trx
    .updateTable('publish_requests')
    .set({ answer: a.answer, answered_by: a.by, answered_at: new Date(now), reason: a.reason, version: a.version })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

export async function setGate(trx: Db, chain: number, gate: Gate | null): Promise<void> {
  await trx
    .updateTable('chains')
    .set({ gate: gate && JSON.stringify(gate) })
    .where('id', '=', chain)
    .execute();
}

export async function setGuard(trx: Db, chain: number, guard: Guard | null): Promise<void> {
  await trx
    .updateTable('chains')
    .set({ guard: guard && JSON.stringify(guard) })
    .where('id', '=', chain)
    .execute();
}

export type Publishing = {
  gate: Gate | null;
  guard: Guard | null;
  /** Entrants kept out by the gate. */
  gated: number;
  requests: PublishRequest[];
  trips: { at: Date; measure: string; measured: number; allowed: number; contacts: number }[];
};

export async function readPublishing(db: Db, chain: number): Promise<Publishing> {
  const row = await db.selectFrom('chains').select(['gate', 'guard']).where('id', '=', chain).executeTakeFirstOrThrow();
  const [{ rows: gated }, requests, trips] = await Promise.all([
    sql<{
      n: number;
    }>`select count(*)::int as n from entry_decisions where chain = ${chain} and decision = 'gated'`.execute(db),
    db.selectFrom('publish_requests').selectAll().where('chain', '=', chain).orderBy('id', 'desc').limit(10).execute(),
    db.selectFrom('guard_trips').selectAll().where('chain', '=', chain).orderBy('id', 'desc').limit(10).execute(),
  ]);
  return {
    gate: row.gate as Gate | null,
    guard: row.guard as Guard | null,
    ...{ gated: gated[0]?.n ?? 0, requests, trips },
  };
}

/**
 * Chains whose limits are passed are paused, each with what was measured. One statement asks for all of them: who has
 * withdrawn lately is a short list, and only for those is it asked what the chain had sent them before.
 */
export async function suspendUnguarded(db: Db, now: number): Promise<{ chain: number; trip: Trip }[]> {
  const { rows } = await sql<Watched & { chain: number; guard: Guard }>`
    with watched as (
      select c.id, c.guard, greatest(${new Date(now)}::timestamptz - (c.guard->>'days')::double precision * interval '1 day',
        (select max(resumed_at) from pauses where chain = c.id)) as since
      from chains c where c.state = 'live' and c.guard is not null
    ), gone as (
      select w.id, count(distinct r.customer) filter (where r.source <> 'complaint')::int as "optOuts",
        count(distinct r.customer) filter (where r.source = 'complaint')::int as complaints
      from watched w
      join consent_records r on not r.given and r.at >= w.since
        and r.at >= (select min(since) from watched)
      where exists (select from touches t where t.customer = r.customer and t.chain = w.id
        and t.handed_at >= w.since and t.handed_at <= r.at and t.state in ('handed', 'unknown'))
      group by w.id
    )
    select w.id as chain, w.guard, n.contacts, g."optOuts", g.complaints
    from watched w join gone g on g.id = w.id, lateral (
      select count(*)::int as contacts from touches t
      where t.chain = w.id and t.handed_at >= w.since and t.state in ('handed', 'unknown')
    ) n`.execute(db);
  const tripped: { chain: number; trip: Trip }[] = [];
  for (const { chain, guard, ...watched } of rows) {
    const trip = tripOf(guard, watched);
    if (!trip) continue;
    await db.transaction().execute(async (trx) => {
      if ((await pauseChain(trx, now, chain, 'guard')).kind !== 'turned') return;
      const told = { ...trip, contacts: watched.contacts };
      await trx
        .insertInto('guard_trips')
        .values({ chain, at: new Date(now), ...told })
        .execute();
      await noteTrip(trx, now, chain, told);
      tripped.push({ chain, trip });
    });
  }
  return tripped;
}
