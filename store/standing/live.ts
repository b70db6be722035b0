/** Where the customers' other enrolments stand: what is planned is computed from it. Read only where a rule looks ahead. */
import { sql } from 'kysely';
import type { Json } from '#core/facts.ts';
import { byCustomer, part } from '#store/standing/part.ts';

export type LiveEnrolment = {
  enrolment: number;
  version: number;
  step: number;
  phase: number;
  due: number;
  entry: { at: number; shift: number; key: string; properties: Record<string, Json> };
};

type Row = [number, number, number, number, number, number, number, number, string, Record<string, Json>];

export const live = part({
  wanted: (wants) => wants.aheadDays > 0,
  none: [],
  select: ({ customers }) => sql`select coalesce(json_agg(json_build_array(customer, id, version, step, phase,
        floor(extract(epoch from due) * 1000), floor(extract(epoch from trigger_at) * 1000), shift, key, entry)), '[]')
      from enrolments where customer = any(${customers}::bigint[]) and state = 'live'`,
  read: (rows: Row[]): Map<number, LiveEnrolment[]> =>
    byCustomer(rows, ([, enrolment, version, step, phase, due, at, shift, key, properties]) => ({
      ...{ enrolment, version, step, phase, due },
      entry: { at, shift, key, properties },
    })),
});
