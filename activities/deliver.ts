/**
 * Touches for real: facts under the customers' locks, judged, booked, then handed over chunk by chunk. Asked again after
 * a crash, it goes on with its own rows and judges nothing twice.
 */
import { lookAhead } from '#activities/ahead.ts';
import type { Burst, DeliverDeps, Item } from '#activities/burst.ts';
import { createHandOver } from '#activities/handover.ts';
import { judgeAll, limitsOfAll } from '#activities/judging.ts';
import { DAY } from '#core/clock.ts';
import type { TouchAsk, TouchOutcome } from '#core/machine.ts';
import { RULE_FAILED } from '#core/policy/index.ts';
import type { Policy } from '#core/policy/rule.ts';
import { wantsFor } from '#core/policy/variant.ts';
import { noteRuleFailures } from '#store/alerts.ts';
import { lockCapacity, writeCapacity } from '#store/capacity.ts';
import type { Db } from '#store/db.ts';
import { noteExposures } from '#store/exposures.ts';
import { lockHouseholds } from '#store/households.ts';
import { standings } from '#store/standing/customer.ts';
import { readStanding, type StandingRows } from '#store/standing/index.ts';
import { bookTouches, giveUpExpired, lockCustomers, newestPolicy, offerAgain, touchName } from '#store/touches.ts';

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
    const wants = wantsFor(policy);
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
    const standingOf = standings(standing, now);
    const capacity = await lockCapacity(trx, limitsOfAll(policy.rules, items), now);
    const before = capacity.map(({ used }) => used);
    const judged = judgeAll(items, {
      ...{ standing, standingOf, ahead, capacity, policy, burst, now },
      ...{ gate: deps.gate, speed: clock.setting.speed },
    });
    await bookTouches(trx, judged, now);
    await noteExposures(trx, judged, now);
    const booked = capacity.map((use, i) => ({ ...use, count: use.used - before[i]! }));
    await writeCapacity(
      trx,
      booked.filter(({ count }) => count > 0),
      now,
    );
    const failed = judged.filter((t) => t.reason === RULE_FAILED);
    const mended = judged.filter(
      (t) => t.reason !== RULE_FAILED && standing.own.get(touchName(t))?.reason === RULE_FAILED,
    );
    if (failed.length + mended.length > 0) await noteRuleFailures(trx, { failed, mended }, now);
    return { booked: items.filter((i) => i.outcome === null), standing };
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
