/**
 * What the judge must know, read after the customers' lock in one statement of its own: locking and counting in one
 * statement would count on the snapshot from before the lock. Something new to know is a file and a line here.
 */
import { sql } from 'kysely';
import type { Db } from '#store/db.ts';
import { addresses } from '#store/standing/addresses.ts';
import { consents, terms } from '#store/standing/consents.ts';
import { contacts } from '#store/standing/contacts.ts';
import { ended } from '#store/standing/ended.ts';
import { halts } from '#store/standing/halt.ts';
import { homes } from '#store/standing/homes.ts';
import { household } from '#store/standing/household.ts';
import { limits } from '#store/standing/limits.ts';
import { live } from '#store/standing/live.ts';
import { answers, expiredOffers } from '#store/standing/offers.ts';
import { own } from '#store/standing/own.ts';
import type { Asked, Part } from '#store/standing/part.ts';
import { policy } from '#store/standing/policy.ts';
import { refusals } from '#store/standing/refusals.ts';
import { purchases } from '#store/standing/relation.ts';
import { lastEvents, pending } from '#store/standing/situations.ts';
import { suppressed } from '#store/standing/suppressions.ts';

const PARTS = {
  own,
  consents,
  terms,
  purchases,
  suppressed,
  answers,
  expiredOffers,
  contacts,
  addresses,
  ended,
  halt: halts,
  policy,
  household,
  live,
  lastEvents,
  pending,
  refusals,
  limits,
  homes,
};

type Parts = typeof PARTS;

export type StandingRows = { [K in keyof Parts]: ReturnType<Parts[K]['read']> };

export async function readStanding(trx: Db, asked: Asked): Promise<StandingRows> {
  const parts = Object.entries(PARTS) as [string, Part<unknown, unknown>][];
  const wanted = parts.filter(([, { wanted }]) => wanted?.(asked.wants) ?? true);
  const selects = wanted.map(([name, { select }]) => sql`(${select(asked)}) as ${sql.ref(name)}`);
  const { rows } = await sql<Record<string, unknown>>`/* hot */ select ${sql.join(selects)}`.execute(trx);
  const row = rows[0];
  if (!row) throw new Error('The standing statement answers one row.');
  return Object.fromEntries(
    parts.map(([name, { read, none }]) => [name, read(name in row ? row[name] : none)]),
  ) as StandingRows;
}
