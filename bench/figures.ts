/** The figures the project promises, each with its target; all from one run, so that ratios compare like with like. */
import { AIMS, slowest } from '#bench/aims.ts';
import type { Found } from '#bench/sections.ts';
import type { Throughput } from '#bench/throughput.ts';

export type Figure = {
  key: string;
  says: string;
  /** null: not measured in this run. */
  value: number | null;
  target: { atLeast: number } | { atMost: number } | null;
};

/** Connections of a worker times the bursts it runs at once, both as they are by default. */
const KILL_BOUND = 20 * 4;

export function figures(found: Found): Figure[] {
  const way = (name: Throughput['way'], channel: Throughput['channel']) =>
    found.throughput.find((t) => t.way === name && t.channel === channel);
  const [plain, plainNull, engine, engineNull] = [
    way('plain', 'smtp'),
    way('plain', 'null'),
    way('engine', 'smtp'),
    way('engine', 'null'),
  ];
  const intake = (name: RegExp) => found.intake?.find((row) => name.test(row.name));
  const wall = (enrolments: number, run: 'fresh' | 'second') =>
    found.growth?.find((g) => g.enrolments === enrolments && g.run === run)?.wallPerTouch;
  const cpu = (enrolments: number, run: 'fresh' | 'second') =>
    found.growth?.find((g) => g.enrolments === enrolments && g.run === run)?.cpuPerTouch ?? undefined;
  const read = (aim: keyof typeof AIMS) => found.editor && slowest(found.editor, aim);
  const peaks = [
    ...found.throughput.filter((t) => t.way === 'engine').map((t) => t.peakRssMb),
    ...(found.growth ?? []).map((g) => g.peakRssMb),
  ];
  const of = (key: string, says: string, value: number | null | undefined, target: Figure['target'] = null) => ({
    ...{ key, says, target },
    value: value ?? null,
  });
  return [
    of('engine_over_plain', 'engine over one workflow each, SMTP', ratio(engine?.perSecond, plain?.perSecond), {
      atLeast: 30,
    }),
    of('engine_over_plain_null', 'the same, null channel', ratio(engineNull?.perSecond, plainNull?.perSecond), {
      atLeast: 100,
    }),
    of('engine_over_floor', "engine over nodemailer's pool", engine?.overPool, {
      atLeast: 1.5,
    }),
    of('engine_over_raw_floor', 'engine over bare SMTPConnection', engine?.overConnection, {
      atLeast: 0.4,
    }),
    of('engine_touches_per_s', 'engine, SMTP, touches/s', engine?.perSecond),
    of('engine_null_touches_per_s', 'engine, null channel, touches/s', engineNull?.perSecond),
    of('history_events_per_touch', 'Temporal history events a touch', engine?.historyEventsPerTouch, { atMost: 0.1 }),
    of('statements_per_touch', 'Postgres statements a touch', engine?.statementsPerTouch, { atMost: 0.1 }),
    of('spread_events_per_touch', 'history events, one customer a minute', found.spread?.historyEventsPerTouch),
    of('spread_statements_per_touch', 'statements, one customer a minute', found.spread?.statementsPerTouch),
    of('idle_p50_ms', 'POST to SMTP when idle, p50 ms', found.latency?.idle.p50, { atMost: 150 }),
    of('idle_p99_ms', 'POST to SMTP when idle, p99 ms', found.latency?.idle.p99, { atMost: 400 }),
    of('timer_late_p99_ms', 'a timer touch late by, p99 ms', found.latency?.timer.p99, { atMost: 300 }),
    of('batch_events_per_s', 'intake by batches, events/s', intake(/^batch.*no chain/)?.eventsPerSecond, {
      atLeast: 5_000,
    }),
    of('batch_enrolling_events_per_s', '…each enrolling, worker beside it', intake(/^batch.*enrols/)?.eventsPerSecond),
    of('single_requests_per_s', 'intake by single calls, requests/s', intake(/^single.*no chain/)?.requestsPerSecond),
    of(
      'cost_100k_over_1k',
      'wall cost a touch, 100k over 1k, fresh base',
      ratio(wall(100_000, 'fresh'), wall(1_000, 'fresh')),
      {
        atMost: 1.3,
      },
    ),
    of('cost_100k_again_over_1k', '…second run on that base', ratio(wall(100_000, 'second'), wall(1_000, 'fresh')), {
      atMost: 1.3,
    }),
    of('cpu_100k_over_1k', 'CPU cost a touch, fresh base', ratio(cpu(100_000, 'fresh'), cpu(1_000, 'fresh'))),
    of('cpu_100k_again_over_1k', '…second run on that base', ratio(cpu(100_000, 'second'), cpu(1_000, 'fresh'))),
    of('worker_rss_mb', "the worker's peak RSS, MB", peaks.length > 0 ? Math.max(...peaks) : null, { atMost: 600 }),
    of('judge_500x10_ms', 'ten rules add to a burst of 500, ms', added(found), { atMost: 60 }),
    of('why_ms', 'why a touch was not sent, ms', found.judging?.whyMs, { atMost: 20 }),
    of('withdrawal_to_silence_ms', 'from a withdrawal to its answer under load, p99, ms', found.withdrawal?.p99Ms, {
      atMost: 1_000,
    }),
    of('what_if_1m_s', 'what-if over a million touches, s', found.whatIf?.seconds, { atMost: 30 }),
    of('what_if_rss_mb', 'memory of the API meanwhile, MB', found.whatIf?.peakRssMb, { atMost: 1_024 }),
    of('editor_page_ms', 'what a page of the editor needs to stand, slowest, ms', read('page'), { atMost: AIMS.page }),
    of('editor_look_ms', 'what is looked into (live, results, forecast), ms', read('look'), { atMost: AIMS.look }),
    of('editor_long_ms', 'what is counted over 90 days and kept, ms', read('long'), { atMost: AIMS.long }),
    of('kill9_unknown', 'unknown touches after kill -9', found.kill?.unknown, { atMost: KILL_BOUND }),
    of('kill9_duplicates', 'mails sent twice after kill -9', found.kill?.duplicates, { atMost: 0 }),
    of('kill9_recovery_s', 'all interrupted members go on after, s', found.kill?.recovery, { atMost: 30 }),
  ];
}

export function reached({ value, target }: Figure): boolean | null {
  if (value === null || target === null) return null;
  return 'atLeast' in target ? value >= target.atLeast : value <= target.atMost;
}

function added({ judging }: Found): number | null {
  return judging ? judging.ruledMs - judging.bareMs : null;
}

function ratio(a: number | undefined, b: number | undefined): number | null {
  return a === undefined || b === undefined ? null : a / b;
}
