/**
 * Touches: what is known under the customers' locks, the booking of what may leave, and the claims of what leaves now.
 * A burst is one transaction of five statements, then one statement a chunk.
 */
import { sql } from 'kysely';
import { channelOf } from '#core/channels/index.ts';
import type { Json } from '#core/facts.ts';
import type { Policy, PolicyRules } from '#core/policy/rule.ts';
import type { Db } from '#store/db.ts';

export type TouchKey = { month: string; enrolment: number; step: number; visit: number };

export function touchName(k: Omit<TouchKey, 'month'>): string {
  return `${k.enrolment}.${k.step}.${k.visit}`;
}

/**
 * One statement, ordered by id: two bursts that share customers wait for each other and never deadlock. Answers those
 * who were erased before the lock was had.
 */
export async function lockCustomers(trx: Db, customers: readonly number[]): Promise<number[]> {
  const { rows } = await sql<{ id: number; erased: boolean }>`/* hot */
    select id, erased_at is not null as erased from customers where id = any(${[...new Set(customers)]}::bigint[])
    order by id for no key update`.execute(trx);
  return rows.flatMap((r) => (r.erased ? [r.id] : []));
}

/** The policy in force; version 0 and no rules where none was ever written. */
export async function newestPolicy(db: Db): Promise<Policy> {
  const { rows } = await sql<{ version: number; rules: PolicyRules }>`/* hot */
    select version, rules from policies order by version desc limit 1`.execute(db);
  return { version: rows[0]?.version ?? 0, rules: [], ...rows[0]?.rules };
}

/** A judged touch as it is written: booked, held, or ended where it stands. */
export type JudgedTouch = TouchKey & {
  /** It has a row already: it was held. */
  held: boolean;
  customer: number;
  chain: number;
  version: number;
  stepId: string;
  state: string;
  reason: string | null;
  brand: string;
  channel: string;
  /** The channel as the customer sees it: a task's letter, call or SMS. */
  countsAs: string;
  /** Test customers' contacts never count. */
  counts: boolean;
  class: string;
  topics: readonly string[];
  offer: string | null;
  cost: number;
  weight: number;
  policy: number;
  decision: Json;
  due: number;
  validUntil: number;
  heldUntil: number | null;
  /** Ended here: a date anchored on this touch counts from now. */
  completed: boolean;
};

/**
 * Writes the judged touches and books the reserved ones in the pressure ledger. Under the customers' locks it is known
 * which have a row: those that were held take their new judgement, the others are new.
 */
export async function bookTouches(trx: Db, touches: readonly JudgedTouch[], now: number): Promise<void> {
  const fresh = touches.filter((t) => !t.held);
  const again = touches.filter((t) => t.held);
  if (fresh.length > 0) await insertTouches(trx, fresh, new Date(now));
  if (again.length > 0) await judgeTouchesAgain(trx, again, new Date(now));
}

/** No `on conflict`: the check before each row would cost a fifth of the whole. */
async function insertTouches(trx: Db, touches: readonly JudgedTouch[], at: Date): Promise<void> {
  await sql`/* hot */
    with written as (
      insert into touches as t (month, enrolment, step, visit, customer, chain, version, step_id, state, reason, brand,
        channel, class, topics, offer, cost, weight, policy, decision, due, valid_until, held_until, judged_at, completed_at, counts_as, first_at)
      select month, enrolment, step, visit, customer, chain, version, step_id, state, reason, brand, channel, class,
        topics::text[], offer, cost, weight, policy, decision::jsonb, to_timestamp(due / 1000),
        to_timestamp(valid_until / 1000), to_timestamp(held_until / 1000), ${at}::timestamptz,
        case when completed then ${at}::timestamptz end, counts_as, ${at}::timestamptz
      from ${listed(touches)}
      returning ${BOOKED}
    )
    ${booked(touches, at)}`.execute(trx);
}

async function judgeTouchesAgain(trx: Db, touches: readonly JudgedTouch[], at: Date): Promise<void> {
  await sql`
    with written as (
      update touches t set state = n.state, reason = n.reason, policy = n.policy, decision = n.decision::jsonb,
        due = to_timestamp(n.due / 1000), valid_until = to_timestamp(n.valid_until / 1000),
        held_until = to_timestamp(n.held_until / 1000), judged_at = ${at}::timestamptz,
        completed_at = case when n.completed then ${at}::timestamptz end, held_by = t.reason
      from ${listed(touches)}
      where t.month = n.month and t.enrolment = n.enrolment and t.step = n.step and t.visit = n.visit and t.state = 'held'
      returning ${BOOKED}
    )
    ${booked(touches, at)}`.execute(trx);
}

const BOOKED = sql.raw(
  [
    'customer',
    'brand',
    'counts_as',
    'class',
    'topics',
    'offer',
    'weight',
    'month',
    'enrolment',
    'step',
    'visit',
    'state',
  ]
    .map((column) => `t.${column}`)
    .join(', '),
);

function booked(touches: readonly JudgedTouch[], at: Date) {
  const uncounted = touches.flatMap((t) => (t.counts ? [] : [t.enrolment]));
  return sql`insert into pressure (at, customer, brand, channel, class, topics, offer, weight, month, enrolment, step, visit)
    select ${at}::timestamptz, customer, brand, counts_as, class, topics, offer, weight, month, enrolment, step, visit
    from written where state = 'reserved' and enrolment <> all(${uncounted}::bigint[])`;
}

function listed(touches: readonly JudgedTouch[]) {
  const list = (values: readonly string[]) => `{${values.map((v) => JSON.stringify(v)).join(',')}}`;
  return sql`unnest(
      ${touches.map((t) => t.month)}::date[], ${touches.map((t) => t.enrolment)}::bigint[],
      ${touches.map((t) => t.step)}::integer[], ${touches.map((t) => t.visit)}::integer[],
      ${touches.map((t) => t.customer)}::bigint[], ${touches.map((t) => t.chain)}::bigint[],
      ${touches.map((t) => t.version)}::bigint[], ${touches.map((t) => t.stepId)}::text[],
      ${touches.map((t) => t.state)}::text[], ${touches.map((t) => t.reason)}::text[],
      ${touches.map((t) => t.brand)}::text[], ${touches.map((t) => t.channel)}::text[],
      ${touches.map((t) => t.class)}::text[], ${touches.map((t) => list(t.topics))}::text[],
      ${touches.map((t) => t.offer)}::text[], ${touches.map((t) => t.cost)}::double precision[],
      ${touches.map((t) => t.weight)}::double precision[], ${touches.map((t) => t.policy)}::bigint[],
      ${touches.map((t) => JSON.stringify(t.decision))}::text[], ${touches.map((t) => t.due)}::double precision[],
      ${touches.map((t) => t.validUntil)}::double precision[], ${touches.map((t) => t.heldUntil)}::double precision[],
      ${touches.map((t) => t.completed)}::boolean[], ${touches.map((t) => t.countsAs)}::text[]
    ) as n (month, enrolment, step, visit, customer, chain, version, step_id, state, reason, brand, channel, class,
      topics, offer, cost, weight, policy, decision, due, valid_until, held_until, completed, counts_as)`;
}

/** What became of a booked touch. */
export type SettledTouch = TouchKey & {
  /** What it still is for this hand-over: booked and not claimed, or claimed by it. A row that moved on is left alone. */
  was: 'reserved' | 'handing';
  state: 'handed' | 'refused' | 'unknown' | 'held' | 'failed' | 'off';
  reason: string | null;
  response: string | null;
  completed: boolean;
  heldUntil: number | null;
};

export type ClaimOptions = {
  now: number;
  leaseSeconds: number;
  /** Names this hand-over, and no other: of two attempts at one burst, each settles only what it has claimed itself. */
  claimant: string;
  /** Of the touches claimed: they are one channel's, of one chain. */
  chain: number;
  channel: string;
  /** Bookings judged before this moment (domain ms) are not claimed: they are judged again. */
  judgedAfter: number;
};

/**
 * One statement settles the last chunk and claims the next, asking once more for what may have changed since the
 * booking: stops, pauses, withdrawals, an enrolment that ended, a booking from before an outage. Nothing is claimed
 * ahead. What was booked and did not leave gives its pressure back; what is in doubt or lacks a variable goes to a person.
 */
export async function settleAndClaim(
  db: Db,
  settled: readonly SettledTouch[],
  claims: readonly TouchKey[],
  options: ClaimOptions,
): Promise<Set<string>> {
  const at = new Date(options.now);
  const back = settled.some((t) => t.state !== 'handed' && t.state !== 'unknown');
  const told = settled.some((t) => t.state === 'unknown' || t.reason === 'missing_variable');
  const { rows } = await sql<TouchKey>`/* hot */
    with settled as (
      update touches t set state = d.state, reason = coalesce(d.reason, t.reason), response = d.response,
        handed_at = case when d.state in ('handed', 'unknown') then ${at}::timestamptz else t.handed_at end,
        completed_at = case when d.completed then ${at}::timestamptz else t.completed_at end,
        held_until = to_timestamp(d.held_until / 1000), lease_until = null
      from unnest(${settled.map((t) => t.month)}::date[], ${settled.map((t) => t.enrolment)}::bigint[],
        ${settled.map((t) => t.step)}::integer[], ${settled.map((t) => t.visit)}::integer[],
        ${settled.map((t) => t.was)}::text[], ${settled.map((t) => t.state)}::text[],
        ${settled.map((t) => t.reason)}::text[], ${settled.map((t) => t.response)}::text[],
        ${settled.map((t) => t.completed)}::boolean[], ${settled.map((t) => t.heldUntil)}::double precision[]
      ) as d (month, enrolment, step, visit, was, state, reason, response, completed, held_until)
      where t.month = d.month and t.enrolment = d.enrolment and t.step = d.step and t.visit = d.visit
        and t.state = d.was and (d.was = 'reserved' or t.worker = ${options.claimant})
      returning t.month, t.enrolment, t.step, t.visit, t.customer, t.state, t.reason, t.response
    )
    ${
      back
        ? sql`, refunded as (
      delete from pressure p using settled s where s.state not in ('handed', 'unknown')
        and p.customer = s.customer and p.enrolment = s.enrolment and p.step = s.step and p.visit = s.visit
    ), listed as (
      insert into undelivered (at, month, enrolment, step, visit)
      select ${at}::timestamptz, month, enrolment, step, visit from settled where state in ('refused', 'failed'))`
        : sql``
    }
    ${
      told
        ? sql`, told as (
      insert into attention (month, enrolment, step, visit, kind, detail, at)
      select month, enrolment, step, visit, case when state = 'unknown' then 'unknown' else 'missing_variable' end,
        jsonb_build_object('response', response), ${at}::timestamptz
      from settled where state = 'unknown' or reason = 'missing_variable'
      on conflict (month, enrolment, step, visit, kind) do update set detail = excluded.detail, at = excluded.at,
        resolved_at = null, resolved_by = null, resolution = null, seen_at = null, seen_by = null
        where attention.resolution = 'mended')`
        : sql``
    }
    update touches t set state = 'handing', worker = ${options.claimant}, attempts = t.attempts + 1,
      lease_until = clock_timestamp() + make_interval(secs => ${options.leaseSeconds})
    from unnest(${claims.map((t) => t.month)}::date[], ${claims.map((t) => t.enrolment)}::bigint[],
      ${claims.map((t) => t.step)}::integer[], ${claims.map((t) => t.visit)}::integer[]) as k (month, enrolment, step, visit)
    where t.month = k.month and t.enrolment = k.enrolment and t.step = k.step and t.visit = k.visit
      and t.state = 'reserved' and t.judged_at >= ${new Date(options.judgedAfter)}
      and (t.valid_until is null or t.valid_until >= ${at})
      and exists (select from enrolments e where e.id = t.enrolment and e.state = 'live')
      and not exists (select from stops s where s.lifted_at is null and (s.scope = 'all'
        or (s.scope = 'channel' and s.target = ${options.channel})
        or (s.scope = 'chain' and s.target = ${String(options.chain)})))
      and not exists (select from chains c where c.id = ${options.chain} and c.state = 'paused')
      and (t.class = 'service' or not exists (
        select from unnest(case when t.topics = '{}' then array['*'] else t.topics end) as about (topic)
        where (select not o.given or o.expires_at <= ${at} from consents o where o.customer = t.customer
          and o.brand in (t.brand, '*') and o.channel in (coalesce(t.counts_as, t.channel), '*') and o.topic in (about.topic, '*')
          order by o.at desc, o.given limit 1)))
      and (t.class = 'service' or t.offer is null or not exists (select from offer_answers f
        where f.customer = t.customer and f.offer = t.offer and (f.until is null or f.until > ${at})))
      and not exists (select from addresses a join suppressions x on x.hash = address_hash(a.kind, a.value)
        where a.customer = t.customer and a.kind = ${channelOf(options.channel)?.needs ?? ''}
          and (t.class <> 'service' or coalesce(x.also, x.reason) not in ('complaint', 'erased')))
    returning t.month, t.enrolment, t.step, t.visit`.execute(db);
  return new Set(rows.map(touchName));
}

/** A process that died left these in `handing`: they may or may not have left, and are not repeated. */
export async function giveUpExpired(db: Db, touches: readonly TouchKey[], now: number): Promise<void> {
  const at = new Date(now);
  await sql`
    with given_up as (
      update touches t set state = 'unknown', reason = 'lease_expired', lease_until = null, worker = null,
        handed_at = ${at}::timestamptz, completed_at = ${at}::timestamptz
      from unnest(${touches.map((t) => t.month)}::date[], ${touches.map((t) => t.enrolment)}::bigint[],
        ${touches.map((t) => t.step)}::integer[], ${touches.map((t) => t.visit)}::integer[]) as k (month, enrolment, step, visit)
      where t.month = k.month and t.enrolment = k.enrolment and t.step = k.step and t.visit = k.visit
        and t.state = 'handing' and t.lease_until < clock_timestamp()
      returning t.month, t.enrolment, t.step, t.visit
    )
    insert into attention (month, enrolment, step, visit, kind, detail, at)
    select month, enrolment, step, visit, 'unknown', '{"reason": "lease_expired"}', ${at}::timestamptz from given_up
    on conflict (month, enrolment, step, visit, kind) do nothing`.execute(db);
}

/** What a dead process was handing over and may be made again (it is owed, or twice is once) is offered again. */
export async function offerAgain(db: Db, touches: readonly TouchKey[], now: number): Promise<void> {
  await sql`
    update touches t set state = 'reserved', lease_until = null, worker = null, judged_at = ${new Date(now)}
    from unnest(${touches.map((t) => t.month)}::date[], ${touches.map((t) => t.enrolment)}::bigint[],
      ${touches.map((t) => t.step)}::integer[], ${touches.map((t) => t.visit)}::integer[]) as k (month, enrolment, step, visit)
    where t.month = k.month and t.enrolment = k.enrolment and t.step = k.step and t.visit = k.visit
      and t.state = 'handing' and t.lease_until < clock_timestamp()`.execute(db);
}
