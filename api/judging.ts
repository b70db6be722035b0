/** Judges a contact that no chain makes: before another system makes it, or to see whether it would be made. */
import { heldOut } from '#core/arms.ts';
import { COUNTED, channelOf } from '#core/channels/index.ts';
import { type Clock, DAY } from '#core/clock.ts';
import type { Facts, Json } from '#core/facts.ts';
import type { TouchClass } from '#core/plan.ts';
import { judge } from '#core/policy/index.ts';
import { ownUsed } from '#core/policy/own.ts';
import { gaugeOf } from '#core/policy/pressure.ts';
import { type Candidate, type DecisionRecord, documentsOf, type Standing } from '#core/policy/rule.ts';
import { policyFor, wantsFor } from '#core/policy/variant.ts';
import type { Db } from '#store/db.ts';
import { noteExposures } from '#store/exposures.ts';
import { lockHouseholds } from '#store/households.ts';
import { type HoldOut, readCompany, readHoldOut } from '#store/settings.ts';
import { placeFor, standings } from '#store/standing/customer.ts';
import { readStanding, type StandingRows } from '#store/standing/index.ts';
import { lockCustomers, newestPolicy } from '#store/touches.ts';

/** A contact as another system describes it. `channel` is as the customer sees it. */
export type Ask = {
  customer: number;
  channel: string;
  class: TouchClass;
  brand: string;
  topics: string[];
  offer: string | null;
  weight: number;
};

export type Judged = { record: DecisionRecord; now: number; zone: string; test: boolean };

type How = {
  clock: Clock;
  /** Takes the customer's lock: what `then` books in the same transaction keeps every cap exact. */
  lock: boolean;
  /** false: whoever makes the contact has the address. */
  needsAddress: boolean;
};

/** How far ahead a first free moment is looked for. */
const HORIZON = 30 * DAY;

/** null: there is no such customer. */
export async function judgeFor<T>(
  db: Db,
  ask: Ask,
  how: How,
  then: (trx: Db, judged: Judged) => Promise<T>,
): Promise<T | null> {
  for (;;) {
    const done = await db.transaction().execute(async (trx) => {
      const judged = await judgeBy(trx, ask, how);
      return judged === 'again' || judged === null ? judged : { value: await then(trx, judged) };
    });
    if (done === null) return null;
    if (done !== 'again') return done.value;
  }
}

/** `again`: another policy came into force meanwhile, and the locks it asks for are taken in order. */
async function judgeBy(trx: Db, ask: Ask, how: How): Promise<Judged | 'again' | null> {
  const policy = await newestPolicy(trx);
  const wants = { ...wantsFor(policy), aheadDays: 0 };
  const { customer } = ask;
  if (how.lock && wants.household) await lockHouseholds(trx, [customer]);
  if (how.lock) await lockCustomers(trx, [customer]);
  const now = how.clock.now();
  const since = now - wants.days * DAY;
  const standing = await readStanding(trx, { keys: [], customers: [customer], chain: 0, since, now, wants });
  if (standing.policy !== policy.version) return 'again';
  const known = await readFacts(trx, customer, now);
  if (!known) return null;
  const { facts, test } = known;
  const holdOut = await readHoldOut(trx);
  const { candidate, stands } = candidateFor(ask, { known, standing, holdOut, needsAddress: how.needsAddress, now });
  const rules = policyFor(policy, { customer, household: standing.homes.get(customer) ?? null }, now);
  const record = judge(candidate, stands, rules);
  if (how.lock) await noteExposures(trx, [{ customer, decision: record as unknown as Json }], now);
  return { record, now, zone: facts.zone, test };
}

type Ground = { known: Known; standing: StandingRows; holdOut: HoldOut; needsAddress: boolean; now: number };

function candidateFor(ask: Ask, ground: Ground): { candidate: Candidate; stands: Standing } {
  const { known, standing, holdOut, needsAddress, now } = ground;
  const { facts, test, zone, country } = known;
  const { channel: _, customer, offer, ...said } = ask;
  // A letter, a call or an SMS that another system makes is what a task is here.
  const technical = channelOf(ask.channel) ? ask.channel : 'task';
  const needs = needsAddress ? (channelOf(technical)?.needs ?? null) : null;
  const place = placeFor(standing, { customer, zone, country }, facts);
  return {
    candidate: {
      ...{ customer, enrolment: 0, chain: 0, channel: ask.channel, facts, place, needsAddress: needs !== null },
      touch: {
        ...said,
        ...{ channel: technical, content: { kind: ask.channel }, onExcess: 'postpone' },
        ...(offer === null ? {} : { offer }),
      },
      control: heldOut(holdOut.salt, customer, 'company', holdOut.percent) ? 'company' : null,
      ...{ due: now, undated: false, validUntil: now + HORIZON, held: false, grace: 0, now },
    },
    stands: standings(standing, now)({ customer, channel: technical, needs, ahead: [], capacity: [], test }),
  };
}

/** All that a page about one customer's pressure shows, read once; nothing is booked. null: there is no such customer. */
export async function overviewFor(db: Db, clock: Clock, customer: number) {
  for (;;) {
    const policy = await newestPolicy(db);
    const wants = { ...wantsFor(policy), aheadDays: 0 };
    const now = clock.now();
    const asked = { keys: [], customers: [customer], chain: 0, since: now - wants.days * DAY, now, wants };
    const [standing, known, holdOut] = await Promise.all([
      readStanding(db, asked),
      readFacts(db, customer, now),
      readHoldOut(db),
    ]);
    if (!known) return null;
    if (standing.policy !== policy.version) continue;
    const rules = policyFor(policy, { customer, household: standing.homes.get(customer) ?? null }, now);
    const ground = { known, standing, holdOut, needsAddress: true, now };
    const fresh = { customer, class: 'commercial' as const, brand: 'default', topics: [], offer: null, weight: 5 };
    const channels = COUNTED.filter((channel) => channel !== 'task').map((channel) => {
      const { candidate, stands } = candidateFor({ ...fresh, channel }, ground);
      return { channel, record: judge(candidate, stands, rules) };
    });
    const { candidate, stands } = candidateFor({ ...fresh, channel: 'email' }, ground);
    const gauges = documentsOf(rules.rules, 'cap').map((cap) => gaugeOf(cap, candidate, stands));
    const { limits, contacts } = stands;
    const own = limits && { ...limits, used: ownUsed(contacts, now) };
    return { now, zone: known.facts.zone, test: known.test, gauges, channels, own };
  }
}

/** `zone` and `country`: the customer's own. */
type Known = { facts: Facts; test: boolean; zone: string | null; country: string | null };

async function readFacts(trx: Db, customer: number, now: number): Promise<Known | null> {
  const row = await trx
    .selectFrom('customers')
    .select(['zone', 'country', 'locale', 'test', 'traits'])
    .where('id', '=', customer)
    .where('erased_at', 'is', null)
    .executeTakeFirst();
  if (!row) return null;
  const company = await readCompany(trx);
  return {
    ...{ test: row.test, zone: row.zone, country: row.country },
    facts: {
      ...{ customer, zone: row.zone ?? company.zone, country: row.country ?? company.country },
      ...{ locale: row.locale ?? 'en', traits: row.traits as Record<string, Json> },
      ...{ entry: { at: now, key: '', properties: {} }, params: {}, touches: [], seen: [] },
    },
  };
}
