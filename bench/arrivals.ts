/** A sink in this very process that knows to the millisecond when each mail was taken: for latencies of a quiet system. */
import { type Sink, startSink } from '#setup/testing/sink.ts';

export type Arrivals = {
  url: string;
  /** Wall ms at which the mail to this address was taken (its answer sent); resolves when it comes. */
  taken(to: string): Promise<number>;
  count(): number;
  stop(): Promise<void>;
};

export async function startArrivals(): Promise<Arrivals> {
  const sink: Sink = await startSink();
  const seen = new Map<string, number>();
  const waiting = new Map<string, (at: number) => void>();
  let read = 0;
  const look = setInterval(() => {
    if (sink.count() === read) return;
    const now = Date.now();
    const messages = sink.messages();
    for (const { to } of messages.slice(read)) {
      seen.set(to, now);
      waiting.get(to)?.(now);
    }
    read = messages.length;
  }, 1);
  return {
    url: sink.url,
    taken: (to) => {
      const at = seen.get(to);
      return at === undefined ? new Promise((resolve) => waiting.set(to, resolve)) : Promise.resolve(at);
    },
    count: () => sink.count(),
    async stop() {
      clearInterval(look);
      await sink.stop();
    },
  };
}
