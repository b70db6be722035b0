/** The events seen so far by name, and what one event did to each chain. */
import type { Json } from '#core/facts.ts';
import type { Db } from '#store/db.ts';

export type EventName = { name: string; first_seen: Date; last_seen: Date; count: number; properties: Json };

export async function listEventNames(db: Db, page: { after: string | null; limit: number }): Promise<EventName[]> {
  return db
    .selectFrom('event_names')
    .selectAll()
    .$if(page.after !== null, (q) => q.where('name', '>', page.after))
    .orderBy('name')
    .limit(page.limit)
    .execute();
}

export type StoredEvent = {
  seq: number;
  received_at: Date;
  occurred_at: Date;
  customer: number;
  name: string;
  source: string;
  message_id: string;
  historical: boolean;
  properties: Json;
};

export async function getEvent(db: Db, seq: number): Promise<StoredEvent | null> {
  const row = await db.selectFrom('events').selectAll().where('seq', '=', seq).executeTakeFirst();
  return row ?? null;
}

export type EntryDecision = { chain: number; decision: string; enrolment: number | null };

export async function entryDecisions(db: Db, event: number): Promise<EntryDecision[]> {
  return db
    .selectFrom('entry_decisions')
    .select(['chain', 'decision', 'enrolment'])
    .where('event', '=', event)
    .orderBy('chain')
    .execute();
}
