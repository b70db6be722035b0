/** Stops that stand, and the chain's last pause. */
import { sql } from 'kysely';
import type { Halt, ResumeDecision } from '#core/policy/rule.ts';
import { part } from '#store/standing/part.ts';

type Stop = ['all' | 'channel' | 'chain', string];
type Pause = { paused_at: number; resumed_at: number | null; decision: ResumeDecision | null };

export const halts = part({
  select: ({ chain }) => sql`select json_build_object('chain', ${chain}::bigint,
      'stops', (select coalesce(json_agg(json_build_array(scope, target)), '[]') from stops where lifted_at is null),
      'pause', (select json_build_object('paused_at', extract(epoch from paused_at) * 1000,
          'resumed_at', extract(epoch from resumed_at) * 1000, 'decision', decision)
        from pauses where pauses.chain = ${chain} order by id desc limit 1))`,
  read:
    (json: { chain: number; stops: Stop[]; pause: Pause | null }) =>
    /** What halts a channel now. */
    (channel: string): Halt | null => {
      const stop = json.stops.find(
        ([scope, target]) =>
          scope === 'all' ||
          (scope === 'channel' && target === channel) ||
          (scope === 'chain' && target === String(json.chain)),
      );
      if (stop) return { kind: 'stopped', scope: stop[0] };
      const { pause } = json;
      if (!pause) return null;
      if (pause.resumed_at === null) return { kind: 'paused' };
      return {
        kind: 'resumed',
        pausedAt: pause.paused_at,
        at: pause.resumed_at,
        decision: pause.decision ?? { kind: 'send', overHours: 0 },
      };
    },
});
