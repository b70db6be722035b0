/** The live world of one burst: what `drive` knows of its members and does for them, over the store and the channels. */
import type { Burst } from '#activities/burst.ts';
import type { Clock } from '#core/clock.ts';
import { DAY } from '#core/clock.ts';
import type { World } from '#core/drive.ts';
import type { Facts } from '#core/facts.ts';
import type { ActAsk, TouchAsk, TouchOutcome } from '#core/machine.ts';
import { type Needs, needsOf } from '#core/needs.ts';
import type { Plan } from '#core/plan.ts';
import type { Signaller } from '#core/ports.ts';
import type { Seats } from '#store/cohorts.ts';
import { type Crossing, enterChains, leaveChains } from '#store/crossings.ts';
import type { Db } from '#store/db.ts';
import {
  arrivedEvents,
  type EnrolmentRow,
  factsOf,
  pastTouches,
  projectEnrolments,
  seenEvents,
} from '#store/enrolments.ts';
import type { Plans, Version } from '#store/plans.ts';
import { closeWaits, openWaits } from '#store/waits.ts';
import { withdrawPending } from '#store/withdraw.ts';

export type WorldDeps = {
  db: Db;
  clock: Clock;
  plans: Plans;
  seats: Seats;
  signaller: Signaller;
  deliver(asks: readonly TouchAsk[], burst: Burst): Promise<TouchOutcome[]>;
  /** For customers and chains that name no zone or country. */
  company: { zone: string; country: string };
  signal?: AbortSignal | undefined;
};

/** Wall ms: finer ticks than this would make bursts of one. */
const MIN_TICK_WALL = 200;
/** Conditions look back this far before the entry, at most. */
const LOOK_BACK = 400 * DAY;
const needs = new WeakMap<Plan, Needs>();

export async function liveWorld(deps: WorldDeps, version: Version, rows: readonly EnrolmentRow[]): Promise<World> {
  const { db, clock } = deps;
  const { plan } = version;
  const byId = new Map(rows.map((row) => [row.id, row]));
  const facts = await loadFacts(deps, version, rows);
  const burst: Burst = { version, rows: byId, facts: factsFor, signal: deps.signal };

  function factsFor(enrolment: number): Facts {
    const found = facts.get(enrolment);
    if (!found) throw new Error(`Enrolment ${enrolment} is not of this burst.`);
    return found;
  }

  const crossing = (ask: ActAsk): Crossing => ({
    customer: ask.walker.customer,
    from: { enrolment: ask.walker.enrolment, step: ask.step, visit: ask.walker.visit },
    chain: ask.act.chain,
    entry: factsFor(ask.walker.enrolment).entry.properties,
  });

  return {
    now: () => clock.now(),
    chain: { id: version.chain, salt: version.salt },
    minTick: clock.setting.speed === 1 ? 1_000 : MIN_TICK_WALL * clock.setting.speed,
    facts: (walker) => factsFor(walker.enrolment),
    events: (walkers) => arrivedEvents(db, walkers, plan.listens),
    async listen(walkers) {
      await openWaits(db, plan, walkers);
      await projectEnrolments(db, walkers, byId, clock.now());
    },
    async touch(asks) {
      const outcomes = await deps.deliver(asks, burst);
      if (needsFor(plan).touches) await refreshTouches(db, rows, facts);
      return outcomes;
    },
    async act(asks) {
      const of = (kind: 'enter' | 'leave') => asks.filter((a) => a.act.kind === kind).map(crossing);
      const [entering, leaving] = [of('enter'), of('leave')];
      const now = clock.now();
      if (entering.length > 0) deps.signaller.wake(await enterChains(db, entering, { ...deps, now }));
      if (leaving.length > 0) deps.signaller.wake(await leaveChains(db, leaving, now));
    },
    async project(walkers) {
      const left = walkers.filter((w) => w.news && (w.ended === 'goal' || w.ended === 'exit'));
      await projectEnrolments(db, walkers, byId, clock.now());
      await closeWaits(db, walkers, clock.now());
      if (left.length === 0) return;
      const ids = left.map((w) => w.enrolment);
      await withdrawPending(db, ids, 'left_by_event', clock.now());
    },
  };
}

function needsFor(plan: Plan): Needs {
  const known = needs.get(plan) ?? needsOf(plan);
  needs.set(plan, known);
  return known;
}

async function loadFacts(
  deps: WorldDeps,
  version: Version,
  rows: readonly EnrolmentRow[],
): Promise<Map<number, Facts>> {
  const { plan } = version;
  const defaults = {
    zone: plan.zone ?? deps.company.zone,
    country: plan.country ?? deps.company.country,
    language: plan.language,
    params: plan.params,
  };
  const facts = new Map(rows.map((row) => [row.id, factsOf(row, defaults)]));
  const { touches, events } = needsFor(plan);
  if (touches) await refreshTouches(deps.db, rows, facts);
  if (events.length > 0) {
    const from = Math.min(...rows.map((row) => +row.trigger_at)) - LOOK_BACK;
    const seen = await seenEvents(
      deps.db,
      rows.map((row) => row.customer),
      events,
      from,
    );
    for (const row of rows) {
      const fact = facts.get(row.id);
      if (fact) fact.seen = (seen.get(row.customer) ?? []).filter((e) => e.seq !== row.event);
    }
  }
  return facts;
}

async function refreshTouches(db: Db, rows: readonly EnrolmentRow[], facts: Map<number, Facts>): Promise<void> {
  const past = await pastTouches(db, rows);
  for (const [enrolment, fact] of facts) fact.touches = past.get(enrolment) ?? [];
}
