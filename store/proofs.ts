/** Proofs: lists of colleagues, what was sent to them and what became of it; and the personas contents are shown as. */
import { sql } from 'kysely';
import type { Json } from '#core/facts.ts';
import type { Db } from '#store/db.ts';
import { oweMail } from '#store/owed.ts';

export type ProofList = { id: number; name: string; addresses: string[] };

export async function listProofLists(db: Db): Promise<ProofList[]> {
  return db.selectFrom('proof_lists').selectAll().orderBy('name').orderBy('id').limit(200).execute();
}

export async function findProofList(db: Db, id: number): Promise<ProofList | null> {
  return (await db.selectFrom('proof_lists').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;
}

export async function createProofList(db: Db, list: Omit<ProofList, 'id'>): Promise<ProofList> {
  return db.insertInto('proof_lists').values(list).returningAll().executeTakeFirstOrThrow();
}

export async function updateProofList(db: Db, { id, name, addresses }: ProofList): Promise<ProofList | null> {
  const set = { name, addresses };
  return (await db.updateTable('proof_lists').set(set).where('id', '=', id).returningAll().executeTakeFirst()) ?? null;
}

export async function deleteProofList(db: Db, id: number): Promise<boolean> {
  return (await db.deleteFrom('proof_lists').where('id', '=', id).executeTakeFirst()).numDeletedRows > 0n;
}

export type ProofMail = { lang: string; subject: string; html: string; text: string };

export type NewProof = {
  template: number | null;
  list: ProofList;
  by: string;
  /** Whose values it was filled in with, if it is a real customer's: goes when that customer is erased. */
  customer: number | null;
  mails: readonly ProofMail[];
  expiresAt: number;
};

/** One mail an address and language, owed outside any chain: in no ledger of pressure. */
export async function sendProof(trx: Db, now: number, proof: NewProof): Promise<number> {
  const { template, list, by, customer, mails, expiresAt } = proof;
  const recipients = list.addresses.length * mails.length;
  const { id } = await trx
    .insertInto('proofs')
    .values({ template, list: list.name, recipients, sent_by: by, at: new Date(now) })
    .returning('id')
    .executeTakeFirstOrThrow();
  for (const to of list.addresses) {
    for (const mail of mails) {
      await oweMail(trx, now, {
        kind: 'proof',
        params: { ...mail, to },
        customer,
        brand: 'default',
        expiresAt,
        proof: id,
      });
    }
  }
  return id;
}

export type ProofState = { id: number; list: string; recipients: number; at: Date; fates: Record<string, number> };

/** `fates`: how many of its mails came to what; `waiting` are still to leave. */
export async function findProof(db: Db, id: number): Promise<ProofState | null> {
  const { rows } = await sql<ProofState>`
    select p.id, p.list, p.recipients, p.at, coalesce((select jsonb_object_agg(fate, n) from (
      select coalesce(fate, 'waiting') as fate, count(*)::int as n from mails_owed where proof = p.id group by 1) f), '{}') as fates
    from proofs p where p.id = ${id}`.execute(db);
  return rows[0] ?? null;
}

export type Persona = {
  id: number;
  name: string;
  locale: string;
  zone: string | null;
  country: string | null;
  traits: Record<string, Json>;
  entry: Record<string, Json>;
};

const written = ({ traits, entry, ...rest }: Omit<Persona, 'id'>) => ({
  ...rest,
  traits: JSON.stringify(traits),
  entry: JSON.stringify(entry),
});

export async function listPersonas(db: Db): Promise<Persona[]> {
  return (await db.selectFrom('personas').selectAll().orderBy('name').orderBy('id').limit(200).execute()) as Persona[];
}

export async function findPersona(db: Db, id: number): Promise<Persona | null> {
  const row = await db.selectFrom('personas').selectAll().where('id', '=', id).executeTakeFirst();
  return (row as Persona | undefined) ?? null;
}

export async function createPersona(db: Db, persona: Omit<Persona, 'id'>): Promise<Persona> {
  const row = await db.insertInto('personas').values(written(persona)).returningAll().executeTakeFirstOrThrow();
  return row as Persona;
}

export async function updatePersona(db: Db, { id, ...persona }: Persona): Promise<Persona | null> {
  const row = await db
    .updateTable('personas')
    .set(written(persona))
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst();
  return (row as Persona | undefined) ?? null;
}

export async function deletePersona(db: Db, id: number): Promise<boolean> {
  return (await db.deleteFrom('personas').where('id', '=', id).executeTakeFirst()).numDeletedRows > 0n;
}

export type TraitSeen = { name: string; type: string; customers: number };

/** What the newest customers have; names only, for their values are theirs. */
export async function traitsSeen(db: Db): Promise<TraitSeen[]> {
  const { rows } = await sql<TraitSeen>`
    select t.key as name, min(jsonb_typeof(t.value)) as type, count(*)::int as customers
    from (select traits from customers where erased_at is null order by id desc limit 2000) c, jsonb_each(c.traits) t
    where jsonb_typeof(t.value) in ('string', 'number', 'boolean')
    group by t.key order by count(*) desc, t.key limit 200`.execute(db);
  return rows;
}
