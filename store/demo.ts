/** The demo's base: marked as one, and emptied of all that the demo invented. What people made of their own stays. */
import { sql } from 'kysely';
import type { Db } from '#store/db.ts';

export type Demo = {
  /** `removing`: not all is gone yet, ask again. `removed`: it stays so, also when the demo is started again. */
  state: 'running' | 'removing' | 'removed';
  /** The chains that it made. */
  chains: number[];
};

const SETTING = 'demo';

/** null: the base is not a demo's. */
export async function readDemo(db: Db): Promise<Demo | null> {
  const row = await db.selectFrom('settings').select('value').where('key', '=', SETTING).executeTakeFirst();
  return (row?.value as Demo | undefined) ?? null;
}

export async function markDemo(db: Db, now: number, demo: Demo): Promise<void> {
  const set = { value: JSON.stringify(demo), updated_at: new Date(now) };
  await db
    .insertInto('settings')
    .values({ key: SETTING, ...set })
    .onConflict((c) => c.column('key').doUpdateSet(set))
    .execute();
}

/** Whatever speaks of customers. Tables that name a customer by a foreign key go with them. */
const INVENTED = [
  ...['customers', 'identities', 'addresses', 'events', 'event_dedupe', 'event_names', 'entry_decisions', 'enrolments'],
  ...[
    'waits',
    'touches',
    'attention',
    'pressure',
    'tasks',
    'consents',
    'consent_records',
    'offer_answers',
    'households',
  ],
  ...['contacts_elsewhere', 'customer_limits', 'purchases', 'policy_exposures', 'capacity_use', 'reservations'],
  ...['undelivered', 'soft_bounces', 'proof_codes', 'what_ifs', 'what_if_customers'],
];

/** The key by which the demo speaks is revoked first: nothing more is told while the base is emptied. */
export async function silenceDemo(trx: Db, now: number, { chains }: Demo, key: string): Promise<void> {
  await markDemo(trx, now, { state: 'removing', chains });
  await trx
    .updateTable('api_keys')
    .set({ revoked_at: new Date(now) })
    .where('name', '=', key)
    .where('revoked_at', 'is', null)
    .execute();
}

export type Emptied = { customers: number; chains: number };

/** Addresses that people suppressed by hand, and mails owed to people who work here, stay. */
export async function emptyDemo(trx: Db, now: number, { chains }: Demo): Promise<Emptied> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from customers`.execute(trx);
  await sql`truncate ${sql.join(INVENTED.map((name) => sql.table(name)))} cascade`.execute(trx);
  await trx.deleteFrom('suppressions').where('reason', '<>', 'manual').execute();
  await trx.deleteFrom('mails_owed').where('customer', 'is not', null).execute();
  const mine = [...chains, -1];
  await sql`delete from cohorts where version in (select id from versions where chain = any(${mine}::bigint[]))`.execute(
    trx,
  );
  for (const table of ['pauses', 'guard_trips', 'publish_requests', 'versions'] as const) {
    await trx.deleteFrom(table).where('chain', 'in', mine).execute();
  }
  const gone = await trx.deleteFrom('chains').where('id', 'in', mine).executeTakeFirst();
  await markDemo(trx, now, { state: 'removed', chains });
  return { customers: rows[0]!.n, chains: Number(gone.numDeletedRows) };
}
