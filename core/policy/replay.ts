/**
 * History under other rules: touches as they were judged, judged again in their order by the rules that a change of the
 * policy can change. What other rules found (consent, address, control …), what customers did and which way members took
 * stays as recorded; earlier new verdicts feed the later counters. Pure.
 */
import { DAY } from '#core/clock.ts';
import type { Facts } from '#core/facts.ts';
import type { Place } from '#core/place.ts';
import type { TouchSpec } from '#core/plan.ts';
import { judgeAgain } from '#core/policy/index.ts';
import type { Limits } from '#core/policy/own.ts';
import type { Candidate, Contact, Policy, Standing } from '#core/policy/rule.ts';
import { PROSPECT } from '#core/relation.ts';

/** A touch of the past, or a contact that others made. Times in domain ms. */
export type Recorded = {
  customer: number;
  enrolment: number;
  chain: number;
  touch: TouchSpec;
  /** As the customer sees it. */
  channel: string;
  /** When it was judged first, and last: at `last` it left, or ended for good. */
  first: number;
  last: number;
  due: number;
  validUntil: number;
  contacted: boolean;
  /** `never`: it stays as it was. `until_last`: what ended it at `last` was no rule of these. */
  again: 'never' | 'until_last' | 'always';
};

/** What is known of a customer; of the past where that is kept, of today where it is not (profile, limits). */
export type Known = {
  facts: Facts;
  place: Place;
  /** `at`: when the customer said so; a pause counts from then on. */
  limits: (Limits & { at: number }) | null;
  /** Events that situations name: name and times, ascending. */
  events: ReadonlyMap<string, readonly number[]>;
  /** Tasks: kind, opened, closed (Infinity: open). */
  tasks: readonly { kind: string; from: number; to: number }[];
};

/** `at`: when the contact is made under the new rules; null: none. */
export type Replayed = { of: Recorded; at: number | null };

type Ask = { at: number; of: Recorded; asks: number };

/** A touch that is put off again and again is given up after so many times. */
const MOST_ASKS = 400;

const NO_TERMS = { regimes: {}, families: {} };
const NOTHING: ReadonlyMap<string, number> = new Map();
const NONE: readonly never[] = [];
const NO_OFFERS: ReadonlySet<string> = new Set();

/** What the rules that are asked again may look at; the others found nothing in the way. */
function standingOf(contacts: Contact[], household: Contact[] | null, limits: Limits | null): Standing {
  return {
    contacts,
    household,
    limits,
    lastEvents: NOTHING,
    pending: NONE,
    consents: NONE,
    terms: NO_TERMS,
    relation: PROSPECT,
    suppressed: null,
    answers: NONE,
    expiredOffers: NO_OFFERS,
    ahead: NONE,
    refusals: NONE,
    capacity: NONE,
    halt: null,
    address: null,
    test: false,
  };
}

/**
 * One customer, or one household whose contacts count together. Before `since` all is as recorded. `days`: how far back
 * the rules count.
 */
export function replay(
  group: readonly Recorded[],
  known: (customer: number) => Known,
  policy: Policy,
  { since, days, shared }: { since: number; days: number; shared: boolean },
): Replayed[] {
  const queue: Ask[] = group
    .map((of) => ({ at: of.again === 'never' ? of.last : of.first, of, asks: 0 }))
    .sort((a, b) => a.at - b.at);
  const seats = new Map<number, Seat>();
  const house: Contact[] = [];
  const done: Replayed[] = [];
  for (let next = 0; next < queue.length; next += 1) {
    const { at, of, asks } = queue[next]!;
    const seat = seatOf(seats, of.customer, known, shared ? house : null);
    const mine = seat.contacts;
    forget(mine, at - days * DAY);
    if (shared) forget(house, at - days * DAY);
    let contact = of.contacted ? at : null;
    if (of.again !== 'never' && at >= since) {
      const verdict = judgeAgain(candidateOf(of, seat.known, at, asks), standingAt(seat, at), policy);
      if (verdict.kind === 'hold' && asks < MOST_ASKS && !(of.again === 'until_last' && verdict.until >= of.last)) {
        insert(queue, next + 1, { at: Math.max(verdict.until, at + 1), of, asks: asks + 1 });
        continue;
      }
      contact = verdict.kind === 'send' ? at : null;
    }
    if (contact !== null) {
      const { class: klass, brand, topics, offer = null, weight } = of.touch;
      const made = { at: contact, channel: of.channel, class: klass, brand, topics, offer, weight };
      mine.push(made);
      if (shared) house.push(made);
    }
    if (of.last >= since) done.push({ of, at: contact });
  }
  return done;
}

function candidateOf(of: Recorded, { facts, place }: Known, now: number, asks: number): Candidate {
  return {
    customer: of.customer,
    enrolment: of.enrolment,
    chain: of.chain,
    touch: of.touch,
    channel: of.channel,
    facts,
    place,
    needsAddress: false,
    control: null,
    due: of.due,
    undated: false,
    validUntil: of.validUntil,
    held: asks > 0,
    grace: 0,
    now,
  };
}

type Seat = { known: Known; contacts: Contact[]; standing: Standing };

/** One standing a customer: its lists grow and shrink as the history goes on. */
function seatOf(
  seats: Map<number, Seat>,
  customer: number,
  known: (customer: number) => Known,
  household: Contact[] | null,
): Seat {
  let seat = seats.get(customer);
  if (!seat) {
    const contacts: Contact[] = [];
    const of = known(customer);
    seat = { known: of, contacts, standing: standingOf(contacts, household, of.limits) };
    seats.set(customer, seat);
  }
  return seat;
}

function standingAt({ known: { events, tasks, limits }, standing }: Seat, now: number): Standing {
  const paused = limits !== null && limits.pausedUntil !== null && now < limits.at;
  if (events.size + tasks.length === 0 && !paused) return standing;
  const lastEvents = new Map<string, number>();
  for (const [name, times] of events) {
    const last = times.findLast((t) => t <= now);
    if (last !== undefined) lastEvents.set(name, last);
  }
  const pending = tasks.filter(({ from, to }) => from < now && now <= to).map(({ kind }) => kind);
  return { ...standing, lastEvents, pending, ...(paused ? { limits: { ...limits, pausedUntil: null } } : {}) };
}

/** Contacts come in the order of their times; those that no rule counts any more are dropped. */
function forget(list: Contact[], before: number): void {
  let old = 0;
  while (old < list.length && list[old]!.at <= before) old += 1;
  if (old > 0) list.splice(0, old);
}

/** Keeps the order of time; of the same time, who has waited comes after who was there. */
function insert(queue: Ask[], from: number, ask: Ask): void {
  let [low, high] = [from, queue.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (queue[middle]!.at <= ask.at) low = middle + 1;
    else high = middle;
  }
  queue.splice(low, 0, ask);
}
