/**
 * The try-out: one persona walks a plan on a clock that is set by hand. The machine, the calendar and the policy are the
 * live ones; only the world is in memory.
 */
import { DAY } from '#core/clock.ts';
import { type ConsentSettings, DEFAULT_CONSENT } from '#core/consent.ts';
import { drive, type World } from '#core/drive.ts';
import { decideEntry, type EntryDecision } from '#core/entry.ts';
import type { Facts, Json, SeenEvent } from '#core/facts.ts';
import { setOut, stepOf } from '#core/machine.ts';
import { AGAIN, ARRIVED, WAITING } from '#core/member.ts';
import type { Persona } from '#core/persona.ts';
import { placeFrom } from '#core/place.ts';
import { type Plan, START } from '#core/plan.ts';
import type { DecisionRecord, Policy } from '#core/policy/rule.ts';
import { createStand, type Decided } from '#core/stand.ts';

/** What happens to the persona beside the chain; `at` in domain ms. */
export type Happening = { at: number } & (
  | { kind: 'event'; event: string; properties?: Record<string, Json> }
  /** `channel` `*`: everything. */
  | { kind: 'withdraws'; channel: string }
  | { kind: 'consents'; channel: string }
  /** A complaint about the address: what was sent there is never sent again, service apart. */
  | { kind: 'complains' }
  /** The mailbox is gone: nothing reaches it any more. */
  | { kind: 'bounces' }
);

export type TryOut = {
  plan: Plan;
  policy: Policy;
  persona: Persona;
  /** Domain ms of the entry event. */
  start: number;
  entry: { event: string; properties?: Record<string, Json>; occurredAt?: number };
  happenings?: readonly Happening[];
  /** For whom and what nothing else says it. */
  company: { zone: string; country: string };
  consent?: Pick<ConsentSettings, 'regimes' | 'purchase' | 'formerAfterMonths'>;
  /** Family of each topic that has one. */
  families?: Readonly<Record<string, string>>;
  /** The chain's own draw; who names none gets an invented one. */
  chain?: { id: number; salt: string };
  customer?: number;
  /** Ways chosen instead of drawn, by graph step. */
  arms?: Record<string, string>;
  /** How people close the tasks of a step; unnamed: after a day, by the first outcome. null: never. */
  closes?: Record<string, { hours: number; outcome: string | null } | null>;
};

/** One thing that became of the persona, in order. `step` is the graph's. */
export type Moment =
  | { kind: 'entered'; at: number }
  | { kind: 'waits'; at: number; step: string; until: number }
  | { kind: 'waited'; at: number; step: string }
  | { kind: 'contact'; at: number; step: string; visit: number; became: Became; due: number; record: DecisionRecord }
  | { kind: 'went'; at: number; step: string; port: string }
  | { kind: 'heard'; at: number; step: string; port: string; event: string | null }
  | { kind: 'act'; at: number; step: string; act: 'enter' | 'leave' }
  | { kind: 'happened'; at: number; happening: Happening }
  | { kind: 'ended'; at: number; outcome: string };

/** `sent`: handed over, or put on a work list. */
export type Became = 'sent' | 'held' | 'skipped' | 'expired' | 'control';

export type Walked = {
  entry: EntryDecision['decision'];
  moments: Moment[];
  /** The way taken through the graph. */
  path: { step: string; port: string; at: number }[];
  ended: string | null;
  /** It was still under way when the try-out gave up. */
  cut: boolean;
  facts: Facts;
};

const LONGEST = 1_100 * DAY;
const MOST_MOMENTS = 600;
const MIN_TICK = 1_000;

export async function simulate(asked: TryOut): Promise<Walked> {
  const { plan, persona, start } = asked;
  const { chain = { id: 1, salt: 'try-out' }, customer = 1 } = asked;
  const settings = asked.consent ?? DEFAULT_CONSENT;
  const brand = { zone: plan.zone ?? asked.company.zone, country: plan.country ?? asked.company.country };
  const place = placeFrom(persona, brand);
  const occurred = Math.min(asked.entry.occurredAt ?? start, start);
  const properties = asked.entry.properties ?? {};
  const entered: SeenEvent = { seq: 1, name: asked.entry.event, at: occurred, properties };
  const person = {
    customer,
    zone: persona.zone ?? place.zone,
    country: persona.country ?? (place.source === 'brand' ? brand.country : place.country),
    locale: persona.locale || (plan.language ?? ''),
    traits: persona.traits,
    params: plan.params,
  };
  // The intake knows only the profile's own zone and country.
  const profile = { zone: persona.zone ?? '', country: persona.country ?? '' };
  const { decision, key } = decideEntry(plan.entry, {
    ...{ ...person, ...profile, event: entered, now: start, historical: false, chain: 'live' },
    ...{ inside: [], lastEnteredAt: null },
  });
  const facts: Facts = { ...person, entry: { at: occurred, key, properties }, touches: [], seen: [] };
  const walked: Walked = { entry: decision, moments: [], path: [], ended: null, cut: false, facts };
  if (plan.entry.event !== undefined && decision !== 'entered') return walked;

  const { moments } = walked;
  moments.push({ kind: 'entered', at: start });
  const happenings = [...(asked.happenings ?? [])].filter((h) => h.at >= start).sort((a, b) => a.at - b.at);
  const arrived: SeenEvent[] = [];
  const member = { enrolment: 1, customer, step: START, visit: 1, phase: ARRIVED, due: start, rev: 0 };
  const walker = setOut(member, { heard: 1, arms: { ...asked.arms } });
  let now = start;
  const stand = createStand({ ...asked, settings, chain: chain.id, facts, place, entered });
  const decided: Decided[] = [];
  const world: World = {
    now: () => now,
    chain,
    minTick: MIN_TICK,
    facts: () => facts,
    events: async () => new Map([[1, arrived.filter((e) => e.seq > walker.heard && plan.listens.includes(e.name))]]),
    listen: async () => {},
    project: async () => {},
    act: async () => {},
    touch: async (asks) =>
      asks.map((ask) => {
        const found = stand.judge(ask, now);
        decided.push(found);
        return found.outcome;
      }),
  };

  while (!walker.ended) {
    const from = walker.step;
    await drive(plan, [walker], world);
    tell();
    if (walker.ended || moments.length > MOST_MOMENTS) break;
    const moves = [walker.due, happenings[0]?.at, stand.nextClosing(now)].filter(
      (at): at is number => at !== undefined,
    );
    const next = Math.min(...moves.map((at) => Math.max(at, from === walker.step ? now + 1 : now)));
    if (next > start + LONGEST) break;
    now = next;
    while (happenings[0] && happenings[0].at <= now) happen(happenings.shift()!);
  }
  walked.ended = walker.ended;
  walked.cut = !walker.ended;
  return walked;

  /** Makes of what the burst did what people read. */
  function tell(): void {
    for (const [index, portIndex, at] of walker.hops.splice(0)) {
      const { step, op, next } = plan.steps[index]!;
      const port = Object.keys(next)[portIndex] ?? 'end';
      if (op.kind === 'touch') contacted(step);
      else if (op.kind === 'ask') moments.push({ kind: 'went', at, step, port });
      else if (op.kind === 'act') moments.push({ kind: 'act', at, step, act: op.act.kind });
      else if (op.kind === 'sleep' && moments.some((m) => m.kind === 'waits' && m.step === step && m.at < at)) {
        moments.push({ kind: 'waited', at, step });
      } else if (op.kind === 'listen' && portIndex >= 0) {
        const [, , by] = walker.heardOut.find(([s]) => s === index) ?? [0, 0, null];
        const event = arrived.find((e) => e.seq === by)?.name ?? null;
        moments.push({ kind: 'heard', at, step, port, event });
      }
      // A card of the graph is several steps of the plan: it is left with the last of them.
      if (plan.steps[index + 1]?.step !== step || Object.values(next)[portIndex] !== index + 1) {
        walked.path.push({ step, port, at });
      }
    }
    walker.heardOut = [];
    while (decided.length > 0) contacted(decided[0]!.step);
    if (walker.ended) {
      moments.push({ kind: 'ended', at: now, outcome: walker.ended });
      return;
    }
    const { step } = stepOf(plan, walker);
    const waits = walker.phase === WAITING || (walker.phase === AGAIN && stepOf(plan, walker).op.kind !== 'touch');
    const last = moments.findLast((m) => m.kind !== 'happened');
    if (waits && !(last?.kind === 'waits' && last.step === step && last.until === walker.due)) {
      moments.push({ kind: 'waits', at: now, step, until: walker.due });
    }
  }

  function contacted(step: string): void {
    const i = decided.findIndex((d) => d.step === step);
    if (i < 0) return;
    const [found] = decided.splice(i, 1) as [Decided];
    const { outcome: _, ...moment } = found;
    // Asked again for the same reason is no news.
    const last = moments.findLast((m) => m.kind === 'contact');
    const same = last?.kind === 'contact' && last.step === step && last.visit === found.visit && last.became === 'held';
    if (same && found.became === 'held' && reasonOf(last.record) === reasonOf(found.record)) last.record = found.record;
    else moments.push({ kind: 'contact', ...moment });
  }

  function happen(happening: Happening): void {
    moments.push({ kind: 'happened', at: happening.at, happening });
    if (happening.kind === 'event') {
      const { event: name, at, properties: said = {} } = happening;
      const event: SeenEvent = { seq: arrived.length + 2, name, at, properties: said };
      arrived.push(event);
      stand.hear(event);
      return;
    }
    stand.told(happening);
  }
}

function reasonOf({ verdict }: DecisionRecord): string {
  return verdict.kind === 'send' ? 'send' : verdict.reason;
}
