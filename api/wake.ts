/** Wakes many enrolments page by page, so that a chain of a hundred thousand costs no more memory than one of a hundred. */
import type { Signaller } from '#core/ports.ts';

export type Sleeper = { cohort: number; enrolment: number };

const PAGE = 5_000;

/** Answers how many were woken. */
export async function wakeAll(
  signaller: Signaller,
  next: (page: { after: number; limit: number }) => Promise<Sleeper[]>,
): Promise<number> {
  let woken = 0;
  for (let after = 0; ; ) {
    const sleepers = await next({ after, limit: PAGE });
    if (sleepers.length > 0) signaller.wake(sleepers);
    woken += sleepers.length;
    if (sleepers.length < PAGE) return woken;
    after = sleepers.at(-1)!.enrolment;
  }
}
