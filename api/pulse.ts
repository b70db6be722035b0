/** The live counts of chains: asked once every two seconds for all who watch one, and not at all when nobody does. */
import type { ApiDeps } from '#api/deps.ts';
import { idOf, maybeId } from '#api/ids.ts';
import type { ChainLive } from '#api/routes/live.ts';
import { iso } from '#api/shape.ts';
import { DAY } from '#core/clock.ts';
import { plansOf } from '#store/chains.ts';
import { marksOf, passagesOf, waysOf } from '#store/passages.ts';
import { crowdOf } from '#store/results.ts';

/** Where counting takes long it rests four times as long, so that watching never takes more than a fifth of a core. */
const EVERY = 2_000;
const REST = 4;

/** All of a chain, or one version, or who entered in the last so many days. */
export type Sight = { chain: number; version: number | null; days: number | null };
type Watch = { tell: Set<(text: string) => void>; end: Set<() => void>; timer: NodeJS.Timeout; last: string | null };

export function createPulse(deps: ApiDeps) {
  const { db, clock } = deps;
  const watched = new Map<string, Watch>();

  async function once({ chain, version, days }: Sight): Promise<ChainLive> {
    const now = clock.now();
    const seen = { chain, version, from: days === null ? null : now - days * DAY };
    const plans = await plansOf(db, { chain });
    const marks = [...plans].flatMap(([of, plan]) => marksOf(of, plan));
    const [{ here, versions, tests, ...crowd }, ways] = await Promise.all([crowdOf(db, seen, now), waysOf(db, seen)]);
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
    for (const [name, { count, customers, ports }] of passagesOf(ways, marks)) {
      Object.assign(at(name), { passed: count, customers });
      for (const { version: of, step, port, count: by } of ports) {
        const taken = Object.keys(plans.get(of)?.steps[step]?.next ?? {})[port] ?? 'end';
        at(name).ports[taken] = (at(name).ports[taken] ?? 0) + by;
      }
    }
    return {
      ...{ at: iso(now), ...crowd, steps: [...steps.values()] },
      tests: { ...tests, last: maybeId('enrolment', tests.last) },
      versions: versions.map(({ version: of, ...n }) => ({ version: idOf('version', of), ...n })),
    };
  }

  async function beat(sight: Sight, watch: Watch): Promise<void> {
    const began = performance.now();
    try {
      if (!(await deps.ready())) {
        for (const end of watch.end) end();
        return;
      }
      watch.last = JSON.stringify(await once(sight));
      for (const tell of watch.tell) tell(watch.last);
    } catch (error) {
      deps.log.warn({ err: error }, 'live counts failed');
    }
    if (watch.tell.size > 0) {
      const pause = Math.max(EVERY, (performance.now() - began) * REST);
      watch.timer = setTimeout(() => void beat(sight, watch), pause);
    }
  }

  function stream(sight: Sight, gone: AbortSignal): Response {
    const key = JSON.stringify([sight.chain, sight.version, sight.days]);
    const encoder = new TextEncoder();
    let leave = () => {};
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        const tell = (text: string) => controller.enqueue(encoder.encode(`data: ${text}\n\n`));
        const known = watched.get(key);
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
          watched.delete(key);
        };
        gone.addEventListener('abort', () => leave());
        watch.tell.add(tell);
        watch.end.add(end);
        if (watch.last !== null) tell(watch.last);
        if (known) return;
        watched.set(key, watch);
        void beat(sight, watch);
      },
      cancel: () => leave(),
    });
    return new Response(body, {
      headers: { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' },
    });
  }

  return { once, stream };
}
