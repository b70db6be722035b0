/** One measured run: enrolments released at once, timed to the last end, with what it cost in between. */
import { sql } from 'kysely';
import type { Child } from '#bench/child.ts';
import { cpuOf, machineBusy } from '#bench/cpu.ts';
import { covered, type Span } from '#bench/numbers.ts';
import type { Scene } from '#bench/scene.ts';
import { pause } from '#setup/process.ts';
import type { Wake } from '#store/enrol.ts';

export type Cost = { worker: number; temporal: number; postgres: number; sink: number };

export type Row = {
  name: string;
  enrolments: number;
  touches: number;
  /** Wall seconds from the first signal to the last end. */
  seconds: number;
  perSecond: number;
  /** Touches over the wall time in which at least one member was due: the waits are out. */
  netPerSecond: number;
  historyEventsPerTouch: number | null;
  statementsPerTouch: number;
  /** CPU seconds per 1,000 touches; null where the system does not say. */
  cpuPer1000: { [K in keyof Cost]: number | null };
  peakRssMb: number;
  /** Share of the machine that something outside the benchmark used meanwhile; the figures suffer from it. */
  foreignLoad: number | null;
};

export type RunOptions = {
  name: string;
  version: number;
  /** The enrolments, as intake would have woken them. */
  wakes: readonly Wake[];
  worker: Child;
  /** Lets the enrolments go; awaited only for its failure. */
  release: () => Promise<unknown>;
  /** Counting histories takes a request for each workflow. */
  countHistory?: boolean;
};

const CONTROL = ['worker', 'temporal', 'postgres', 'sink'] as const;

/** Answers when every enrolment of the version has ended. */
export async function measure(scene: Scene, options: RunOptions): Promise<Row> {
  const { name, version, worker, wakes } = options;
  const after = wakes.reduce((least, w) => Math.min(least, w.enrolment), Number.POSITIVE_INFINITY) - 1;
  const eventsBefore = options.countHistory ? await historyEvents(scene) : 0;
  const before = await snapshot(scene, worker);
  const startWall = Date.now();
  const startDomain = scene.clock.now();
  await Promise.all([options.release(), ended(scene, after)]);
  const end = await snapshot(scene, worker);
  const { lastEnd, touches, spans } = await account(scene, version, after, startDomain);
  const speed = scene.clock.setting.speed;
  const seconds = (lastEnd - startDomain) / 1_000 / speed;
  const busySeconds = covered(spans) / 1_000 / speed;
  const spent = CONTROL.map((part) => difference(end.cpu[part], before.cpu[part]));
  const per1000 = CONTROL.map((part, i) => [part, spent[i] == null ? null : (spent[i]! / touches) * 1_000] as const);
  const measuredFor = (Date.now() - startWall) / 1_000;
  return {
    name,
    enrolments: wakes.length,
    touches,
    seconds,
    perSecond: touches / seconds,
    netPerSecond: touches / busySeconds,
    historyEventsPerTouch: options.countHistory ? ((await historyEvents(scene)) - eventsBefore) / touches : null,
    statementsPerTouch: (end.statements - before.statements) / touches,
    cpuPer1000: Object.fromEntries(per1000) as Row['cpuPer1000'],
    peakRssMb: end.peakRssMb,
    foreignLoad: foreign(before, end, measuredFor),
  };
}

type Snapshot = {
  statements: number;
  peakRssMb: number;
  cpu: { [K in keyof Cost]: number | null };
  ours: number | null;
  machine: number | null;
};

async function snapshot({ stand }: Scene, worker: Child): Promise<Snapshot> {
  const { statements, peakRssMb } = await worker.stats();
  const roots = [worker.pid, stand.temporal.pid, stand.postgres.pid, process.pid];
  const [ofWorker = null, temporal = null, postgres = null, ours = null] = await cpuOf(roots);
  const cpu = { worker: ofWorker, temporal, postgres, sink: await stand.sink.cpu() };
  return { statements, peakRssMb, cpu, ours, machine: await machineBusy() };
}

function difference(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a - b;
}

function foreign(before: Snapshot, after: Snapshot, seconds: number): number | null {
  const machine = difference(after.machine, before.machine);
  const ours = difference(after.ours, before.ours);
  // Several samples a moment apart: a little below zero is zero.
  return machine === null || ours === null ? null : Math.max(0, (machine - ours) / seconds);
}

async function ended({ db }: Scene, after: number): Promise<void> {
  for (;;) {
    const { rows } = await sql<{ live: boolean }>`
      select exists (select from enrolments where state = 'live' and id > ${after}) as live`.execute(db);
    if (!rows[0]?.live) return;
    await pause(100);
  }
}

async function account({ db }: Scene, version: number, after: number, start: number) {
  const { rows } = await sql<{ last_end: number }>`
    select extract(epoch from max(ended_at))::float8 * 1000 as last_end from enrolments where id > ${after}`.execute(
    db,
  );
  const { rows: dues } = await sql<{ from: number; to: number; n: number; bad: number }>`
    select extract(epoch from due)::float8 * 1000 as from, extract(epoch from max(completed_at))::float8 * 1000 as to,
      count(*)::int as n, (count(*) filter (where state <> 'handed'))::int as bad
    from touches where version = ${version} and enrolment > ${after} group by due`.execute(db);
  const bad = dues.reduce((sum, d) => sum + d.bad, 0);
  if (bad > 0) throw new Error(`${bad} touches did not leave: the benchmark's chain must not be held or refused.`);
  const spans: Span[] = dues.map(({ from, to }) => ({ from: Math.max(from, start), to }));
  return { lastEnd: rows[0]!.last_end, touches: dues.reduce((sum, d) => sum + d.n, 0), spans };
}

/** Of all workflow runs of the scene, once the last has closed. */
export async function historyEvents({ client, taskQueue }: Scene): Promise<number> {
  const query = `TaskQueue = "${taskQueue}"`;
  for (let tries = 0; tries < 100; tries += 1) {
    const { count } = await client.workflow.count(`${query} AND ExecutionStatus = "Running"`);
    if (count === 0) break;
    await pause(100);
  }
  let events = 0;
  for await (const { workflowId, runId } of client.workflow.list({ query })) {
    events += (await client.workflow.getHandle(workflowId, runId).describe()).historyLength;
  }
  return events;
}
