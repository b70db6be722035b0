/** Signals cohorts: gathered a few ms where many come, at once where it is quiet. What cannot be signalled the sweep finds. */
import type { Client } from '@temporalio/client';
import type { Clock } from '#core/clock.ts';
import { COHORT_WORKFLOW, type CohortInput, cohortWorkflowId, LOOK } from '#core/cohort.ts';
import type { Signaller } from '#core/ports.ts';

export type SignallerDeps = {
  client: Client;
  taskQueue: string;
  clock: Clock;
  /** Told of what could not be signalled: a count and an error, no ids of customers. */
  failed?(count: number, error: Error): void;
};

/** Wall ms in which signals to one cohort are gathered after one has just gone. */
const GATHER = 25;
const MAX_IDS = 500;
const CONCURRENT = 32;

type Slot = { ids: Set<number>; scheduled: boolean; lastSent: number };

export function createSignaller({ client, taskQueue, clock, failed }: SignallerDeps): Signaller {
  const slots = new Map<number, Slot>();
  const idle: (() => void)[] = [];
  const queue: { cohort: number; ids: number[] }[] = [];
  let sending = 0;
  let waiting = 0;
  let failures = 0;

  async function send({ cohort, ids }: { cohort: number; ids: number[] }): Promise<void> {
    const input: CohortInput = { cohort, clock: clock.setting };
    try {
      await client.workflow.signalWithStart(COHORT_WORKFLOW, {
        workflowId: cohortWorkflowId(taskQueue, cohort),
        taskQueue,
        args: [input],
        signal: LOOK,
        signalArgs: [ids],
      });
    } catch (error) {
      failures += 1;
      failed?.(ids.length, error as Error);
    }
  }

  function pump(): void {
    while (sending < CONCURRENT && queue.length > 0) {
      const next = queue.shift() as { cohort: number; ids: number[] };
      sending += 1;
      void send(next).finally(() => {
        sending -= 1;
        pump();
      });
    }
    if (sending + queue.length + waiting === 0) for (const done of idle.splice(0)) done();
  }

  function fire(cohort: number, slot: Slot): void {
    const ids = [...slot.ids];
    slot.ids.clear();
    slot.scheduled = false;
    slot.lastSent = performance.now();
    waiting -= 1;
    for (let i = 0; i < ids.length; i += MAX_IDS) queue.push({ cohort, ids: ids.slice(i, i + MAX_IDS) });
    pump();
    if (slots.size > 5_000) for (const [key, s] of slots) if (!s.scheduled) slots.delete(key);
  }

  return {
    wake(wakes) {
      for (const { cohort, enrolment } of wakes) {
        const slot = slots.get(cohort) ?? { ids: new Set(), scheduled: false, lastSent: Number.NEGATIVE_INFINITY };
        slots.set(cohort, slot);
        slot.ids.add(enrolment);
        if (slot.scheduled) continue;
        slot.scheduled = true;
        waiting += 1;
        if (performance.now() - slot.lastSent > GATHER) setImmediate(() => fire(cohort, slot));
        else setTimeout(() => fire(cohort, slot), GATHER);
      }
    },
    failures: () => failures,
    flush() {
      if (sending + queue.length + waiting === 0) return Promise.resolve();
      return new Promise((resolve) => idle.push(resolve));
    },
  };
}
