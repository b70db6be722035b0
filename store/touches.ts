/**
 * Touches: what is known under the customers' locks, the booking of what may leave, and the claims of what leaves now.
 * A burst is one transaction of five statements, then one statement a chunk.
 */
import { sql } from 'kysely';
import type { Json } from '#core/facts.ts';
import type { Consent, Contact, Halt, PolicyRules, ResumeDecision } from '#core/policy/rule.ts';
import type { Db } from '#store/db.ts';

export type TouchKey = { month: string; enrolment: number; step: number; visit: number };

export function touchName(k: Omit<TouchKey, 'month'>): string {
  return `${k.enrolment}.${k.step}.${k.visit}`;
}

/** A row this burst has written before: a retry goes on with it and never judges it again, unless it was held. */
export type OwnTouch = TouchKey & {
  state: string;
  reason: string | null;
  /** The process that was handing it over is still within its lease. */
  leased: boolean;
  due: number;
  attempts: number;
};

/** One statement, ordered by id: two bursts that share customers wait for each other and never deadlock. */
export async function lockCustomers(trx: Db, customers: readonly number[]): Promise<void> {
  await sql`/* hot */ select id from customers where id = any(${[...new Set(customers)]}::bigint[]) order by id for no key update`.execute(
    trx,
  );
}

export type StandingRows = {
  own: Map<string, OwnTouch>;
  consents: Map<number, Consent[]>;
  contacts: Map<number, Contact[]>;
  addresses: Map<string, string>;
  /** Enrolments of the burst that have ended meanwhile: nothing of theirs is booked. */
  ended: Set<number>;
  halt: (channel: string) => Halt | null;
  policy: number;
};

/**
 * What the judge must know, read after the lock in a statement of its own: locking and counting in one statement would
 * count on the snapshot from before the lock.
 */
export async function readStanding(
  trx: Db,
  input: { keys: readonly TouchKey[]; customers: readonly number[]; chain: number; since: number; counts: boolean },
): Promise<StandingRows> {
  const { keys, customers, chain } = input;
  const counted = input.counts ? customers : [];
  const { rows } = await sql<{
    own: [string, number, number, number, string, string | null, boolean, number, number][];
    consents: [number, string, string, boolean, number | null][];
    contacts: [number, number, string, Contact['class']][];
    addresses: [number, string, string][];
    stops: ['all' | 'channel' | 'chain', string][];
    pause: { paused_at: number; resumed_at: number | null; decision: ResumeDecision | null } | null;
    ended: number[];
    policy: number;
  }>`/* hot */ select
    (select coalesce(json_agg(json_build_array(t.month, t.enrolment, t.step, t.visit, t.state, t.reason,
        coalesce(t.lease_until > clock_timestamp(), false), floor(extract(epoch from t.due) * 1000),
        t.attempts)), '[]')
      from unnest(${keys.map((k) => k.month)}::date[], ${keys.map((k) => k.enrolment)}::bigint[],
        ${keys.map((k) => k.step)}::integer[], ${keys.map((k) => k.visit)}::integer[]) as k (month, enrolment, step, visit)
      join touches t on t.month = k.month and t.enrolment = k.enrolment and t.step = k.step and t.visit = k.visit) as own,
    (select coalesce(json_agg(json_build_array(customer, channel, topic, given, extract(epoch from expires_at) * 1000)), '[]')
      from consents where customer = any(${customers}::bigint[])) as consents,
    (select coalesce(json_agg(json_build_array(customer, floor(extract(epoch from at) * 1000), channel, class)), '[]')
      from pressure where customer = any(${counted}::bigint[]) and at > ${new Date(input.since)}) as contacts,
    (select coalesce(json_agg(json_build_array(customer, kind, value)), '[]')
      from addresses where customer = any(${customers}::bigint[])) as addresses,
    (select coalesce(json_agg(id), '[]') from enrolments
      where id = any(${keys.map((k) => k.enrolment)}::bigint[]) and state <> 'live') as ended,
    (select coalesce(json_agg(json_build_array(scope, target)), '[]') from stops where lifted_at is null) as stops,
    (select json_build_object('paused_at', extract(epoch from paused_at) * 1000,
        'resumed_at', extract(epoch from resumed_at) * 1000, 'decision', decision)
      from pauses where pauses.chain = ${chain} order by id desc limit 1) as pause,
    (select coalesce(max(version), 0) from policies) as policy`.execute(trx);
  const row = rows[0];
  if (!row) throw new Error('The standing statement answers one row.');
  return {
    own: new Map(
      row.own.map(([month, enrolment, step, visit, state, reason, leased, due, attempts]) => [
        touchName({ enrolment, step, visit }),
        { month, enrolment, step, visit, state, reason, leased, due, attempts },
      ]),
    ),
    consents: group(row.consents, ([, channel, topic, given, expiresAt]) => ({ channel, topic, given, expiresAt })),
    contacts: group(row.contacts, ([, at, channel, klass]) => ({ at, channel, class: klass })),
    addresses: new Map(row.addresses.map(([customer, kind, value]) => [`${customer} ${kind}`, value])),
    ended: new Set(row.ended),
    halt: (channel) => haltFor(row, channel, chain),
    policy: row.policy,
  };
}

function group<T extends [number, ...unknown[]], V>(rows: T[], value: (row: T) => V): Map<number, V[]> {
  const found = new Map<number, V[]>();
  for (const row of rows) {
    const list = found.get(row[0]);
    if (list) list.push(value(row));
    else found.set(row[0], [value(row)]);
  }
  return found;
}

function haltFor(
  row: {
    stops: ['all' | 'channel' | 'chain', string][];
    pause: { paused_at: number; resumed_at: number | null; decision: ResumeDecision | null } | null;
  },
  channel: string,
  chain: number,
): Halt | null {
  const stop = row.stops.find(
    ([scope, target]) =>
      scope === 'all' || (scope === 'channel' && target === channel) || (scope === 'chain' && target === String(chain)),
  );
  if (stop) return { kind: 'stopped', scope: stop[0] };
  const { pause } = row;
  if (!pause) return null;
  if (pause.resumed_at === null) return { kind: 'paused' };
  return {
    kind: 'resumed',
    pausedAt: pause.paused_at,
    at: pause.resumed_at,
    decision: pause.decision ?? { kind: 'send', overHours: 0 },
  };
}

export async function readPolicy(db: Db, version: number): Promise<PolicyRules | null> {
  const { rows } = await sql<{ rules: PolicyRules }>`select rules from policies where version = ${version}`.execute(db);
  return rows[0]?.rules ?? null;
}

/** A judged touch as it is written: booked, held, or ended where it stands. */
export type JudgedTouch = TouchKey & {
  customer: number;
  chain: number;
  version: number;
  stepId: string;
  state: string;
  reason: string | null;
  brand: string;
  channel: string;
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
 * Writes the judged touches and books the reserved ones in the pressure ledger, in one statement. A row that was held
 * takes its new judgement; any other is left as it is.
 */
export async function bookTouches(trx: Db, touches: readonly JudgedTouch[], now: number): Promise<void> {
  if (touches.length === 0) return;
  const at = new Date(now);
  const list = (values: readonly string[]) => `{${values.map((v) => JSON.stringify(v)).join(',')}}`;
  await sql`/* hot */
    with n as (
      select * from unnest(
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
        ${touches.map((t) => t.validUntil)}::double precision[],
        ${touches.map((t) => t.heldUntil)}::double precision[], ${touches.map((t) => t.completed)}::boolean[]
      ) as n (month, enrolment, step, visit, customer, chain, version, step_id, state, reason, brand, channel, class,
        topics, offer, cost, weight, policy, decision, due, valid_until, held_until, completed)
    ), written as (
      insert into touches as t (month, enrolment, step, visit, customer, chain, version, step_id, state, reason, brand,
        channel, class, topics, offer, cost, weight, policy, decision, due, valid_until, held_until, judged_at, completed_at)
      select month, enrolment, step, visit, customer, chain, version, step_id, state, reason, brand, channel, class,
        topics::text[], offer, cost, weight, policy, decision::jsonb, to_timestamp(due / 1000),
        to_timestamp(valid_until / 1000), to_timestamp(held_until / 1000), ${at}::timestamptz,
        case when completed then ${at}::timestamptz end
      from n
      on conflict (month, enrolment, step, visit) do update set
        state = excluded.state, reason = excluded.reason, policy = excluded.policy, decision = excluded.decision,
        due = excluded.due, valid_until = excluded.valid_until, held_until = excluded.held_until, judged_at = excluded.judged_at,
        completed_at = excluded.completed_at
      where t.state = 'held'
      returning t.month, t.enrolment, t.step, t.visit, t.state
    )
    insert into pressure (at, customer, brand, channel, class, topics, offer, weight, month, enrolment, step, visit)
    select ${at}::timestamptz, n.customer, n.brand, n.channel, n.class, n.topics::text[], n.offer, n.weight,
      n.month, n.enrolment, n.step, n.visit
    from n join written w using (month, enrolment, step, visit)
    where w.state = 'reserved' and n.class <> 'service'`.execute(trx);
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
        and p.customer = s.customer and p.enrolment = s.enrolment and p.step = s.step and p.visit = s.visit)`
        : sql``
    }
    ${
      told
        ? sql`, told as (
      insert into attention (month, enrolment, step, visit, kind, detail, at)
      select month, enrolment, step, visit, case when state = 'unknown' then 'unknown' else 'missing_variable' end,
        jsonb_build_object('response', response), ${at}::timestamptz
      from settled where state = 'unknown' or reason = 'missing_variable'
      on conflict (month, enrolment, step, visit, kind) do nothing)`
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
      and (t.class = 'service' or not exists (select from consents o where o.customer = t.customer
        and not o.given and (o.topic = '*' or o.topic = any(t.topics)) and o.channel in (t.channel, '*')))
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
