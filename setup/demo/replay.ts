/** Sends the story's calls to the API as their time comes. */
import type { Clock } from '#core/clock.ts';
import { DAY } from '#core/clock.ts';
import type { ApiClient } from '#setup/demo/api.ts';
import type { Call } from '#setup/demo/story.ts';
import { pause } from '#setup/process.ts';

const EVERY = 250;
const MOST = 500;
/** What was sent before a stop may not have been stored: it is sent again, and taken once. */
const OVERLAP = 3 * DAY;

export async function replay(
  calls: readonly Call[],
  { api, clock, stopped }: { api: ApiClient; clock: Clock; stopped: AbortSignal },
): Promise<void> {
  const since = clock.now() - OVERLAP;
  let next = calls.findIndex(({ at }) => at > since);
  if (next < 0) return;
  while (next < calls.length && !stopped.aborted) {
    const now = clock.now();
    let end = next;
    while (end < calls.length && end - next < MOST && calls[end]!.at <= now) end += 1;
    if (end > next) {
      const batch = calls.slice(next, end).map(({ at: _, ...call }) => call);
      await api.post('/v1/batch', { batch });
      next = end;
    }
    if (end - next < MOST) await pause(EVERY);
  }
}
