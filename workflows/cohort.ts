/**
 * The loop of a cohort: up to a thousand members, one timer, one activity a burst. It is the clock, the memory and the
 * guarantee; it knows numbers only. Handlers push and nothing else; a burst is taken, driven and applied in one place.
 */
import {
  condition,
  continueAsNew,
  defineQuery,
  defineSignal,
  proxyActivities,
  setHandler,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import { domainTime, wallDelay } from '#core/clock.ts';
import { type CohortInput, LOOK, MEMBERS } from '#core/cohort.ts';
import { ARRIVED, type MemberTuple } from '#core/member.ts';
import type { CohortActivities } from '#core/ports.ts';

const { advance } = proxyActivities<CohortActivities>({
  startToCloseTimeout: '5 minutes',
  heartbeatTimeout: '10 seconds',
  retry: { initialInterval: '500 milliseconds', backoffCoefficient: 2, maximumInterval: '30 seconds' },
});

const look = defineSignal<[number[]]>(LOOK);
const membersQuery = defineQuery<MemberTuple[]>(MEMBERS);

const BURST = 500;
/** Continue as new after a burst once the history is this long: replays stay short, and long sleepers hop to new code. */
const HISTORY_MAX = 2_000;
/** Wall ms: those due this soon join the burst, so that neighbours share one. */
const TOGETHER = 20;
/** Temporal's timers take at most a few months at a time here; an earlier look costs one turn of the loop. */
const LONGEST_SLEEP = 60 * 86_400_000;

export async function cohort(input: CohortInput): Promise<void> {
  const members = new Map<number, MemberTuple>((input.members ?? []).map((m) => [m[0], m]));
  const inbox: unknown[] = [...(input.unread ?? [])];
  let clock = input.clock;
  let timerAt = Number.POSITIVE_INFINITY;

  setHandler(look, (ids) => {
    if (Array.isArray(ids)) inbox.push(...ids);
  });
  setHandler(membersQuery, () => [...members.values()]);

  /** One timer for the earliest due; a later one that stands is left to fire in vain, which is cheaper than to cancel it. */
  function setTimer(due: number): void {
    if (due >= timerAt) return;
    timerAt = due;
    const delay = Math.min(LONGEST_SLEEP, Math.ceil(wallDelay(clock, domainTime(clock, Date.now()), due)));
    void sleep(Math.max(1, delay)).then(() => {
      if (timerAt === due) timerAt = Number.POSITIVE_INFINITY;
    });
  }

  /** Who is due or was asked for, the longest waiting first; ids not known here are looked up by the activity. */
  function takeBurst(): MemberTuple[] {
    const asked = new Set<number>();
    for (const id of inbox) if (asked.size < BURST && typeof id === 'number' && Number.isSafeInteger(id)) asked.add(id);
    const horizon = domainTime(clock, Date.now()) + TOGETHER * clock.speed;
    const due = [...members.values()].filter((m) => m[5] <= horizon && !asked.has(m[0])).sort((a, b) => a[5] - b[5]);
    const burst = [...asked].map((id): MemberTuple => members.get(id) ?? [id, 0, 0, 0, ARRIVED, 0, -1]);
    burst.push(...due.slice(0, BURST - burst.length));
    const rest = inbox.filter((id) => typeof id === 'number' && Number.isSafeInteger(id) && !asked.has(id));
    inbox.splice(0, inbox.length, ...rest);
    return burst;
  }

  while (true) {
    const burst = takeBurst();
    if (burst.length > 0) {
      const result = await advance({ cohort: input.cohort, members: burst });
      for (const [id] of burst) members.delete(id);
      for (const member of result.members) members.set(member[0], member);
      clock = result.clock;
    }
    const { historyLength, continueAsNewSuggested } = workflowInfo();
    if (
      burst.length > 0 &&
      members.size + inbox.length > 0 &&
      (continueAsNewSuggested || historyLength > HISTORY_MAX)
    ) {
      const unread = [...new Set(inbox.filter((id) => typeof id === 'number'))];
      await continueAsNew<typeof cohort>({ cohort: input.cohort, clock, members: [...members.values()], unread });
    }
    if (inbox.length > 0) continue;
    if (members.size === 0) return;
    setTimer(Math.min(...[...members.values()].map((m) => m[5])));
    await condition(() => inbox.length > 0 || timerAt === Number.POSITIVE_INFINITY);
  }
}
