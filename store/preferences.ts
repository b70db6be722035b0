/** What a customer says of themselves on the preference page, and what the page tells them: never about anybody else. */
import { sql } from 'kysely';
import type { ConsentSettings, Word } from '#core/consent.ts';
import type { Limits } from '#core/policy/own.ts';
import type { Db } from '#store/db.ts';
import { readConsentSettings } from '#store/settings.ts';
import { type Heard, hear } from '#store/silence.ts';
import type { Holder } from '#store/token.ts';
import { lockCustomers } from '#store/touches.ts';

export type Topic = { id: string; name: Record<string, string> };

/** `at` in domain ms; `because` names the event that set the chain off, null where none did. */
export type Contacted = { at: number; channel: string; chain: string; because: string | null; since: number };

export type Said = { channel: string; topic: string; given: boolean };

export type Preferences = {
  /** Its name. */
  brand: string;
  brandNames: Record<string, string>;
  brandId: string;
  regimes: ConsentSettings['regimes'];
  locale: string | null;
  zone: string | null;
  email: string | null;
  topics: Topic[];
  /** The last words of this brand and of all brands; what has run out is not given. */
  said: Word[];
  limits: Limits;
  contacts: Contacted[];
};

/** null where there is no such customer any more. */
export async function readPreferences(db: Db, { customer, brand }: Holder, now: number): Promise<Preferences | null> {
  const { rows } = await sql<Omit<Preferences, 'regimes'>>`
    select coalesce(b.name, ${brand}::text) as brand, coalesce(b.names, '{}') as "brandNames", ${brand}::text as "brandId", c.locale, c.zone,
      (select value from addresses where customer = c.id and kind = 'email') as email,
      (select coalesce(json_agg(json_build_object('id', id, 'name', name) order by id), '[]')
        from topics where topics.brand = ${brand}) as topics,
      (select coalesce(json_agg(json_build_object('brand', consents.brand, 'channel', channel, 'topic', topic,
          'given', given and (expires_at is null or expires_at > ${new Date(now)}), 'expiresAt', null,
          'at', floor(extract(epoch from at) * 1000))), '[]')
        from consents where customer = c.id and consents.brand in (${brand}, '*')) as said,
      json_build_object('perWeek', l.per_week, 'pausedUntil', floor(extract(epoch from l.paused_until) * 1000)) as limits,
      (select coalesce(json_agg(row_to_json(t)), '[]') from (
        select floor(extract(epoch from t.handed_at) * 1000) as at, coalesce(t.counts_as, t.channel) as channel,
          ch.name as chain, (select name from events where seq = e.event) as because,
          floor(extract(epoch from e.trigger_at) * 1000) as since
        from touches t join enrolments e on e.id = t.enrolment join chains ch on ch.id = t.chain
        where t.customer = c.id and t.brand = ${brand} and t.state = 'handed' and t.handed_at is not null
        order by t.handed_at desc limit 5) as t) as contacts
    from customers c left join brands b on b.id = ${brand} left join customer_limits l on l.customer = c.id
    where c.id = ${customer} and c.erased_at is null`.execute(db);
  const found = rows[0];
  return found ? { ...found, regimes: (await readConsentSettings(db)).regimes } : null;
}

export type Change = Said & { wording: string };

/** Which text of the page was agreed to. */
const WORDING = 'preferences.1';

/** Under the customer's lock: no contact is judged between two of these changes. */
export async function savePreferences(
  db: Db,
  now: number,
  { customer, brand }: Holder,
  { changes, limits }: { changes: readonly Change[]; limits: Limits | null },
): Promise<Heard> {
  return db.transaction().execute(async (trx) => {
    await lockCustomers(trx, [customer]);
    const heard = await hear(
      trx,
      now,
      changes.map((change) => ({
        ...{ customer, brand, ...change },
        ...{ source: 'preference_centre', wordingVersion: WORDING },
      })),
    );
    if (limits === null) return heard;
    const pausedUntil = limits.pausedUntil === null ? null : new Date(limits.pausedUntil);
    await sql`insert into customer_limits (customer, per_week, paused_until, at)
      values (${customer}, ${limits.perWeek}, ${pausedUntil}, ${new Date(now)})
      on conflict (customer) do update set per_week = excluded.per_week, paused_until = excluded.paused_until,
        at = excluded.at`.execute(trx);
    return heard;
  });
}

/** What one link withdraws. Idempotent: a mail client may post several times, and one who was erased has nothing left. */
export async function withdrawOnce(
  db: Db,
  now: number,
  from: Holder & Omit<Said, 'given'>,
  source: string,
): Promise<Heard> {
  if ((await lastWord(db, from)) === false) return NOTHING;
  return db.transaction().execute(async (trx) => {
    await lockCustomers(trx, [from.customer]);
    const { rows } = await sql<{ known: boolean }>`select exists (select from customers where id = ${from.customer})
      and exists (select from brands where id = ${from.brand}) as known`.execute(trx);
    // Asked again under the lock: two posts at once make one record.
    if (!rows[0]?.known || (await lastWord(trx, from)) === false) return NOTHING;
    return hear(trx, now, [{ ...from, given: false, source }]);
  });
}

const NOTHING: Heard = { written: 0, withdrawn: 0, unwanted: [], wakes: [] };

/** null where nothing was said. */
export async function lastWord(db: Db, of: Holder & Omit<Said, 'given'>): Promise<boolean | null> {
  const { rows } = await sql<{ given: boolean }>`select given from consents where customer = ${of.customer}
    and brand = ${of.brand} and channel = ${of.channel} and topic = ${of.topic}`.execute(db);
  return rows[0]?.given ?? null;
}

/** The topic of a List-Id: its whole, or its first label (`news` of `news.shop.example`); null: no list of its own. */
export async function topicOfList(db: Db, brand: string, list: string | undefined): Promise<Topic | null> {
  if (list === undefined) return null;
  const id = /([^<>\s]+)>?\s*$/.exec(list)?.[1] ?? '';
  const { rows } = await sql<Topic>`select id, name from topics
    where brand = ${brand} and id in (${id}, ${id.split('.')[0] ?? ''}) order by length(id) desc limit 1`.execute(db);
  return rows[0] ?? null;
}
