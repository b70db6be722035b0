/**
 * Drives a burst of members to their next wait. Every decision is taken here, in pure code; the `World` does what needs
 * I/O, set by set. The same loop runs live (a world of SQL and SMTP) and in the forecast (a world in memory).
 */
import { answer } from '#core/answer.ts';
import { dueAt } from '#core/calendar.ts';
import { DAY, tickFor } from '#core/clock.ts';
import { evaluate } from '#core/condition.ts';
import { entryKey } from '#core/entry.ts';
import type { Facts, SeenEvent } from '#core/facts.ts';
import { isHoliday } from '#core/holidays.ts';
import {
  type ActAsk,
  end,
  opOf,
  route,
  stay,
  stepOf,
  type TouchAsk,
  type TouchOutcome,
  type Walker,
} from '#core/machine.ts';
import { AGAIN, ARRIVED, UNDATED, WAITING } from '#core/member.ts';
import { hasLooped } from '#core/move.ts';
import type { EventMatch, Op, Plan } from '#core/plan.ts';
import type { When } from '#core/when.ts';

export interface World {
  now(): number;
  readonly chain: { id: number; salt: string };
  /** Domain ms below which a tick makes no sense on this clock. */
  readonly minTick: number;
  /** What is known of the member; loaded for the whole burst before the first question. */
  facts(walker: Walker): Facts;
  /** Events that arrived after `heard` and that the plan listens to, oldest first; moves nothing. */
  events(walkers: readonly Walker[]): Promise<Map<number, SeenEvent[]>>;
  /** Commits the waits (and the progress so far), so that an event from now on finds them or is found by looking back. */
  listen(walkers: readonly Walker[]): Promise<void>;
  /** In the order given. Asked again after a crash, it answers what was decided the first time. */
  touch(asks: readonly TouchAsk[]): Promise<TouchOutcome[]>;
  act(asks: readonly ActAsk[]): Promise<void>;
  /** Commits progress (`where rev <` what is given); the checkpoint a retry goes on from. */
  project(walkers: readonly Walker[]): Promise<void>;
}

/** How often an unanswered date is asked again when nothing wakes the member earlier. */
const PENDING = DAY;
/** More hops than any chain needs without waiting: compile refuses such loops, this bounds a bug. */
const MAX_HOPS = 1_000;

export async function drive(plan: Plan, burst: readonly Walker[], world: World): Promise<void> {
  if (plan.listens.length > 0) await hear(plan, burst, world);
  let active = burst.filter((w) => !w.ended && (w.phase !== WAITING || w.due <= world.now()));
  while (active.length > 0) {
    let decided = false;
    for (const walker of active) decided = walkPure(plan, walker, world) || decided;
    const at = (kind: Op['kind']) =>
      active.filter((w) => !w.ended && w.phase !== WAITING && opOf(plan, w).kind === kind);
    // A held touch is asked again whenever its member is looked at: its due has come, or something woke it.
    const [touching, acting, listening] = [at('touch'), at('act'), at('listen')];
    // What a condition or an event decided must not be decided otherwise by a retry that finds its touch already made.
    if (decided && acting.length + touching.length > 0) await world.project(burst);
    if (touching.length > 0) await touchAll(plan, touching, world);
    if (acting.length > 0) await actAll(plan, acting, world);
    const heard = listening.length > 0 ? await listenAll(plan, listening, world) : [];
    active = [...touching, ...acting, ...heard].filter((w) => !w.ended && w.phase === ARRIVED);
  }
  await world.project(burst);
}

/** Events first: they may end the enrolment or the wait. */
async function hear(plan: Plan, walkers: readonly Walker[], world: World): Promise<Walker[]> {
  const arrived = await world.events(walkers);
  const moved: Walker[] = [];
  for (const walker of walkers) {
    for (const event of arrived.get(walker.enrolment) ?? []) {
      if (walker.ended) break;
      // One that has only just arrived will look back when it listens: what came since it entered may be what it waits for.
      if (walker.phase !== ARRIVED) {
        walker.heard = Math.max(walker.heard, event.seq);
        walker.news = true;
      }
      if (takeEvent(plan, walker, event, world)) moved.push(walker);
    }
  }
  return moved;
}

function takeEvent(plan: Plan, walker: Walker, event: SeenEvent, world: World): boolean {
  const facts = world.facts(walker);
  const exit = plan.exits.find((x) => x.on.some((m) => matches(plan, m, event, facts)));
  if (exit) {
    end(walker, exit.outcome, world.now());
    return true;
  }
  const op = opOf(plan, walker);
  if (op.kind !== 'listen' || walker.phase !== WAITING) return false;
  const found = op.on.find((o) => matches(plan, o.match, event, facts));
  if (!found) return false;
  facts.seen.push(event);
  walker.heardOut.push([walker.step, walker.visit, event.seq]);
  route(plan, walker, found.port, world.now());
  return true;
}

export function matches(plan: Plan, match: EventMatch, event: SeenEvent, facts: Facts): boolean {
  if (match.event !== event.name) return false;
  if (match.sameKey && entryKey(plan.entry, event.properties) !== facts.entry.key) return false;
  return match.filter === undefined || evaluate(match.filter, facts, event);
}

/** Runs through sleeps that are over, questions and ends; answers whether a question was decided on changing facts. */
function walkPure(plan: Plan, walker: Walker, world: World): boolean {
  let decided = false;
  for (let hops = 0; !walker.ended; hops += 1) {
    if (hops > MAX_HOPS) throw new Error(`Plan ${plan.hash}: step ${walker.step} loops without a wait.`);
    const op = opOf(plan, walker);
    const now = world.now();
    if (op.kind === 'end') {
      end(walker, 'completed', now);
    } else if (op.kind === 'ask') {
      const step = stepOf(plan, walker).step;
      const port = answer(op.question, {
        facts: world.facts(walker),
        salt: world.chain.salt,
        customer: walker.customer,
        chain: world.chain.id,
        step,
        recorded: walker.arms[step],
        now,
      });
      if (op.question.kind === 'arm') walker.arms[step] = port;
      else decided = true;
      route(plan, walker, port, now);
    } else if (op.kind === 'sleep') {
      if (!sleepOver(plan, walker, op.when, world)) return decided;
    } else if (op.kind === 'listen' && walker.phase === WAITING) {
      if (walker.due > now) return decided;
      walker.heardOut.push([walker.step, walker.visit, null]);
      route(plan, walker, 'timeout', now);
    } else {
      return decided;
    }
  }
  return decided;
}

/** Computes the due date on arrival; true when the walker went on. A date already past goes on at once. */
function sleepOver(plan: Plan, walker: Walker, when: When, world: World): boolean {
  const now = world.now();
  if (walker.phase === WAITING) {
    if (walker.due > now) return false;
    route(plan, walker, 'done', now);
    return true;
  }
  const due = dueAt(when, world.facts(walker), now, now, isHoliday);
  if (due.kind === 'none') {
    // In a loop (a birthday every year) asking once a day is enough; elsewhere the chain goes on without its touch.
    if (hasLooped(walker.visit)) {
      stay(walker, AGAIN, now + PENDING);
      return false;
    }
    walker.due = now;
    route(plan, walker, 'done', now);
    if (!walker.ended && opOf(plan, walker).kind === 'touch') walker.phase = UNDATED;
    return true;
  }
  if (due.kind === 'pending') {
    stay(walker, AGAIN, now + PENDING);
    return false;
  }
  if (due.at > now) {
    stay(walker, WAITING, onTick(due.at, now, when, world));
    return false;
  }
  walker.due = due.at;
  route(plan, walker, 'done', now);
  return true;
}

/** Rounded up, so that the members of a cohort fall due together; a local time of day needs none. */
function onTick(due: number, now: number, when: When, world: World): number {
  if (when.time !== undefined) return due;
  const tick = Math.max(world.minTick, tickFor(due - now));
  return Math.ceil(due / tick) * tick;
}

async function touchAll(plan: Plan, walkers: readonly Walker[], world: World): Promise<void> {
  const asks: TouchAsk[] = walkers.map((walker) => {
    const op = opOf(plan, walker);
    if (op.kind !== 'touch') throw new Error(`Plan ${plan.hash}: step ${walker.step} is no touch.`);
    return { walker, step: walker.step, touch: op.touch, undated: walker.phase === UNDATED };
  });
  const outcomes = await world.touch(asks);
  for (const [i, { walker }] of asks.entries()) {
    const outcome = outcomes[i];
    if (!outcome) throw new Error(`${asks.length} touches asked, ${outcomes.length} answered.`);
    if (outcome.kind === 'hold') stay(walker, AGAIN, outcome.until);
    else route(plan, walker, outcome.port, world.now());
  }
}

async function actAll(plan: Plan, walkers: readonly Walker[], world: World): Promise<void> {
  const asks: ActAsk[] = walkers.map((walker) => {
    const op = opOf(plan, walker);
    if (op.kind !== 'act') throw new Error(`Plan ${plan.hash}: step ${walker.step} is no act.`);
    return { walker, step: walker.step, act: op.act };
  });
  await world.act(asks);
  for (const { walker } of asks) route(plan, walker, 'done', world.now());
}

/** Registers, commits, then looks back: an event that came in between is found by one side or the other. */
async function listenAll(plan: Plan, walkers: readonly Walker[], world: World): Promise<Walker[]> {
  for (const walker of walkers) {
    const op = opOf(plan, walker);
    if (op.kind !== 'listen') throw new Error(`Plan ${plan.hash}: step ${walker.step} does not listen.`);
    const now = world.now();
    const until = dueAt(op.until, world.facts(walker), now, now, isHoliday);
    stay(walker, WAITING, until.kind === 'at' ? onTick(until.at, now, op.until, world) : now);
  }
  await world.listen(walkers);
  return hear(plan, walkers, world);
}
