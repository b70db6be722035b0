/** What surrounds a published chain: requests to publish, its gate, its guard and the times the guard tripped. */
import { sql } from 'kysely';
import type { Json } from '#core/facts.ts';
import type { Gate } from '#core/gate.ts';
import { type Guard, type Trip, tripOf, type Watched } from '#core/objective.ts';
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
  await trx
    .updateTable('publish_requests')
    .set({ answer: 'replaced', answered_at: new Date(now) })
    .where('chain', '=', r.chain)
    .where('answer', 'is', null)
    .execute();
  return trx
    .insertInto('publish_requests')
    .values({
      ...{ chain: r.chain, revision: r.revision, body: JSON.stringify(r.body), requested_by: r.by },
      at: new Date(now),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
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

/** Chains whose limits are passed are paused, each with what was measured. One statement asks for all of them. */
export async function suspendUnguarded(db: Db, now: number): Promise<{ chain: number; trip: Trip }[]> {
  const { rows } = await sql<Watched & { chain: number; guard: Guard }>`
    select c.id as chain, c.guard, n.contacts, n."optOuts", n.complaints
    from chains c, lateral (
      select count(*)::int as contacts,
        count(distinct t.customer) filter (where exists (select from consent_records r where r.customer = t.customer
          and not r.given and r.source <> 'complaint' and r.at >= t.handed_at and r.at >= s.since))::int as "optOuts",
        count(distinct t.customer) filter (where exists (select from consent_records r where r.customer = t.customer
          and not r.given and r.source = 'complaint' and r.at >= t.handed_at and r.at >= s.since))::int as complaints
      from (select greatest(${new Date(now)}::timestamptz - (c.guard->>'days')::double precision * interval '1 day',
        (select max(resumed_at) from pauses where chain = c.id)) as since) s
      join touches t on t.chain = c.id and t.handed_at >= s.since and t.state in ('handed', 'unknown')
    ) n
    where c.state = 'live' and c.guard is not null`.execute(db);
  const tripped: { chain: number; trip: Trip }[] = [];
  for (const { chain, guard, ...watched } of rows) {
    const trip = tripOf(guard, watched);
    if (!trip) continue;
    await db.transaction().execute(async (trx) => {
      if ((await pauseChain(trx, now, chain, 'guard')).kind !== 'turned') return;
      await trx
        .insertInto('guard_trips')
        .values({ chain, at: new Date(now), ...trip, contacts: watched.contacts })
        .execute();
      tripped.push({ chain, trip });
    });
  }
  return tripped;
}
