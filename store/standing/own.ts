/** Rows this burst has written before: a retry goes on with them and never judges them again, unless they were held. */
import { sql } from 'kysely';
import { part } from '#store/standing/part.ts';
import { type TouchKey, touchName } from '#store/touches.ts';

export type OwnTouch = TouchKey & {
  state: string;
  reason: string | null;
  /** The process that was handing it over is still within its lease. */
  leased: boolean;
  due: number;
  attempts: number;
  /** Of a skipped touch: the way its record sent the member. */
  port: string | null;
};

type Row = [string, number, number, number, string, string | null, boolean, number, number, string | null];

export const own = part({
  select: ({
    keys,
  }) => sql`select coalesce(json_agg(json_build_array(t.month, t.enrolment, t.step, t.visit, t.state, t.reason,
        coalesce(t.lease_until > clock_timestamp(), false), floor(extract(epoch from t.due) * 1000),
        t.attempts, case when t.state = 'skipped' then t.decision #>> '{verdict,port}' end)), '[]')
      from unnest(${keys.map((k) => k.month)}::date[], ${keys.map((k) => k.enrolment)}::bigint[],
        ${keys.map((k) => k.step)}::integer[], ${keys.map((k) => k.visit)}::integer[]) as k (month, enrolment, step, visit)
      join touches t on t.month = k.month and t.enrolment = k.enrolment and t.step = k.step and t.visit = k.visit`,
  read: (rows: Row[]): Map<string, OwnTouch> =>
    new Map(
      rows.map(([month, enrolment, step, visit, state, reason, leased, due, attempts, port]) => [
        touchName({ enrolment, step, visit }),
        { month, enrolment, step, visit, state, reason, leased, due, attempts, port },
      ]),
    ),
});
