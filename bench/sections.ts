/** What a run measures, part by part, and in which sizes: whole, or quick for a first look. */

import type { Reads } from '#bench/aims.ts';
import { type Floor, measureFloors } from '#bench/floors.ts';
import { type Growth, measureGrowth } from '#bench/growth.ts';
import { type IntakeRow, measureIntake } from '#bench/intake.ts';
import { type Judging, measureJudging } from '#bench/judging.ts';
import { type Kill, measureKill } from '#bench/kill.ts';
import { type Latency, measureLatency } from '#bench/latency.ts';
import { measureEditor } from '#bench/reads.ts';
import { spawnSink } from '#bench/sink.ts';
import { measureSpread, type Spread } from '#bench/spread.ts';
import { measureThroughput, type Throughput } from '#bench/throughput.ts';
import { measureWhatIf, type WhatIf } from '#bench/whatif.ts';
import { measureWithdrawal, type Withdrawal } from '#bench/withdrawal.ts';

/** Everything measured; what was not asked for is missing. */
export type Found = {
  floors?: Floor[];
  throughput: Throughput[];
  intake?: IntakeRow[];
  latency?: Latency;
  spread?: Spread;
  growth?: Growth[];
  kill?: Kill;
  judging?: Judging;
  whatIf?: WhatIf;
  withdrawal?: Withdrawal;
  editor?: Reads;
};

export type Section = { name: string; measure(found: Found): Promise<void> };

export function sections(quick: boolean): Section[] {
  const mails = quick ? 2_000 : 10_000;
  const [few, many, rounds] = quick ? [50, 2_000, 1] : [300, 20_000, 3];
  return [
    {
      name: 'floors',
      async measure(found) {
        const sink = await spawnSink();
        try {
          found.floors = await measureFloors({ sinkUrl: sink.url, mails });
        } finally {
          await sink.stop();
        }
      },
    },
    {
      name: 'plain',
      async measure({ throughput }) {
        for (const channel of ['smtp', 'null'] as const)
          throughput.push(await measureThroughput('plain', channel, few, rounds));
      },
    },
    {
      name: 'engine',
      async measure({ throughput }) {
        for (const channel of ['smtp', 'null'] as const)
          throughput.push(await measureThroughput('engine', channel, many, rounds));
      },
    },
    {
      name: 'intake',
      async measure(found) {
        found.intake = await (quick ? measureIntake(2_000, 20) : measureIntake(10_000, 60));
      },
    },
    {
      name: 'latency',
      async measure(found) {
        found.latency = await (quick ? measureLatency(50, 100) : measureLatency(200, 300));
      },
    },
    {
      name: 'growth',
      async measure(found) {
        found.growth = await measureGrowth(1_000, { rounds: quick ? 2 : 9 });
        found.growth.push(...(await measureGrowth(10_000, {})));
        if (quick) return;
        found.growth.push(...(await measureGrowth(100_000, { again: true })));
      },
    },
    {
      name: 'spread',
      async measure(found) {
        // Its two waits of a day last 100 s each: no quick version says the same.
        if (!quick) found.spread = await measureSpread(300);
      },
    },
    {
      name: 'policy',
      async measure(found) {
        found.judging = await measureJudging(500, quick ? 3 : 15);
        found.withdrawal = await (quick ? measureWithdrawal(1_000, 20) : measureWithdrawal(10_000, 300));
        found.whatIf = await measureWhatIf(quick ? 20_000 : 1_000_000);
      },
    },
    {
      name: 'editor',
      async measure(found) {
        const [customers, enrolments] = quick ? [5_000, 4_000] : [300_000, 240_000];
        found.editor = await measureEditor({ customers, enrolments }, quick ? 3 : 5);
      },
    },
    {
      name: 'kill',
      async measure(found) {
        found.kill = await measureKill(quick ? 3_000 : 10_000);
      },
    },
  ];
}
