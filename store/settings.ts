/** The company's own settings: where its customers are when they do not say, and whom it holds out of everything. */
import { sql } from 'kysely';
import { type ConsentSettings, DEFAULT_CONSENT } from '#core/consent.ts';
import type { Sensitivity } from '#core/mask.ts';
import type { Db } from '#store/db.ts';

export type Company = { name: string; language: 'en' | 'fr'; zone: string; country: string };
/** `salt` is drawn once: changing the percentage moves as few customers as possible. */
export type HoldOut = { percent: number; salt: string };

const DEFAULT_COMPANY = { name: '', zone: 'Europe/Paris', country: 'FR' };

async function read<T>(db: Db, key: string): Promise<T | null> {
  const { rows } = await sql<{ value: T }>`select value from settings where key = ${key}`.execute(db);
  return rows[0]?.value ?? null;
}

async function write(db: Db, now: number, key: string, value: object): Promise<void> {
  await sql`
    insert into settings (key, value, updated_at) values (${key}, ${JSON.stringify(value)}::jsonb, ${new Date(now)})
    on conflict (key) do update set value = excluded.value, updated_at = excluded.updated_at`.execute(db);
}

export async function readCompany(db: Db): Promise<Company> {
  const company = { ...DEFAULT_COMPANY, ...(await read<Partial<Company>>(db, 'company')) };
  return { language: company.country === 'FR' ? 'fr' : 'en', ...company };
}

/** What is not given stays as it is. */
export async function writeCompany(db: Db, now: number, change: Partial<Company>): Promise<void> {
  await write(db, now, 'company', { ...(await readCompany(db)), ...change });
}

/** What is asked of everybody who signs in. */
export type Security = { totpRequired: boolean };

export async function readSecurity(db: Db): Promise<Security> {
  return { totpRequired: false, ...(await read<Partial<Security>>(db, 'security')) };
}

export async function writeSecurity(db: Db, now: number, security: Security): Promise<void> {
  await write(db, now, 'security', security);
}

export type Attribute = { sensitivity: Sensitivity };

/** What was said of attributes of customers and properties of events, by path. */
export async function readAttributes(db: Db): Promise<Record<string, Attribute>> {
  return (await read<Record<string, Attribute>>(db, 'attributes')) ?? {};
}

/** null: as it is usual for its name. */
export async function writeAttribute(trx: Db, now: number, path: string, attribute: Attribute | null): Promise<void> {
  const one = JSON.stringify(attribute === null ? {} : { [path]: attribute });
  await sql`
    insert into settings (key, value, updated_at) values ('attributes', ${one}::jsonb, ${new Date(now)})
    on conflict (key) do update set updated_at = excluded.updated_at,
      value = (settings.value - ${path}::text) || excluded.value`.execute(trx);
}

export async function readHoldOut(db: Db): Promise<HoldOut> {
  return (await read<HoldOut>(db, 'holdout')) ?? { percent: 0, salt: '' };
}

export async function writeHoldOut(db: Db, now: number, percent: number): Promise<void> {
  const { salt } = await readHoldOut(db);
  await write(db, now, 'holdout', { percent, salt: salt || crypto.randomUUID() });
}

/** Dotted path in the profile; null: nobody shares a household. */
export async function readHouseholdField(db: Db): Promise<string | null> {
  return (await read<{ field: string | null }>(db, 'household'))?.field ?? null;
}

export async function writeHouseholdField(db: Db, now: number, field: string | null): Promise<void> {
  await write(db, now, 'household', { field });
}

/** What consent means here; what was never set is as a fresh base has it. */
export async function readConsentSettings(db: Db): Promise<ConsentSettings> {
  const found = await read<Partial<ConsentSettings>>(db, 'consent');
  return {
    ...DEFAULT_CONSENT,
    ...found,
    regimes: { ...DEFAULT_CONSENT.regimes, ...found?.regimes },
    purchase: { ...DEFAULT_CONSENT.purchase, ...found?.purchase },
  };
}

export async function writeConsentSettings(db: Db, now: number, settings: ConsentSettings): Promise<void> {
  await write(db, now, 'consent', settings);
}
