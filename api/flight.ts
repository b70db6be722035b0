/** After a withdrawal: what is leaving at this moment is waited for, and told where it is still leaving then. */
import { setTimeout as pause } from 'node:timers/promises';
import type { ApiDeps } from '#api/deps.ts';
import { again } from '#store/again.ts';
import type { Wake } from '#store/enrol.ts';
import { leaving, onList, silence, type Unwanted } from '#store/silence.ts';
import { lockCustomers, type TouchKey } from '#store/touches.ts';

/** Wall ms, and how often it is looked. */
const PATIENCE = 1_000;
const LOOK = 25;

export type Withdrawn = { unwanted: readonly Unwanted[]; wakes: readonly Wake[] };

type Deps = Pick<ApiDeps, 'db' | 'clock' | 'signaller'>;

/** Call it after the commit. Answers what could not be called back any more. */
export async function waitForFlight(deps: Deps, { unwanted, wakes }: Withdrawn): Promise<TouchKey[]> {
  deps.signaller.wake(wakes);
  const until = performance.now() + PATIENCE;
  let touches = await leaving(deps.db, unwanted);
  while (touches.length > 0 && performance.now() < until) {
    await pause(LOOK);
    touches = await leaving(deps.db, unwanted);
  }
  if (await onList(deps.db, unwanted)) await takeOffList(deps, unwanted);
  return touches;
}

/** A mail that has left has left; a task that was just then put on the work list is taken off it again. */
async function takeOffList({ db, clock, signaller }: Deps, unwanted: readonly Unwanted[]): Promise<void> {
  const { wakes } = await again(() =>
    db.transaction().execute(async (trx) => {
      await lockCustomers(
        trx,
        unwanted.map((u) => u.customer),
      );
      return silence(trx, clock.now(), unwanted);
    }),
  );
  signaller.wake(wakes);
}
