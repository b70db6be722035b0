/** Everything found as aligned text, for the terminal and the README. Pure. */

import { AIMS } from '#bench/aims.ts';
import { type Figure, reached } from '#bench/figures.ts';
import type { Found } from '#bench/sections.ts';

type Cell = string | number | null | undefined;

export function tables(found: Found, figures: readonly Figure[]): string {
  const parts: string[] = [];
  const part = (title: string, head: string[], rows: Cell[][]) => parts.push(`${title}\n${grid([head, ...rows])}`);

  if (found.floors) {
    part(
      'Floors: the mail library alone',
      ['', 'mails/s', 'CPU s/1,000', 'RSS MB'],
      found.floors.map((f) => [f.name, f.perSecond, f.cpuPer1000, Math.round(f.rssMb)]),
    );
  }
  if (found.throughput.length > 0) {
    part(
      'Three touches, two waits of 1 s (net: touches over the time in which anybody was due)',
      [
        ...['', 'enrolments', 'touches/s', 'net', 'with intake', 'events/touch', 'SQL/touch'],
        ...['CPU s/1,000: worker', 'temporal', 'postgres', 'sink', 'peak MB', 'others'],
      ],
      found.throughput.map((t) => [
        ...[t.name, t.enrolments, t.perSecond, t.netPerSecond, t.withIntakePerSecond],
        ...[t.historyEventsPerTouch, t.statementsPerTouch],
        ...[t.cpuPer1000.worker, t.cpuPer1000.temporal, t.cpuPer1000.postgres, t.cpuPer1000.sink],
        ...[Math.round(t.peakRssMb), load(t.foreignLoad)],
      ]),
    );
  }
  if (found.intake) {
    part(
      'Event intake over HTTP, answered after the commit',
      ['', 'connections', 'requests/s', 'events/s', 'p50 ms', 'p99 ms'],
      found.intake.map((r) => [r.name, r.connections, r.requestsPerSecond, r.eventsPerSecond, r.p50, r.p99]),
    );
  }
  if (found.latency) {
    const { idle, timer } = found.latency;
    part(
      'One customer on a quiet system, to the mail server’s yes',
      ['', 'n', 'p50 ms', 'p99 ms'],
      [
        ['from the POST', idle.n, idle.p50, idle.p99],
        ['from the due (on its tick)', timer.n, timer.p50, timer.p99],
        ['from the date itself', timer.n, timer.fromDateP50, timer.fromDateP99],
      ],
    );
  }
  if (found.growth) {
    part(
      'Growth, null channel',
      ['enrolments', 'base', 'rounds', 'touches/s', 'wall ms/touch', 'CPU ms/touch', 'peak MB', 'others'],
      found.growth.map((g) => [
        ...[g.enrolments, g.run, g.rounds, g.perSecond, g.wallPerTouch, g.cpuPerTouch],
        ...[Math.round(g.peakRssMb), load(g.foreignLoad)],
      ]),
    );
  }
  if (found.spread) {
    const s = found.spread;
    part(
      'Spread: one customer a minute, waits of a day',
      ['customers', 'touches', 'events/touch', 'SQL/touch'],
      [[s.customers, s.touches, s.historyEventsPerTouch, s.statementsPerTouch]],
    );
  }
  if (found.kill) {
    const k = found.kill;
    part(
      'kill -9 of the worker in mid-run, a new one at once',
      ['touches', 'interrupted', 'unknown', 'twice', 'missing', 'first mail s', 'all go on s', 'through s'],
      [[k.touches, k.interrupted, k.unknown, k.duplicates, k.missing, k.firstTouch, k.recovery, k.through]],
    );
  }
  if (found.editor) {
    const { rows, reads } = found.editor;
    part(
      `Reads of the editor, ms: ${number(rows.touches)} touches, ${number(rows.enrolments)} enrolments, ${number(rows.customers)} customers, ${number(rows.events)} events`,
      ['', 'first', 'again', 'aim', 'kB'],
      reads.map((r) => [r.name, r.first, r.again, AIMS[r.aim], r.bytes / 1_024]),
    );
  }
  part(
    'Figures',
    ['', 'measured', 'target', ''],
    figures.filter((f) => f.value !== null).map((f) => [f.says, f.value, targetOf(f), verdict(f)]),
  );
  return parts.join('\n\n');
}

function load(share: number | null): string | null {
  return share === null ? null : `${share.toFixed(2)} cores`;
}

function targetOf({ target }: Figure): string {
  if (target === null) return '';
  return 'atLeast' in target ? `≥ ${number(target.atLeast)}` : `≤ ${number(target.atMost)}`;
}

function verdict(figure: Figure): string {
  const is = reached(figure);
  return is === null ? '' : is ? 'reached' : 'MISSED';
}

/** Three figures are what such measurements are worth. */
export function number(value: number): string {
  if (Number.isInteger(value) || Math.abs(value) >= 100) return Math.round(value).toLocaleString('en');
  return String(Number(value.toPrecision(3)));
}

function grid(rows: Cell[][]): string {
  const text = rows.map((row) => row.map((c) => (c == null ? '–' : typeof c === 'number' ? number(c) : c)));
  const widths = text[0]!.map((_, i) => Math.max(...text.map((row) => row[i]?.length ?? 0)));
  const line = (row: string[]) =>
    row
      .map((c, i) => (i === 0 ? c.padEnd(widths[i]!) : c.padStart(widths[i]!)))
      .join('  ')
      .trimEnd();
  return text.map((row) => `  ${line(row)}`).join('\n');
}
