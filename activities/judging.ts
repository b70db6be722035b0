/** Judges the touches of a burst, out of what was read under the customers' locks. No I/O: what is found out is returned. */
import type { Ahead } from '#activities/ahead.ts';
import { type Burst, type DeliverDeps, type Item, LOOK_AGAIN } from '#activities/burst.ts';
import { dueAt } from '#core/calendar.ts';
import { channelOf, countedChannel } from '#core/channels/index.ts';
import type { Facts, Json } from '#core/facts.ts';
import { isHoliday } from '#core/holidays.ts';
import type { TouchOutcome } from '#core/machine.ts';
import { DEFAULT_VALIDITY } from '#core/plan.ts';
import { type Capacity, type Limit, limitsOf, note } from '#core/policy/capacity.ts';
import { movedBy } from '#core/policy/halt.ts';
import { judge } from '#core/policy/index.ts';
import { validThrough } from '#core/policy/late.ts';
import type { DecisionRecord, Policy, Standing } from '#core/policy/rule.ts';
import { policyFor } from '#core/policy/variant.ts';
import { type Of, placeFor } from '#store/standing/customer.ts';
import type { StandingRows } from '#store/standing/index.ts';
import type { OwnTouch } from '#store/standing/own.ts';
import { type JudgedTouch, touchName } from '#store/touches.ts';

/** Before whom the touches of a burst are judged. */
export type Court = {
  standing: StandingRows;
  standingOf: (of: Of) => Standing;
  ahead: Ahead;
  capacity: Capacity[];
  policy: Policy;
  burst: Burst;
  gate: DeliverDeps['gate'];
  now: number;
  /** Of the domain's clock. */
  speed: number;
};

/** Each in the order of its date; what is booked counts for what comes after it in the same burst. */
export function judgeAll(items: Item[], court: Court): JudgedTouch[] {
  const { standing, capacity, burst, now } = court;
  const judged: JudgedTouch[] = [];
  // Where capacity is scarce the heavier goes first; all of them are due.
  const heavier = (a: Item, b: Item) => (capacity.length > 0 ? b.ask.touch.weight - a.ask.touch.weight : 0);
  for (const item of [...items].sort((a, b) => heavier(a, b) || a.due - b.due || a.enrolment - b.enrolment)) {
    const own = standing.own.get(touchName(item));
    // It ended while this burst was on its way: the next look lets go of it.
    if (standing.ended.has(item.enrolment)) {
      item.outcome = { kind: 'hold', until: now };
      continue;
    }
    const halt = standing.halt(item.ask.touch.channel);
    if (own) {
      item.attempts = own.attempts;
      item.due = own.due + (own.state === 'held' ? movedBy(halt, own.due, +item.row.entered_at) : 0);
    }
    item.validUntil = validUntil(item, burst.facts(item.enrolment), now);
    // As long as the row says, whoever claims it later: the rules alone would let it pass, and the claim would not.
    item.validUntil = validThrough(item, halt);
    if (own && own.state !== 'held') item.outcome = outcomeOf(own, court);
    else judged.push(judgeOne(item, own !== undefined, court));
  }
  return judged;
}

function judgeOne(item: Item, held: boolean, court: Court): JudgedTouch {
  const { standing, standingOf, ahead, capacity, policy, burst, now } = court;
  const { touch, step } = item.ask;
  const { customer, chain } = item.row;
  const channel = channelOf(touch.channel);
  if (!channel) throw new Error(`No channel "${touch.channel}": compile lets no such plan through.`);
  const contacts = standing.contacts.get(customer) ?? [];
  const countsAs = countedChannel(touch);
  const facts = burst.facts(item.enrolment);
  const place = placeFor(standing, item.row, facts);
  const known = standingOf({
    ...{ customer, channel: touch.channel, needs: channel.needs, test: item.row.test },
    ...{ ahead: ahead(item), capacity },
  });
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
      grace: Math.max(10 * 60_000, 2_000 * court.speed),
      now,
    },
    known,
    policyFor(policy, { customer, household: standing.homes.get(customer) ?? null }, now),
  );
  const state = stateOf(record, court.gate(touch.channel, known.address));
  if (state === 'reserved' && !item.row.test) {
    // The customer's next touch in this very burst counts this one.
    const { class: klass, brand, topics, offer = null, weight } = touch;
    contacts.push({ at: now, channel: countsAs, class: klass, brand, topics, offer, weight });
    standing.contacts.set(customer, contacts);
    standing.household.get(customer)?.push(contacts.at(-1)!);
  }
  const { verdict } = record;
  if (capacity.length > 0 && !item.row.test) {
    const limits = limitsOf(policy.rules, touch, countsAs);
    if (state === 'reserved') note(capacity, limits, 'booked');
    else if (verdict.kind === 'hold' && verdict.reason === 'capacity') note(capacity, limits, 'waits');
  }
  if (state !== 'reserved') {
    item.outcome =
      verdict.kind === 'hold'
        ? { kind: 'hold', until: verdict.until }
        : { kind: 'port', port: verdict.kind === 'skip' ? verdict.port : 'done' };
  }
  return {
    held,
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

/** Each limit once, of all touches of a burst. */
export function limitsOfAll(rules: Policy['rules'], items: readonly Item[]): Limit[] {
  if (!rules.some((rule) => rule.kind === 'capacity')) return [];
  const all = items.flatMap(({ ask: { touch } }) => limitsOf(rules, touch, countedChannel(touch)));
  return [...new Map(all.map((limit) => [`${limit.rule} ${limit.span}`, limit])).values()];
}

function stateOf(record: DecisionRecord, open: boolean): string {
  if (record.verdict.kind === 'hold') return 'held';
  if (record.verdict.kind === 'skip') return record.verdict.state;
  return open ? 'reserved' : 'off';
}

/** The outcome an earlier attempt already wrote; null: it was reserved and still has to leave. */
function outcomeOf(own: OwnTouch, { now, speed }: Court): TouchOutcome | null {
  switch (own.state) {
    case 'reserved':
      return null;
    case 'handing':
      // Another process may be sending it at this moment; after its lease it is ambiguous.
      return { kind: 'hold', until: now + LOOK_AGAIN * speed };
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
