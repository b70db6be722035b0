/** Touches listed, read with their decision record, and the unknown ones resolved by a person. */
import { sql } from 'kysely';
import type { Json } from '#core/facts.ts';
import type { Db } from '#store/db.ts';
import type { TouchKey } from '#store/touches.ts';

export type TouchRow = TouchKey & {
  customer: number;
  chain: number;
  version: number;
  step_id: string;
  state: string;
  reason: string | null;
  brand: string;
  channel: string;
  class: string;
  topics: string[];
  offer: string | null;
  cost: number;
  weight: number;
  policy: number | null;
  due: Date;
  valid_until: Date | null;
  held_until: Date | null;
  judged_at: Date;
  handed_at: Date | null;
  attempts: number;
  response: string | null;
  completed_at: Date | null;
  outcome: string | null;
};

const COLUMNS = [
  'month',
  'enrolment',
  'step',
  'visit',
  'customer',
  'chain',
  'version',
  'step_id',
  'state',
  'reason',
  'brand',
  'channel',
  'class',
  'topics',
  'offer',
  'cost',
  'weight',
  'policy',
  'due',
  'valid_until',
  'held_until',
  'judged_at',
  'handed_at',
  'attempts',
  'response',
  'completed_at',
  'outcome',
] as const;

export type TouchFilter = {
  customer: number | null;
  chain: number | null;
  enrolment: number | null;
  step: string | null;
  state: string | null;
  channel: string | null;
  after: TouchKey | null;
  limit: number;
};

/** The decision records of touches that were just listed, each with its customer's zone. */
export async function decisionsOf(db: Db, keys: readonly TouchKey[]): Promise<Map<string, Decided>> {
  const { rows } = await sql<TouchKey & Decided>`
    select t.month, t.enrolment, t.step, t.visit, t.decision, c.zone
    from unnest(${keys.map((k) => k.month)}::date[], ${keys.map((k) => k.enrolment)}::bigint[],
      ${keys.map((k) => k.step)}::integer[], ${keys.map((k) => k.visit)}::integer[]) as k (month, enrolment, step, visit)
    join touches t using (month, enrolment, step, visit) join customers c on c.id = t.customer`.execute(db);
  return new Map(rows.map((r) => [nameOf(r), r]));
}

export type Decided = { decision: Json; zone: string | null };
export const nameOf = ({ month, enrolment, step, visit }: TouchKey) => `${month} ${enrolment} ${step} ${visit}`;

/** By month of entry and enrolment, newest first. Unknown ones are found by way of `attention`: there are few of them. */
export async function listTouches(db: Db, f: TouchFilter): Promise<TouchRow[]> {
  const last = f.after;
  const rows = await db
    .selectFrom('touches')
    .select(COLUMNS)
    .$if(f.customer !== null, (q) => q.where('customer', '=', f.customer))
    .$if(f.chain !== null, (q) => q.where('chain', '=', f.chain))
    // An enrolment's touches lie in the partition of its month.
    .$if(f.enrolment !== null, (q) =>
      q
        .where('enrolment', '=', f.enrolment)
        .where('month', '=', sql<string>`(select month from enrolments where id = ${f.enrolment})`),
    )
    .$if(f.step !== null, (q) => q.where('step_id', '=', f.step))
    .$if(f.channel !== null, (q) => q.where('channel', '=', f.channel))
    .$if(f.state !== null, (q) => q.where('state', '=', f.state))
    .$if(f.state === 'unknown', (q) =>
      q.where(
        sql<boolean>`(month, enrolment, step, visit) in (
          select month, enrolment, step, visit from attention where kind = 'unknown' and resolved_at is null)`,
      ),
    )
    .$if(last !== null, (q) =>
      q.where(
        sql<boolean>`(month, enrolment, step, visit) < (${last!.month}::date, ${last!.enrolment}, ${last!.step}, ${last!.visit})`,
      ),
    )
    .orderBy('month', 'desc')
    .orderBy('enrolment', 'desc')
    .orderBy('step', 'desc')
    .orderBy('visit', 'desc')
    .limit(f.limit)
    .execute();
  return rows;
}

export async function getTouch(db: Db, ref: TouchKey): Promise<(TouchRow & { decision: Json }) | null> {
  const row = await db
    .selectFrom('touches')
    .select([...COLUMNS, 'decision'])
    .where('month', '=', ref.month)
    .where('enrolment', '=', ref.enrolment)
    .where('step', '=', ref.step)
    .where('visit', '=', ref.visit)
    .executeTakeFirst();
  return row ?? null;
}

export type Resolution = 'sent' | 'not_sent';
export type Resolved =
  | { kind: 'resolved'; touch: TouchRow }
  | { kind: 'already'; touch: TouchRow }
  | { kind: 'not_unknown'; touch: TouchRow }
  | { kind: 'missing' };

/** What was not sent after all no longer counts for pressure; it is never sent again by this. */
export async function resolveTouch(
  trx: Db,
  now: number,
  ref: TouchKey,
  { as, by }: { as: Resolution; by: string },
): Promise<Resolved> {
  const touch = await getTouch(trx, ref);
  if (!touch) return { kind: 'missing' };
  // The ledger of pressure changes only under its customer's lock.
  await trx.selectFrom('customers').select('id').where('id', '=', touch.customer).forNoKeyUpdate().execute();
  const at = new Date(now);
  const changed = await trx
    .updateTable('touches')
    .set(
      as === 'sent' ? { state: 'handed', reason: 'resolved_sent' } : { state: 'failed', reason: 'resolved_not_sent' },
    )
    .$if(as === 'sent' && touch.handed_at === null, (q) => q.set({ handed_at: at }))
    .where('month', '=', ref.month)
    .where('enrolment', '=', ref.enrolment)
    .where('step', '=', ref.step)
    .where('visit', '=', ref.visit)
    .where('state', '=', 'unknown')
    .returning(COLUMNS)
    .executeTakeFirst();
  if (!changed) {
    const current = (await getTouch(trx, ref))!;
    return { kind: current.reason === `resolved_${as}` ? 'already' : 'not_unknown', touch: current };
  }
  await trx
    .updateTable('attention')
    .set({ resolved_at: at, resolved_by: by, resolution: as })
    .where('month', '=', ref.month)
    .where('enrolment', '=', ref.enrolment)
    .where('step', '=', ref.step)
    .where('visit', '=', ref.visit)
    .where('kind', '=', 'unknown')
    .where('resolved_at', 'is', null)
    .execute();
  if (as === 'not_sent') {
    await trx
      .deleteFrom('pressure')
      .where('customer', '=', changed.customer)
      .where('enrolment', '=', ref.enrolment)
      .where('step', '=', ref.step)
      .where('visit', '=', ref.visit)
      .execute();
  }
  return { kind: 'resolved', touch: changed };
}
