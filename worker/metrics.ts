/** What an operator watches: numbers only, never a customer. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { SweepFinds } from '#activities/sweep.ts';

export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const overdue = new Gauge({
    name: 'jalon_oldest_overdue_seconds',
    help: 'Wall seconds by which the most overdue live member is late',
    registers,
  });
  const unknown = new Gauge({
    name: 'jalon_unknown_touches',
    help: 'Touches that may or may not have left and wait for a person',
    registers,
  });
  const finds = new Counter({
    name: 'jalon_sweep_finds_total',
    help: 'Members the sweep had to wake, by cause; steadily above zero means signals are being lost',
    labelNames: ['cause'] as const,
    registers,
  });
  const swept = new Gauge({
    name: 'jalon_last_sweep_timestamp_seconds',
    help: 'When this process last swept',
    registers,
  });
  const ruleFailures = new Gauge({
    name: 'jalon_rule_failures',
    help: 'Touches held because a rule of the contact policy could not be computed: a person must mend the rule',
    registers,
  });
  const touches = new Counter({
    name: 'jalon_touches_total',
    help: 'Outcomes of touches decided by this process, by channel and outcome',
    labelNames: ['channel', 'outcome'] as const,
    registers,
  });
  const owed = new Counter({
    name: 'jalon_owed_mails_total',
    help: 'Mails owed outside any chain (codes, notices) that this process took in hand, by what became of them',
    labelNames: ['fate'] as const,
    registers,
  });
  const poisoned = new Counter({
    name: 'jalon_poisoned_members_total',
    help: 'Times a member was set aside because its data broke a burst',
    registers,
  });
  const unsignalled = new Counter({
    name: 'jalon_failed_signals_total',
    help: 'Members that could not be signalled and are left to the sweep',
    registers,
  });
  const lag = new Histogram({
    name: 'jalon_member_lag_seconds',
    help: 'Wall seconds between the date of a member and the moment its burst began',
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300],
    registers,
  });
  const bursts = new Counter({ name: 'jalon_bursts_total', help: 'Bursts driven by this process', registers });
  const members = new Counter({ name: 'jalon_burst_members_total', help: 'Members driven by this process', registers });
  return {
    registry,
    touches,
    owed,
    poisoned,
    unsignalled,
    lag,
    bursts,
    members,
    found(counts: SweepFinds): void {
      overdue.set(counts.oldestOverdueMs / 1_000);
      unknown.set(counts.unknown);
      ruleFailures.set(counts.ruleFailures);
      finds.inc({ cause: 'overdue' }, counts.overdue);
      finds.inc({ cause: 'unheard' }, counts.unheard);
      finds.inc({ cause: 'expired_task' }, counts.expiredTasks);
      swept.setToCurrentTime();
    },
  };
}

export type Metrics = ReturnType<typeof createMetrics>;
