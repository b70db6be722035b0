/** Mails owed to customers outside any chain: written with the deed they tell of, claimed by a worker, then emptied. */
import { sql } from 'kysely';
import type { Clock } from '#core/clock.ts';
import type { Purpose } from '#core/code.ts';
import type { Db } from '#store/db.ts';
import type { Purpose as LinkPurpose } from '#store/links.ts';

export type Mail =
  /** `to` null: to the address on file. */
  | { kind: 'code'; params: { code: string; purpose: Purpose; lang: 'en' | 'fr'; to?: string } }
  | { kind: 'address_changed'; params: { lang: 'en' | 'fr'; to: string } }
  /** For somebody who works here; `company` in the name of which. */
  | { kind: 'link'; params: { lang: 'en' | 'fr'; to: string; purpose: LinkPurpose; company: string; link: string } }
  /** A message for a colleague to read, filled in already. */
  | { kind: 'proof'; params: { lang: string; to: string; subject: string; html: string; text: string } };

export type Owing = Mail & { customer: number | null; brand: string; expiresAt: number; proof?: number };

/** Wall ms after which a notice is no news any more. */
const NOTICE_STANDS = 7 * 86_400_000;

export function noticeExpiry(clock: Clock): number {
  return clock.now() + NOTICE_STANDS * clock.setting.speed;
}

/** In the transaction of what it tells of. */
export async function oweMail(
  trx: Db,
  now: number,
  { customer, brand, kind, params, expiresAt, proof }: Owing,
): Promise<void> {
  const at = new Date(now);
  await trx
    .insertInto('mails_owed')
    .values({
      ...{ customer, brand, kind, params: JSON.stringify(params), created_at: at, due: at },
      expires_at: new Date(expiresAt),
      ...(proof === undefined ? {} : { proof }),
    })
    .execute();
}

export type Owed = Mail & {
  id: number;
  /** null: a proof, or a link for somebody who works here. */
  customer: number | null;
  brand: string;
  brandName: string;
  zone: string | null;
  country: string | null;
  createdAt: number;
  /** This hand-over included. */
  attempts: number;
  address: string | null;
  /** Why nothing is sent to the address, by store/suppressions.ts. */
  suppressed: string | null;
};

export type ClaimOptions = { now: number; limit: number; leaseSeconds: number };

/**
 * Claims what is due; nothing while a stop of everything or of e-mail stands. What nobody sent in time is emptied. A
 * lease that ran out is claimed again: what is owed rather comes twice than never, under one Message-ID.
 */
export async function claimOwed(db: Db, { now, limit, leaseSeconds }: ClaimOptions): Promise<Owed[]> {
  const at = new Date(now);
  const { rows } = await sql<Omit<Owed, 'createdAt'> & { created_at: Date }>`
    with late as (
      update mails_owed set settled_at = ${at}, fate = 'expired', params = '{}', lease_until = null
      where settled_at is null and expires_at <= ${at} and (lease_until is null or lease_until < clock_timestamp())
    ), mine as (
      update mails_owed set attempts = attempts + 1, lease_until = clock_timestamp() + make_interval(secs => ${leaseSeconds})
      where id = any(array(
        select id from mails_owed where settled_at is null and due <= ${at} and expires_at > ${at}
          and (lease_until is null or lease_until < clock_timestamp())
          and not exists (select from stops where lifted_at is null
            and (scope = 'all' or (scope = 'channel' and target = 'email')))
        order by due, id limit ${limit} for update skip locked))
      returning *
    )
    select m.id, m.customer, m.brand, m.kind, m.params, m.attempts, m.created_at, coalesce(b.name, m.brand) as "brandName",
      c.zone, c.country, t.value as address,
      (select coalesce(also, reason) from suppressions where hash = address_hash('email', t.value)) as suppressed
    from mine m left join customers c on c.id = m.customer left join brands b on b.id = m.brand
    left join addresses a on a.customer = m.customer and a.kind = 'email'
    cross join lateral (select coalesce(m.params ->> 'to', a.value) as value) as t
    order by m.id`.execute(db);
  return rows.map(({ created_at, ...row }) => ({ ...row, createdAt: +created_at }) as Owed);
}

export type Fate = 'sent' | 'refused' | 'failed' | 'unknown' | 'off' | 'suppressed' | 'no_address';

/** `attempts` is the claim's: one that was taken over meanwhile is left to the other. */
export type SettledOwed = Pick<Owed, 'id' | 'attempts'> & { response: string | null } & (
    | { fate: Fate; again: null }
    /** Domain ms at which it is tried again. */
    | { fate: null; again: number }
  );

export async function settleOwed(db: Db, now: number, settled: readonly SettledOwed[]): Promise<void> {
  if (settled.length === 0) return;
  const at = new Date(now);
  await sql`
    update mails_owed m set fate = s.fate, response = s.response, lease_until = null,
      settled_at = case when s.fate is null then null else ${at}::timestamptz end,
      params = case when s.fate is null then m.params else '{}' end,
      due = case when s.fate is null then to_timestamp(s.again / 1000) else m.due end
    from unnest(${settled.map((s) => s.id)}::bigint[], ${settled.map((s) => s.attempts)}::integer[],
      ${settled.map((s) => s.fate)}::text[], ${settled.map((s) => s.response)}::text[],
      ${settled.map((s) => s.again)}::double precision[]) as s (id, attempts, fate, response, again)
    where m.id = s.id and m.attempts = s.attempts and m.settled_at is null`.execute(db);
}

/** For the housekeeper. They say by then that a mail was sent, and nothing else. */
export async function pruneOwed(db: Db, before: Date): Promise<void> {
  await sql`delete from mails_owed where settled_at < ${before}`.execute(db);
}
