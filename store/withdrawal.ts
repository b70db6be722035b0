/** Withdrawals: of an offer, of a channel, topic or brand, of everything. What was booked of it does not leave any more. */
import { sql } from 'kysely';
import type { Json } from '#core/facts.ts';
import type { Plan } from '#core/plan.ts';
import { recordConsent } from '#store/consents.ts';
import type { Db } from '#store/db.ts';
import { endEnrolments, type Wake } from '#store/enrol.ts';
import { answerOffer } from '#store/offers.ts';
import type { Plans } from '#store/plans.ts';
import { leaving, silence, type Unwanted } from '#store/silence.ts';
import { lockCustomers, type TouchKey } from '#store/touches.ts';

export type Scope =
  /** `until` null: for good. */
  | { kind: 'offer'; offer: string; until: Date | null }
  | { kind: 'part'; brand: string; channel: string; topic: string }
  /** `end`: enrolments without a service contact ahead end as `objected`. */
  | { kind: 'everything'; end: boolean };

export type Withdrawal = {
  customer: number;
  scope: Scope;
  source: string;
  wording?: string | null;
  wordingVersion?: string | null;
  ip?: string | null;
  expiresAt?: Date | null;
  proof?: Json;
};

/** Run it in a transaction; wake the cohorts after its commit. */
export async function withdraw(
  trx: Db,
  now: number,
  { scope, ...said }: Withdrawal,
  plans: Plans,
): Promise<{ withdrawn: number; wakes: Wake[]; record: number | null }> {
  const { customer, source } = said;
  await lockCustomers(trx, [customer]);
  const meant = unwantedBy(customer, scope);
  let record: number | null = null;
  if (scope.kind === 'offer') {
    await answerOffer(trx, now, { customer, offer: scope.offer, answer: 'refused', until: scope.until, source });
  } else {
    const { brand, channel, topic } = meant;
    record = await recordConsent(trx, now, { ...said, brand, channel, topic, given: false });
  }
  const { withdrawn, wakes } = await silence(trx, now, [meant]);
  const ended = scope.kind === 'everything' && scope.end ? await objected(trx, now, [customer], plans) : [];
  return { withdrawn, wakes: [...ended, ...wakes], record };
}

export function unwantedBy(customer: number, scope: Scope): Unwanted {
  const all = { customer, brand: '*', channel: '*', topic: '*', offer: null };
  if (scope.kind === 'everything') return all;
  if (scope.kind === 'offer') return { ...all, offer: scope.offer };
  const { brand, channel, topic } = scope;
  return { ...all, brand, channel, topic };
}

/** Of those of the scope: what is leaving at this moment and cannot be called back. */
export function inFlight(db: Db, customer: number, scope: Scope): Promise<TouchKey[]> {
  return leaving(db, [unwantedBy(customer, scope)]);
}

/** Ends the enrolments of customers who withdrew everything, but those in which a service contact lies ahead. */
export async function objected(trx: Db, now: number, customers: readonly number[], plans: Plans): Promise<Wake[]> {
  if (customers.length === 0) return [];
  const { rows } = await sql<{ id: number; version: number; step: number }>`
    select id, version, step from enrolments where customer = any(${customers}::bigint[]) and state = 'live'`.execute(
    trx,
  );
  const versions = await plans.versions(rows.map((r) => r.version));
  const over = rows.filter(({ version, step }) => {
    const plan = versions.get(version)?.plan;
    return plan !== undefined && !serviceAhead(plan, step);
  });
  return endEnrolments(
    trx,
    over.map((r) => r.id),
    'objected',
    now,
  );
}

/** Whether a service contact can be reached from this plan step, itself included. */
export function serviceAhead(plan: Pick<Plan, 'steps'>, from: number): boolean {
  const seen = new Set<number>();
  const open = [from];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const step = plan.steps[at];
    if (!step || seen.has(at)) continue;
    seen.add(at);
    if (step.op.kind === 'touch' && step.op.touch.class === 'service') return true;
    open.push(...Object.values(step.next));
  }
  return false;
}
