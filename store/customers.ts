/** One customer as the API shows it: found by what names a person outside, read by our own id. */
import type { Json } from '#core/facts.ts';
import type { Db } from '#store/db.ts';

export type LookUp = { userId: string } | { anonymousId: string } | { email: string };

/** E-mail is matched without regard to case and may belong to several. */
export async function findCustomers(db: Db, by: LookUp, limit: number): Promise<number[]> {
  if ('email' in by) {
    const rows = await db
      .selectFrom('addresses')
      .select('customer')
      .where('kind', '=', 'email')
      .where((eb) => eb(eb.fn<string>('lower', ['value']), '=', by.email.toLowerCase()))
      .orderBy('customer')
      .limit(limit)
      .execute();
    return rows.map((r) => r.customer);
  }
  const [kind, value] = 'userId' in by ? ['user', by.userId] : ['anonymous', by.anonymousId];
  const rows = await db
    .selectFrom('identities')
    .select('customer')
    .where('kind', '=', kind)
    .where('value', '=', value)
    .execute();
  return rows.map((r) => r.customer);
}

export type Customer = {
  id: number;
  zone: string | null;
  country: string | null;
  locale: string | null;
  test: boolean;
  traits: Json;
  created_at: Date;
  updated_at: Date;
  erased_at: Date | null;
  identities: { kind: string; value: string }[];
  addresses: { kind: string; value: string }[];
  consents: Consent[];
};

export type Consent = {
  brand: string;
  channel: string;
  topic: string;
  given: boolean;
  expires_at: Date | null;
  at: Date;
};

export async function getCustomers(db: Db, ids: readonly number[]): Promise<Customer[]> {
  if (ids.length === 0) return [];
  const of = [...ids];
  const [rows, identities, addresses, consents] = await Promise.all([
    db.selectFrom('customers').selectAll().where('id', 'in', of).orderBy('id').execute(),
    db.selectFrom('identities').selectAll().where('customer', 'in', of).orderBy('kind').orderBy('value').execute(),
    db.selectFrom('addresses').selectAll().where('customer', 'in', of).orderBy('kind').execute(),
    db
      .selectFrom('consents')
      .selectAll()
      .where('customer', 'in', of)
      .orderBy('brand')
      .orderBy('channel')
      .orderBy('topic')
      .execute(),
  ]);
  return rows.map((row) => ({
    ...row,
    identities: identities.filter((i) => i.customer === row.id).map(({ kind, value }) => ({ kind, value })),
    addresses: addresses.filter((a) => a.customer === row.id).map(({ kind, value }) => ({ kind, value })),
    consents: consents
      .filter((c) => c.customer === row.id)
      .map(({ brand, channel, topic, given, expires_at, at }) => ({ brand, channel, topic, given, expires_at, at })),
  }));
}

export async function customerExists(db: Db, id: number): Promise<boolean> {
  const row = await db.selectFrom('customers').select('id').where('id', '=', id).executeTakeFirst();
  return row !== undefined;
}

export async function localeOf(db: Db, customer: number): Promise<string | null> {
  const row = await db.selectFrom('customers').select('locale').where('id', '=', customer).executeTakeFirst();
  return row?.locale ?? null;
}

export async function zoneOf(db: Db, customer: number): Promise<string | null> {
  const row = await db.selectFrom('customers').select('zone').where('id', '=', customer).executeTakeFirst();
  return row?.zone ?? null;
}

/** Answers the address it was before; null: none. The customer's lock is held. */
export async function changeEmail(
  trx: Db,
  now: number,
  { customer, address }: { customer: number; address: string },
): Promise<string | null> {
  const before = await trx
    .selectFrom('addresses')
    .select('value')
    .where('customer', '=', customer)
    .where('kind', '=', 'email')
    .executeTakeFirst();
  const set = { value: address, set_at: new Date(now) };
  await trx
    .insertInto('addresses')
    .values({ customer, kind: 'email', ...set })
    .onConflict((c) => c.columns(['customer', 'kind']).doUpdateSet(set))
    .execute();
  return before?.value ?? null;
}

/** Waits for who judges the customer at this moment. Answers whether it changed anything. */
export async function markTest(
  trx: Db,
  now: number,
  { customer, test }: { customer: number; test: boolean },
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('customers')
    .set({ test, updated_at: new Date(now) })
    .where('id', '=', customer)
    .where('test', '<>', test)
    .where('erased_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
