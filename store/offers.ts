/** Offers as content sees them. */
import { sql } from 'kysely';
import type { Json } from '#core/facts.ts';
import type { Db } from '#store/db.ts';

/** `{{ offer.name }}` and the like; an offer that is not registered still has its id. */
export async function readOffers(db: Db, ids: readonly string[]): Promise<Map<string, Record<string, Json>>> {
  const { rows } = await sql<{ id: string } & Record<string, Json>>`
    select id, name, description, product, topic, to_json(valid_from) as valid_from, to_json(valid_until) as valid_until
    from offers where id = any(${ids}::text[])`.execute(db);
  const found = new Map<string, Record<string, Json>>(rows.map((row) => [row.id, row]));
  for (const id of ids) if (!found.has(id)) found.set(id, { id });
  return found;
}

export type OfferAnswered = {
  customer: number;
  offer: string;
  answer: 'refused' | 'accepted' | 'owned';
  /** null: for good. */
  until: Date | null;
  source: string;
};

export type AnswerRow = Omit<OfferAnswered, 'customer'> & { at: Date };

/** Of one customer, by offer. */
export async function listAnswers(
  db: Db,
  { customer, after, limit }: { customer: number; after: string | null; limit: number },
): Promise<AnswerRow[]> {
  let query = db
    .selectFrom('offer_answers')
    .select(['offer', 'answer', 'until', 'source', 'at'])
    .where('customer', '=', customer);
  if (after !== null) query = query.where('offer', '>', after);
  return (await query.orderBy('offer').limit(limit).execute()) as AnswerRow[];
}

/** The last answer counts. The customer's lock is held. */
export async function answerOffer(trx: Db, now: number, answered: OfferAnswered): Promise<void> {
  const row = { ...answered, at: new Date(now) };
  await trx
    .insertInto('offer_answers')
    .values(row)
    .onConflict((c) =>
      c.columns(['customer', 'offer']).doUpdateSet({
        answer: row.answer,
        until: row.until,
        source: row.source,
        at: row.at,
      }),
    )
    .execute();
}

export type OfferRow = {
  id: string;
  brand: string;
  topic: string | null;
  /** By language; older ones are a plain text. */
  name: Json;
  description: Json;
  product: string | null;
  valid_from: Date | null;
  valid_until: Date | null;
};

export async function listOffers(
  db: Db,
  { after, limit }: { after: string | null; limit: number },
): Promise<OfferRow[]> {
  let query = db.selectFrom('offers').selectAll();
  if (after !== null) query = query.where('id', '>', after);
  return (await query.orderBy('id').limit(limit).execute()) as OfferRow[];
}

export async function putOffer(trx: Db, { id, name, description, ...rest }: OfferRow): Promise<void> {
  const row = { ...rest, name: JSON.stringify(name), description: JSON.stringify(description) };
  await trx
    .insertInto('offers')
    .values({ id, ...row })
    .onConflict((c) => c.column('id').doUpdateSet(row))
    .execute();
}

/** One that is there already stays as it is. */
export async function addOffers(trx: Db, offers: readonly OfferRow[]): Promise<void> {
  if (offers.length === 0) return;
  await trx
    .insertInto('offers')
    .values(
      offers.map(({ name, description, ...rest }) => ({
        ...{ ...rest, name: JSON.stringify(name), description: JSON.stringify(description) },
      })),
    )
    .onConflict((c) => c.column('id').doNothing())
    .execute();
}

export async function deleteOffer(trx: Db, id: string): Promise<boolean> {
  return (await trx.deleteFrom('offers').where('id', '=', id).executeTakeFirst()).numDeletedRows > 0n;
}

export async function offersNamed(db: Db, ids: readonly string[]): Promise<OfferRow[]> {
  if (ids.length === 0) return [];
  return (await db
    .selectFrom('offers')
    .selectAll()
    .where('id', 'in', [...ids])
    .orderBy('id')
    .execute()) as OfferRow[];
}
