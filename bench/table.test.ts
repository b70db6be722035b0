import { expect, test } from 'vitest';
import { figures, reached } from '#bench/figures.ts';
import type { Found } from '#bench/sections.ts';
import { number, tables } from '#bench/table.ts';
import type { Throughput } from '#bench/throughput.ts';

function throughput(way: 'plain' | 'engine', perSecond: number): Throughput {
  return {
    ...{ name: `${way}, smtp`, way, channel: 'smtp', rounds: 1, enrolments: 10, touches: 30, seconds: 1, perSecond },
    ...{
      netPerSecond: perSecond,
      withIntakePerSecond: perSecond,
      historyEventsPerTouch: 0.04,
      statementsPerTouch: 0.12,
    },
    cpuPer1000: { worker: 0.4, temporal: null, postgres: 0.1, sink: 0.1 },
    ...{ peakRssMb: 300, foreignLoad: null, overPool: null, overConnection: null },
  };
}

const found: Found = { throughput: [throughput('plain', 40), throughput('engine', 2_000)] };
const byKey = (key: string) => figures(found).find((f) => f.key === key)!;

test('ratios come from the rates of one run', () => {
  expect(byKey('engine_over_plain').value).toBe(50);
  expect(reached(byKey('engine_over_plain'))).toBe(true);
});

test('what is worse than its target is missed', () => {
  expect(reached(byKey('statements_per_touch'))).toBe(false);
  expect(reached(byKey('history_events_per_touch'))).toBe(true);
});

test('a figure that was not measured is neither reached nor missed, and is left out of the table', () => {
  expect(byKey('kill9_unknown').value).toBeNull();
  expect(reached(byKey('kill9_unknown'))).toBeNull();
  expect(tables(found, figures(found))).not.toContain('kill -9');
});

test('the columns of the table stand under each other', () => {
  const [title, head, plain, engine] = tables(found, figures(found)).split('\n');
  expect(title).toMatch(/^Three touches/);
  const at = head!.indexOf('touches/s') + 'touches/s'.length;
  expect(plain!.slice(0, at)).toMatch(/ 40$/);
  expect(engine!.slice(0, at)).toMatch(/ 2,000$/);
});

test('numbers are given with three figures', () => {
  expect(number(0.034_56)).toBe('0.0346');
  expect(number(1_234.5)).toBe('1,235');
  expect(number(12.345)).toBe('12.3');
});

test('of the editor the slowest read of each kind counts, whether asked first or again', () => {
  const rows = { customers: 1, enrolments: 1, events: 1, touches: 1 };
  const read = (name: string, aim: 'page' | 'look', first: number, again: number) => ({
    ...{ name, aim, first, again, bytes: 10 },
  });
  const reads = [read('home', 'page', 200, 10), read('shelf', 'page', 20, 310), read('live', 'look', 900, 30)];
  const editor = { ...found, editor: { rows, reads } };
  const of = (key: string) => figures(editor).find((f) => f.key === key)!;
  expect(of('editor_page_ms').value).toBe(310);
  expect(reached(of('editor_page_ms'))).toBe(false);
  expect(reached(of('editor_look_ms'))).toBe(true);
  expect(tables(editor, figures(editor))).toContain('shelf');
});
