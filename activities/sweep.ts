/**
 * The sweep: finds what a crash lost between a row and its signal, and keeps house. It runs beside Temporal, under a
 * lock in Postgres, for it must not depend on what it watches over.
 */
import { createExpiries } from '#activities/expiries.ts';
import { type Clock, DAY } from '#core/clock.ts';
import type { Signaller } from '#core/ports.ts';
import { countRuleFailures } from '#store/alerts.ts';
import { closeMended } from '#store/attention.ts';
import type { Db } from '#store/db.ts';
import { createIntake } from '#store/intake.ts';
import { ensurePartitions } from '#store/partitions.ts';
import type { Plans } from '#store/plans.ts';
import { suspendUnguarded } from '#store/publishing.ts';
import {
  countUnknown,
  expireTasks,
  lastSeq,
  overdue,
  prune,
  readMark,
  type SweepNumbers,
  unheard,
  withSweepLock,
  writeFinds,
  writeMark,
} from '#store/sweep.ts';

export type SweepDeps = {
  db: Db;
  clock: Clock;
  plans: Plans;
  signaller: Signaller;
  eventRetentionDays: number;
  decisionRetentionDays: number;
  found(counts: SweepFinds): void;
};

export type SweepFinds = SweepNumbers;

/** Wall ms a member may be late before the sweep asks for it: longer than a burst and a retry. */
const GRACE = 20_000;
const DEDUPE_DAYS = 100;
/** Domain time between two prunings. */
const PRUNE_EVERY = DAY / 4;

export function createSweep(deps: SweepDeps) {
  const { db, clock, plans, signaller } = deps;
  const tellExpiries = createExpiries({ db, clock, intake: createIntake({ db, clock, signaller, owner: 'sweep' }) });
  let prunedAt = 0;

  /**
   * Each event is checked one sweep after it came: by then its wake has long been handled, or was lost. The mark moves on
   * only when everybody found has been signalled, for nobody asks about these events again.
   */
  async function listenBack(): Promise<number> {
    const { checked, seen } = await readMark(db);
    const deaf = await unheard(db, plans, checked, seen);
    const failures = signaller.failures();
    signaller.wake(deaf);
    await signaller.flush();
    const next = { checked: signaller.failures() === failures ? seen : checked, seen: await lastSeq(db) };
    await writeMark(db, next, clock.now());
    return deaf.length;
  }

  async function work(): Promise<void> {
    const now = clock.now();
    await ensurePartitions(db, now);
    const { wakes: late, oldestMs } = await overdue(db, now, now - GRACE * clock.setting.speed);
    const deaf = await listenBack();
    const expired = await expireTasks(db, now);
    signaller.wake([...late, ...expired]);
    await suspendUnguarded(db, now);
    if (now - prunedAt > PRUNE_EVERY) {
      await prune(db, now, {
        events: deps.eventRetentionDays,
        decisions: deps.decisionRetentionDays,
        dedupe: DEDUPE_DAYS,
        idempotency: 2,
      });
      prunedAt = now;
    }
    await closeMended(db, now);
    const finds = {
      overdue: late.length,
      unheard: deaf,
      expiredTasks: expired.length,
      unknown: await countUnknown(db),
      ruleFailures: await countRuleFailures(db),
      oldestOverdueMs: oldestMs / clock.setting.speed,
    };
    deps.found(finds);
    await writeFinds(db, finds, now);
    // Last, for it is the longest where many givings run out on one day.
    await tellExpiries();
  }

  return () => withSweepLock(db, work);
}
