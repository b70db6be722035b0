/**
 * Intake: what the outside says happened becomes rows, enrolments and wakes. One transaction a batch; calls that come
 * while one is being written wait together and share the next, so that a thousand single requests are a few batches.
 */
import type { Clock } from '#core/clock.ts';
import type { Incoming, Intake, Taken } from '#core/event.ts';
import type { Signaller } from '#core/ports.ts';
import { passing } from '#store/again.ts';
import { createSeats } from '#store/cohorts.ts';
import type { Db } from '#store/db.ts';
import { enrol } from '#store/enrol.ts';
import { insertEvents, mergeTraits, newMessages, noteNames } from '#store/events.ts';
import { assignHouseholds } from '#store/households.ts';
import { resolveCustomers } from '#store/identities.ts';
import { createPlans } from '#store/plans.ts';
import { notePurchases } from '#store/purchases.ts';
import { lockCustomers } from '#store/touches.ts';

export type IntakeDeps = { db: Db; clock: Clock; signaller: Signaller; owner?: string };

/** Calls in one transaction, and transactions at a time: more would only wait for each other's locks. */
const BATCH = 2_500;
const CONCURRENT = 2;

type Waiting = { calls: readonly Incoming[]; resolve: (taken: Taken) => void; reject: (error: unknown) => void };

export function createIntake({ db, clock, signaller, owner = 'intake' }: IntakeDeps): Intake {
  const deps = { plans: createPlans(db), seats: createSeats(db, clock, owner) };
  const queue: Waiting[] = [];
  let running = 0;

  async function write(calls: readonly Incoming[]): Promise<Taken> {
    const now = clock.now();
    const { taken, wakes } = await db.transaction().execute(async (trx) => {
      const customers = await resolveCustomers(trx, calls, now);
      // Under the customers' locks the order of seq is the order of commits: who sees one event has seen all before it.
      const erased = await lockCustomers(trx, customers);
      // Resolved before the erasure, locked after it: tried again, the names are somebody new.
      if (erased.length > 0) throw Object.assign(new Error('A customer was erased meanwhile.'), { code: '40001' });
      const fresh = await newMessages(trx, calls, now);
      const mine = calls.map((call, i) => ({ call, customer: customers[i] ?? 0 }));
      const accepted = mine.filter((_, i) => fresh[i]);
      await mergeTraits(trx, accepted, now);
      const told = accepted.flatMap(({ call, customer }) =>
        call.traits && Object.keys(call.traits).length > 0 ? [customer] : [],
      );
      if (told.length > 0) await assignHouseholds(trx, told);
      const events = await insertEvents(
        trx,
        accepted.filter(({ call }) => call.kind === 'track'),
        now,
      );
      await notePurchases(
        trx,
        events.map(({ call, customer }) => ({
          customer,
          name: call.name,
          at: call.occurredAt,
          properties: call.properties,
        })),
      );
      const wakes = await enrol(trx, events, { ...deps, now });
      const seqs = new Map(events.map((e) => [e.call, e.seq]));
      const results = mine.map(({ call, customer }, i) => ({
        kind: fresh[i] ? ('taken' as const) : ('duplicate' as const),
        customer,
        seq: seqs.get(call) ?? null,
      }));
      return { taken: { results }, wakes };
    });
    signaller.wake(wakes);
    noteNames(db, calls, now);
    return taken;
  }

  /** Waiting requests share a transaction; where that fails on one request's data, each is written by itself. */
  async function writeTogether(batch: Waiting[], tries = 1): Promise<void> {
    try {
      const taken = await write(batch.flatMap((w) => w.calls));
      let from = 0;
      for (const w of batch) {
        w.resolve({ results: taken.results.slice(from, from + w.calls.length) });
        from += w.calls.length;
      }
    } catch (error) {
      // Deadlocks and the like are nobody's fault: once more, before anybody is told.
      if (batch.length === 1 && passing(error) && tries < 3) await writeTogether(batch, tries + 1);
      else if (batch.length === 1) batch[0]?.reject(error);
      else for (const w of batch) await writeTogether([w]);
    }
  }

  function pump(): void {
    while (running < CONCURRENT && queue.length > 0) {
      const batch: Waiting[] = [];
      let size = 0;
      while (queue[0] && (batch.length === 0 || size + queue[0].calls.length <= BATCH)) {
        const waiting = queue.shift() as Waiting;
        batch.push(waiting);
        size += waiting.calls.length;
      }
      running += 1;
      void writeTogether(batch).finally(() => {
        running -= 1;
        pump();
      });
    }
  }

  return {
    take(calls) {
      if (calls.length === 0) return Promise.resolve({ results: [] });
      return new Promise<Taken>((resolve, reject) => {
        queue.push({ calls, resolve, reject });
        pump();
      });
    },
  };
}
