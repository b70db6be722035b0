/** The codes customers prove themselves with: drawn here, kept as keyed hashes, tried under a lock. Rules: core/code.ts. */
import { createHmac, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import { sql } from 'kysely';
import type { Clock } from '#core/clock.ts';
import { CODE_DIGITS, expiryOf, judgeCode, mayAsk, type Purpose, readCode, TRIES } from '#core/code.ts';
import type { Db } from '#store/db.ts';
import { lockHouseholds } from '#store/households.ts';
import { lockCustomers } from '#store/touches.ts';

/** `address`: of a change, the one it is about; part of what the code is bound to. */
export type Asked = { customer: number; purpose: Purpose; address: string | null };

export type CodeDeps = { clock: Clock; secret: Buffer };

/** Answers the code, to be mailed and never shown; null: too many were asked for. Run it in a transaction. */
export async function askCode(trx: Db, { clock, secret }: CodeDeps, asked: Asked): Promise<string | null> {
  const now = clock.now();
  const { speed } = clock.setting;
  const { customer, purpose, address } = asked;
  await lockCustomers(trx, [customer]);
  if (purpose !== 'confirm') {
    const { rows } = await sql<{ asked_at: Date }>`select asked_at from proof_codes
      where customer = ${customer} and purpose <> 'confirm'`.execute(trx);
    if (
      !mayAsk(
        rows.map((r) => +r.asked_at),
        now,
        speed,
      )
    )
      return null;
  }
  const code = String(randomInt(10 ** CODE_DIGITS)).padStart(CODE_DIGITS, '0');
  const nonce = randomBytes(16);
  // Only the last code of a purpose passes: what an earlier one was about is not kept.
  await sql`update proof_codes set address = null where customer = ${customer} and purpose = ${purpose}`.execute(trx);
  await trx
    .insertInto('proof_codes')
    .values({
      ...{ customer, purpose, address, nonce },
      hash: hashOf(secret, { ...asked, nonce, code }),
      asked_at: new Date(now),
      expires_at: new Date(expiryOf(now, speed)),
    })
    .execute();
  return code;
}

export type Proof =
  | { kind: 'right'; address: string | null }
  | { kind: 'wrong'; left: number }
  | { kind: 'gone' }
  | { kind: 'spent' };

/** A right code is used up by it. Run it in the transaction of the deed: where that fails, the code still stands. */
export async function proveCode(
  trx: Db,
  { clock, secret }: CodeDeps,
  { customer, purpose, typed }: { customer: number; purpose: Purpose; typed: string },
): Promise<Proof> {
  // Erasing takes the household's lock, which comes before the customer's.
  if (purpose === 'erase') await lockHouseholds(trx, [customer]);
  await lockCustomers(trx, [customer]);
  const now = clock.now();
  const row = await trx
    .selectFrom('proof_codes')
    .selectAll()
    .where('customer', '=', customer)
    .where('purpose', '=', purpose)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  const code = readCode(typed) ?? '';
  const matches =
    row !== undefined &&
    timingSafeEqual(hashOf(secret, { customer, purpose, address: row.address, nonce: row.nonce, code }), row.hash);
  const kept = row ? { expiresAt: +row.expires_at, tries: row.tries, used: row.used_at !== null } : null;
  const verdict = judgeCode(kept, { now, matches });
  if (!row || verdict === 'gone') return { kind: 'gone' };
  if (verdict === 'right') {
    await trx
      .updateTable('proof_codes')
      .set({ used_at: new Date(now), address: null })
      .where('id', '=', row.id)
      .execute();
    return { kind: 'right', address: row.address };
  }
  const tries = Math.min(row.tries + 1, TRIES);
  const spent = verdict === 'spent';
  await trx
    .updateTable('proof_codes')
    .set({ tries, ...(spent ? { address: null } : {}) })
    .where('id', '=', row.id)
    .execute();
  return spent ? { kind: 'spent' } : { kind: 'wrong', left: TRIES - tries };
}

/** For the housekeeper: what has run out is kept while it counts for how many may be asked for in an hour. */
export async function pruneCodes(db: Db, now: number): Promise<void> {
  await sql`delete from proof_codes where expires_at + 4 * (expires_at - asked_at) < ${new Date(now)}`.execute(db);
  await sql`update proof_codes set address = null where address is not null and expires_at < ${new Date(now)}`.execute(
    db,
  );
}

/** A code says who, what for and about which address: it passes for nothing else. */
function hashOf(
  secret: Buffer,
  { customer, purpose, address, nonce, code }: Asked & { nonce: Buffer; code: string },
): Buffer {
  const body = JSON.stringify([customer, purpose, address, nonce.toString('hex'), code]);
  return createHmac('sha256', secret).update(`code:${body}`).digest();
}
