/**
 * Touches for real: facts under the customers' locks, judged, booked, then handed over chunk by chunk. Asked again after
 * a crash, it goes on with its own rows and judges nothing twice.
 */
import { type Ahead, lookAhead } from '#activities/ahead.ts';
import type { AnyAdapter } from '#activities/channels/index.ts';
import { createHandOver, LOOK_AGAIN } from '#activities/handover.ts';
import { dueAt } from '#core/calendar.ts';
import { channelOf, countedChannel } from '#core/channels/index.ts';
import { type Clock, DAY } from '#core/clock.ts';
import type { Facts, Json } from '#core/facts.ts';
import { isHoliday } from '#core/holidays.ts';
import type { TouchAsk, TouchOutcome } from '#core/machine.ts';
import { placeOf, tracesIn } from '#core/place.ts';
import { movedBy } from '#core/policy/halt.ts';
import { judge, RULE_FAILED } from '#core/policy/index.ts';
import type { DecisionRecord, Policy } from '#core/policy/rule.ts';
import { wantsOf } from '#core/policy/wants.ts';
import { formerBefore, relationOf } from '#core/relation.ts';
import { noteRuleFailures } from '#store/alerts.ts';
import type { Db } from '#store/db.ts';
import type { EnrolmentRow } from '#store/enrolments.ts';
import { lockHouseholds } from '#store/households.ts';
import type { Plans, Version } from '#store/plans.ts';
import { readStanding, type StandingRows } from '#store/standing/index.ts';
import type { OwnTouch } from '#store/standing/own.ts';
import {
  bookTouches,
  giveUpExpired,
  type JudgedTouch,
  lockCustomers,
  newestPolicy,
  offerAgain,
  type TouchKey,
  touchName,
} from '#store/touches.ts';

export type DeliverDeps = {
  db: Db;
  clock: Clock;
  adapters: Record<string, AnyAdapter>;
  plans: Plans;
  /** Whether anything may leave for this address now: SENDING, the allow-list, the instance stamp. */
  gate(channel: string, address: string | null): boolean;
  /** Names this process in leases. */
  worker: string;
};

/** One burst's view: what was loaded of each member. */
export type Burst = {
  version: Version;
  rows: Map<number, EnrolmentRow>;
  facts: (enrolment: number) => Facts;
  /** Aborted where the burst is to stop between two chunks. */
  signal?: AbortSignal | undefined;
};

/** Without a later dated step, a touch may be held this long. */
const DEFAULT_VALIDITY = 30 * DAY;

/** One touch on its way through a burst; `outcome` is null as long as it has still to leave. */
export type Item = TouchKey & {
  ask: TouchAsk;
  row: EnrolmentRow;
  outcome: TouchOutcome | null;
  due: number;
  validUntil: number;
  /** Hand-overs of this touch before this burst. */
  attempts: number;
};

const NOTHING: ReadonlyMap<string, number> = new Map();

/** Before whom the touches of a burst are judged. */
type Court = { standing: StandingRows; ahead: Ahead; policy: Policy; burst: Burst; former: number; now: number };

export function createDeliver(deps: DeliverDeps) {
  const { db, clock } = deps;
  const handOver = createHandOver(deps);
  let latest: Policy = { version: -1, rules: [] };

  /** Judges all in one transaction; answers the addresses of those now booked. */
  async function reserve(items: Item[], burst: Burst): Promise<{ booked: Item[]; standing: StandingRows }> {
    if (latest.version < 0) latest = await newestPolicy(db);
    for (;;) {
      const policy = latest;
      const done = await db.transaction().execute((trx) => reserveBy(trx, policy, items, burst));
      if (done) return done;
    }
  }

  /** null: another policy is in force by now, it is known from here on, and nothing has been judged. */
  async function reserveBy(trx: Db, policy: Policy, items: Item[], burst: Burst) {
    const wants = wantsOf(policy.rules);
    const customers = items.map((i) => i.row.customer);
    if (wants.household) await lockHouseholds(trx, customers);
    await lockCustomers(trx, customers);
    const now = clock.now();
    const since = now - wants.days * DAY;
    const standing = await readStanding(trx, { keys: items, customers, chain: burst.version.chain, since, now, wants });
    if (standing.policy !== policy.version) {
      latest = await newestPolicy(trx);
      return null;
    }
    const ahead = await lookAhead(deps.plans, standing, burst, { now, days: wants.aheadDays });
    const former = formerBefore(now, standing.terms.formerAfterMonths);
    const judged = judgeAll(items, { standing, ahead, policy, burst, former, now });
    await bookTouches(trx, judged, now);
    const failed = judged.filter((t) => t.reason === RULE_FAILED);
    const mended = judged.filter(
      (t) => t.reason !== RULE_FAILED && standing.own.get(touchName(t))?.reason === RULE_FAILED,
    );
    if (failed.length + mended.length > 0) await noteRuleFailures(trx, { failed, mended }, now);
    return { booked: items.filter((i) => i.outcome === null), standing };
  }

  function judgeAll(items: Item[], court: Court): JudgedTouch[] {
    const { standing, burst, now } = court;
    const judged: JudgedTouch[] = [];
    for (const item of [...items].sort((a, b) => a.due - b.due || a.enrolment - b.enrolment)) {
      const own = standing.own.get(touchName(item));
      // It ended while this burst was on its way: the next look lets go of it.
      if (standing.ended.has(item.enrolment)) {
        item.outcome = { kind: 'hold', until: now };
        continue;
      }
      if (own) {
        item.attempts = own.attempts;
        const halt = standing.halt(item.ask.touch.channel);
        item.due = own.due + (own.state === 'held' ? movedBy(halt, own.due, +item.row.entered_at) : 0);
      }
      item.validUntil = validUntil(item, burst.facts(item.enrolment), now);
      if (own && own.state !== 'held') item.outcome = outcomeOf(own, now, clock);
      else judged.push(judgeOne(item, own !== undefined, court));
    }
    return judged;
  }

  function judgeOne(item: Item, held: boolean, { standing, ahead, policy, burst, former, now }: Court): JudgedTouch {
    const { touch, step } = item.ask;
    const { customer, chain } = item.row;
    const channel = channelOf(touch.channel);
    if (!channel) throw new Error(`No channel "${touch.channel}": compile lets no such plan through.`);
    const address = channel.needs ? (standing.addresses.get(`${customer} ${channel.needs}`) ?? null) : null;
    const contacts = standing.contacts.get(customer) ?? [];
    const countsAs = countedChannel(touch);
    const facts = burst.facts(item.enrolment);
    const traces = tracesIn(facts);
    const place = placeOf(
      {
        ...{ zone: item.row.zone, country: item.row.country },
        postal: standing.addresses.get(`${customer} postal`) ?? traces.postal ?? null,
        phone: standing.addresses.get(`${customer} phone`) ?? traces.phone ?? null,
      },
      facts,
    );
    const record = judge(
      {
        customer,
        enrolment: item.enrolment,
        chain,
        touch,
        channel: countsAs,
        facts,
        place,
        needsAddress: channel.needs !== null,
        control: item.row.control,
        due: item.due,
        undated: item.ask.undated,
        validUntil: item.validUntil,
        held,
        grace: Math.max(10 * 60_000, 2_000 * clock.setting.speed),
        now,
      },
      {
        consents: standing.consents.get(customer) ?? [],
        terms: standing.terms,
        relation: relationOf(standing.purchases.get(customer) ?? [], former),
        suppressed: channel.needs ? (standing.suppressed.get(`${customer} ${channel.needs}`) ?? null) : null,
        answers: standing.answers.get(customer) ?? [],
        expiredOffers: standing.expiredOffers,
        contacts,
        household: standing.household.get(customer) ?? null,
        ahead: ahead(item),
        lastEvents: standing.lastEvents.get(customer) ?? NOTHING,
        pending: standing.pending.get(customer) ?? [],
        limits: standing.limits.get(customer) ?? null,
        halt: standing.halt(touch.channel),
        address,
        test: item.row.test,
      },
      policy,
    );
    const state = stateOf(record, deps.gate(touch.channel, address));
    if (state === 'reserved' && !item.row.test) {
      // The customer's next touch in this very burst counts this one.
      const { class: klass, brand, topics, offer = null, weight } = touch;
      contacts.push({ at: now, channel: countsAs, class: klass, brand, topics, offer, weight });
      standing.contacts.set(customer, contacts);
      standing.household.get(customer)?.push(contacts.at(-1)!);
    }
    const { verdict } = record;
    if (state !== 'reserved') {
      item.outcome =
        verdict.kind === 'hold'
          ? { kind: 'hold', until: verdict.until }
          : { kind: 'port', port: verdict.kind === 'skip' ? verdict.port : 'done' };
    }
    return {
      month: item.month,
      enrolment: item.enrolment,
      step,
      visit: item.visit,
      customer,
      chain,
      version: burst.version.id,
      stepId: burst.version.plan.steps[step]?.step ?? '',
      state,
      reason: verdict.kind === 'send' ? (state === 'off' ? 'sending_off' : null) : verdict.reason,
      brand: touch.brand,
      channel: touch.channel,
      countsAs,
      counts: !item.row.test,
      class: touch.class,
      topics: touch.topics,
      offer: touch.offer ?? null,
      cost: channel.cost,
      weight: touch.weight,
      policy: policy.version,
      decision: record as unknown as Json,
      due: item.due,
      validUntil: item.validUntil,
      heldUntil: verdict.kind === 'hold' ? verdict.until : null,
      completed: state !== 'reserved' && state !== 'held',
    };
  }

  function mayRepeat({ ask: { touch } }: Item): boolean {
    return touch.class === 'service' || (deps.adapters[touch.channel]?.repeatable ?? false);
  }

  /** What a process that died was handing over: in doubt, unless it is owed or twice is once. */
  async function takeOver(items: Item[], standing: StandingRows): Promise<Item[]> {
    const expired = items.filter((i) => {
      const own = standing.own.get(touchName(i));
      return own?.state === 'handing' && !own.leased;
    });
    const [owed, ambiguous] = [expired.filter(mayRepeat), expired.filter((i) => !mayRepeat(i))];
    if (ambiguous.length > 0) await giveUpExpired(db, ambiguous, clock.now());
    for (const item of ambiguous) item.outcome = { kind: 'port', port: 'done' };
    if (owed.length > 0) await offerAgain(db, owed, clock.now());
    for (const item of owed) item.outcome = null;
    return owed;
  }

  return async function deliver(asks: readonly TouchAsk[], burst: Burst): Promise<TouchOutcome[]> {
    const items = asks.map((ask): Item => {
      const row = burst.rows.get(ask.walker.enrolment);
      if (!row) throw new Error(`Enrolment ${ask.walker.enrolment} is not of this burst.`);
      const key = { month: row.month, enrolment: row.id, step: ask.step, visit: ask.walker.visit };
      return { ...key, ask, row, outcome: null, due: ask.walker.due, validUntil: 0, attempts: 0 };
    });
    const { booked, standing } = await reserve(items, burst);
    const toSend = [...booked, ...(await takeOver(items, standing))];
    for (const channel of new Set(toSend.map((i) => i.ask.touch.channel))) {
      await handOver(
        toSend.filter((i) => i.ask.touch.channel === channel),
        standing,
        burst,
        channel,
      );
    }
    return items.map((item) => {
      if (!item.outcome) throw new Error(`Touch ${touchName(item)} was neither handed over nor held.`);
      return item.outcome;
    });
  };
}

function stateOf(record: DecisionRecord, open: boolean): string {
  if (record.verdict.kind === 'hold') return 'held';
  if (record.verdict.kind === 'skip') return record.verdict.state;
  return open ? 'reserved' : 'off';
}

/** The outcome an earlier attempt already wrote; null: it was reserved and still has to leave. */
function outcomeOf(own: OwnTouch, now: number, clock: Clock): TouchOutcome | null {
  switch (own.state) {
    case 'reserved':
      return null;
    case 'handing':
      // Another process may be sending it at this moment; after its lease it is ambiguous.
      return { kind: 'hold', until: now + LOOK_AGAIN * clock.setting.speed };
    case 'skipped':
      return { kind: 'port', port: own.port ?? own.reason ?? 'done' };
    case 'withdrawn':
      return { kind: 'port', port: 'no_consent' };
    case 'expired':
      return { kind: 'port', port: 'expired' };
    case 'refused':
    case 'failed':
      return { kind: 'port', port: 'failed' };
    default:
      return { kind: 'port', port: 'done' };
  }
}

function validUntil(item: Item, facts: Facts, now: number): number {
  const { touch } = item.ask;
  if (touch.validUntil) {
    const until = dueAt(touch.validUntil, facts, item.due, now, isHoliday);
    if (until.kind === 'at' && until.at > item.due) return until.at;
  }
  return item.due + DEFAULT_VALIDITY;
}
