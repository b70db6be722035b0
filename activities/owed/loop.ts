/** Looks for owed mails every other second, beside Temporal: somebody sits before a page and waits for their code. */
import { createOwed, type OwedDeps } from '#activities/owed/send.ts';

export type OwedLoopDeps = OwedDeps & {
  failed(error: Error): void;
  /** Wall ms between two looks. */
  every?: number;
};

export type OwedLoop = { stop(): void; done(): Promise<unknown> };

export function startOwed({ failed, every = 2_000, ...deps }: OwedLoopDeps): OwedLoop {
  const send = createOwed(deps);
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let current: Promise<unknown> = Promise.resolve();
  function next(): void {
    if (stopped) return;
    current = send()
      .catch((error: Error) => {
        failed(error);
        return 0;
      })
      .then((taken) => {
        // More may be due than one hand-over takes.
        if (!stopped) timer = setTimeout(next, taken > 0 ? 0 : every);
      });
  }
  next();
  return {
    stop() {
      stopped = true;
      if (timer) clearTimeout(timer);
    },
    done: () => current,
  };
}
