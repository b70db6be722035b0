/** Answers already given under an idempotency key, so that a repeated request is not done twice. */
import type { Json } from '#core/facts.ts';
import type { Db } from '#store/db.ts';

export type IdempotentRequest = {
  /** Number of an API key or id of a person. */ caller: string;
  key: string;
  request: Buffer;
};

export type Claim =
  /** Ours to do: then call `settleClaim` or `dropClaim`. */
  | { kind: 'claimed' }
  | { kind: 'answered'; status: number; response: Json }
  | { kind: 'running' }
  /** The key was used for another request. */
  | { kind: 'other' };

/** A claim whose process died is taken over after this long (ms). */
const ABANDONED = 600_000;

export async function claimRequest(db: Db, now: number, { caller, key, request }: IdempotentRequest): Promise<Claim> {
  const mine = await db
    .insertInto('idempotency')
    .values({ caller, key, request, at: new Date(now) })
    .onConflict((c) =>
      c
        .columns(['caller', 'key'])
        .doUpdateSet({ at: new Date(now) })
        .where('idempotency.status', 'is', null)
        .where('idempotency.request', '=', request)
        .where('idempotency.at', '<', new Date(now - ABANDONED)),
    )
    .returning('key')
    .executeTakeFirst();
  if (mine) return { kind: 'claimed' };
  const row = await db
    .selectFrom('idempotency')
    .select(['request', 'status', 'response'])
    .where('caller', '=', caller)
    .where('key', '=', key)
    .executeTakeFirst();
  // Dropped between the two statements: the first one failed, and may be sent again.
  if (!row) return { kind: 'running' };
  if (!row.request.equals(request)) return { kind: 'other' };
  if (row.status === null) return { kind: 'running' };
  return { kind: 'answered', status: row.status, response: row.response };
}

export async function settleClaim(
  db: Db,
  { caller, key }: IdempotentRequest,
  answer: { status: number; response: unknown },
): Promise<void> {
  await db
    .updateTable('idempotency')
    .set({ status: answer.status, response: JSON.stringify(answer.response) })
    .where('caller', '=', caller)
    .where('key', '=', key)
    .execute();
}

export async function dropClaim(db: Db, { caller, key }: IdempotentRequest): Promise<void> {
  await db.deleteFrom('idempotency').where('caller', '=', caller).where('key', '=', key).execute();
}

/** Forgets answers older than `before` (ms); for the housekeeper. */
export async function pruneIdempotency(db: Db, before: number): Promise<void> {
  await db.deleteFrom('idempotency').where('at', '<', new Date(before)).execute();
}
