/** What customers allow of themselves. */
import { sql } from 'kysely';
import type { Limits } from '#core/policy/own.ts';
import { part } from '#store/standing/part.ts';

type Row = [number, number | null, number | null];

export const limits = part({
  select: ({ customers }) => sql`select coalesce(json_agg(json_build_array(customer, per_week,
        floor(extract(epoch from paused_until) * 1000))), '[]')
      from customer_limits where customer = any(${customers}::bigint[])`,
  read: (rows: Row[]): Map<number, Limits> =>
    new Map(rows.map(([customer, perWeek, pausedUntil]) => [customer, { perWeek, pausedUntil }])),
});
