/** Does something again and again, never twice at once, until it is told to stop: the sweep, owed mails. */

export type Loop = { stop(): void /** When what is in hand has ended. */; done(): Promise<unknown> };

/** `work` answers after how many wall ms it is to be done again; `failed` likewise, where it threw. */
export function startLoop(work: () => Promise<number>, failed: (error: Error) => number): Loop {
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let current: Promise<unknown> = Promise.resolve();
  function next(): void {
    if (stopped) return;
    current = work()
      .catch(failed)
      .then((wait) => {
        if (!stopped) timer = setTimeout(next, wait);
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
