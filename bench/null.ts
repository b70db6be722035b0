/** A channel that only answers: what is left is the engine's own cost. */
import type { AnyAdapter } from '#activities/channels/index.ts';

export function createNull(channel = 'email', chunk = 500): AnyAdapter {
  return {
    channel,
    chunk,
    repeatable: false,
    prepare: () => ({ render: () => ({ kind: 'ready', message: null }) }),
    handOver: (messages) =>
      Promise.resolve(messages.map(() => ({ kind: 'handed', response: 'null', completed: true }))),
    close: () => Promise.resolve(),
  };
}
