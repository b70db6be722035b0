/** The live counts of chains: asked once every two seconds for all who watch one, and not at all when nobody does. */
import type { ApiDeps } from '#api/deps.ts';
import { idOf } from '#api/ids.ts';
import type { ChainLive } from '#api/routes/live.ts';
import { iso } from '#api/shape.ts';
import { plansOf } from '#store/chains.ts';
import { membersByVersion, passagesOf, pulseOf } from '#store/results.ts';
import { countEnrolments } from '#store/stats.ts';

const EVERY = 2_000;

type Watch = { tell: Set<(text: string) => void>; end: Set<() => void>; timer: NodeJS.Timeout; last: string | null };

export function createPulse(deps: ApiDeps) {
  const { db, clock } = deps;
  const watched = new Map<number, Watch>();

  async function once(chain: number): Promise<ChainLive> {
    const now = clock.now();
    const [plans, here, passages, versions, enrolments] = await Promise.all([
      plansOf(db, { chain }),
      pulseOf(db, chain, now),
      passagesOf(db, chain),
      membersByVersion(db, chain),
      countEnrolments(db, chain),
    ]);
    const steps = new Map<string, ChainLive['steps'][number]>();
    const at = (step: string) => {
      const known = steps.get(step) ?? { step, here: 0, due: 0, passed: 0, customers: 0, ports: {} };
      steps.set(step, known);
      return known;
    };
    for (const plan of plans.values()) for (const { step } of plan.steps) at(step);
    for (const row of here) {
      const step = plans.get(row.version)?.steps[row.step]?.step;
      if (step === undefined) continue;
      at(step).here += row.here;
      at(step).due += row.due;
    }
    for (const row of passages) {
      const plan = plans.get(row.version);
      const found = plan?.steps[row.step];
      // A card of the drawing is several steps of the plan: it is passed with the last of them.
      if (!plan || !found || plan.steps.findLastIndex((s) => s.step === found.step) !== row.step) continue;
      const port = Object.keys(found.next)[row.port] ?? 'end';
      const count = at(found.step);
      count.passed += row.count;
      count.customers += row.customers;
      count.ports[port] = (count.ports[port] ?? 0) + row.count;
    }
    const sum = (pick: (e: (typeof enrolments)[number]) => boolean) =>
      enrolments.filter(pick).reduce((n, { count }) => n + count, 0);
    return {
      ...{ at: iso(now), entered: sum(() => true), live: sum((e) => e.state === 'live') },
      goal: sum((e) => e.outcome === 'goal'),
      steps: [...steps.values()],
      versions: versions.map(({ version, ...n }) => ({ version: idOf('version', version), ...n })),
    };
  }

  async function beat(chain: number, watch: Watch): Promise<void> {
    try {
      if (!(await deps.ready())) {
        for (const end of watch.end) end();
        return;
      }
      watch.last = JSON.stringify(await once(chain));
      for (const tell of watch.tell) tell(watch.last);
    } catch (error) {
      deps.log.warn({ err: error }, 'live counts failed');
    }
    if (watch.tell.size > 0) watch.timer = setTimeout(() => void beat(chain, watch), EVERY);
  }

  function stream(chain: number, gone: AbortSignal): Response {
    const encoder = new TextEncoder();
    let leave = () => {};
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        const tell = (text: string) => controller.enqueue(encoder.encode(`data: ${text}\n\n`));
        const known = watched.get(chain);
        const watch: Watch = known ?? { tell: new Set(), end: new Set(), timer: setTimeout(() => {}, 0), last: null };
        const end = () => {
          leave();
          controller.close();
        };
        leave = () => {
          watch.tell.delete(tell);
          watch.end.delete(end);
          if (watch.tell.size > 0) return;
          clearTimeout(watch.timer);
          watched.delete(chain);
        };
        gone.addEventListener('abort', () => leave());
        watch.tell.add(tell);
        watch.end.add(end);
        if (watch.last !== null) tell(watch.last);
        if (known) return;
        watched.set(chain, watch);
        void beat(chain, watch);
      },
      cancel: () => leave(),
    });
    return new Response(body, {
      headers: { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' },
    });
  }

  return { once, stream };
}
