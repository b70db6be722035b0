/** Withdrawals: of an offer, of a channel, topic or brand, of everything. What was booked of it does not leave any more. */
import { sql } from 'kysely';
import type { Plan } from '#core/plan.ts';
import { recordConsent } from '#store/consents.ts';
import type { Db } from '#store/db.ts';
import { endEnrolments, type Wake } from '#store/enrol.ts';
import { answerOffer } from '#store/offers.ts';
import type { Plans } from '#store/plans.ts';
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
};

/** Run it in a transaction; wake the cohorts after its commit. */
export async function withdraw(
  trx: Db,
  now: number,
  { scope, ...said }: Withdrawal,
  plans: Plans,
): Promise<{ withdrawn: number; wakes: Wake[] }> {
  const { customer, source } = said;
  await lockCustomers(trx, [customer]);
  if (scope.kind === 'offer') {
    await answerOffer(trx, now, { customer, offer: scope.offer, answer: 'refused', until: scope.until, source });
  } else {
    const { brand, channel, topic } = scope.kind === 'part' ? scope : { brand: '*', channel: '*', topic: '*' };
    await recordConsent(trx, now, { ...said, brand, channel, topic, given: false });
  }
  const at = new Date(now);
  const { rows } = await sql<{ enrolment: number }>`
    with gone as (
      update touches t set state = 'withdrawn', reason = 'no_consent', completed_at = ${at}, held_until = null
      where t.customer = ${customer} and t.state in ('reserved', 'held') and t.class <> 'service' and ${inScope(scope)}
      returning t.customer, t.enrolment, t.step, t.visit
    ), refunded as (
      delete from pressure p using gone g
      where p.customer = g.customer and p.enrolment = g.enrolment and p.step = g.step and p.visit = g.visit
    )
    select enrolment from gone`.execute(trx);
  const ended = scope.kind === 'everything' && scope.end ? await objected(trx, now, customer, plans) : [];
  const touched = rows.map((r) => r.enrolment);
  const { rows: wakes } = await sql<Wake>`
    select id as enrolment, cohort from enrolments where id = any(${touched}::bigint[]) and state = 'live'`.execute(
    trx,
  );
  return { withdrawn: rows.length, wakes: [...ended, ...wakes] };
}

/** Of those of the scope: what is leaving at this moment and cannot be called back. */
export async function inFlight(db: Db, customer: number, scope: Scope): Promise<TouchKey[]> {
  const { rows } = await sql<TouchKey>`
    select t.month, t.enrolment, t.step, t.visit from touches t
    where t.customer = ${customer} and t.state = 'handing' and t.class <> 'service' and ${inScope(scope)}
    order by t.enrolment, t.step, t.visit`.execute(db);
  return rows;
}

function inScope(scope: Scope) {
  if (scope.kind === 'everything') return sql`true`;
  if (scope.kind === 'offer') return sql`t.offer = ${scope.offer}`;
  const { brand, channel, topic } = scope;
  return sql`(${brand} = '*' or t.brand = ${brand}) and (${channel} = '*' or coalesce(t.counts_as, t.channel) = ${channel})
    and (${topic} = '*' or ${topic} = any(t.topics))`;
}

async function objected(trx: Db, now: number, customer: number, plans: Plans): Promise<Wake[]> {
  const rows = await trx
    .selectFrom('enrolments')
    .select(['id', 'version', 'step'])
    .where('customer', '=', customer)
    .where('state', '=', 'live')
    .execute();
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
