/** The work list as Kysely knows it. */
import type { Generated, GeneratedAlways } from 'kysely';
import type { MaybeTime, Time } from '#store/columns.ts';

export type TasksTable = {
  id: GeneratedAlways<number>;
  month: string;
  enrolment: number;
  step: number;
  visit: number;
  customer: number;
  chain: number;
  kind: string;
  team: string | null;
  title: string;
  body: Generated<string>;
  state: Generated<string>;
  outcome: string | null;
  note: string | null;
  due: Time;
  valid_until: MaybeTime;
  created_at: Time;
  closed_at: MaybeTime;
  closed_by: string | null;
  /** Public id of the person or key that has it in hand, until then by the database's own clock. */
  claimed_by: string | null;
  lease_until: MaybeTime;
};

export interface TaskTables {
  tasks: TasksTable;
}
