/**
 * The plan: what `compile` makes of a graph. Immutable, numbered, content-hashed; an enrolment keeps its plan for life.
 * A step of a graph becomes one or more plan steps, each holding one `Op` of a closed set.
 */
import { DAY } from '#core/clock.ts';
import type { Condition } from '#core/condition.ts';
import type { When } from '#core/when.ts';

export type EventMatch = {
  event: string;
  /** Asked of the arriving event (`event.*`), the entry event (`entry.*`) and the profile (`profile.*`). */
  filter?: Condition;
  /** The arriving event must carry the same key (cart, order, appointment) as the entry event. */
  sameKey?: boolean;
};

export type TouchClass = 'service' | 'information' | 'commercial';

/** Without a `validUntil` of its own and a later dated step, a touch may be held this long. */
export const DEFAULT_VALIDITY = 30 * DAY;

export type TouchSpec = {
  channel: string;
  /** Checked against the channel's content schema at compile; parameters stay as Liquid `{{ params.X }}`. */
  content: unknown;
  class: TouchClass;
  topics: string[];
  offer?: string;
  brand: string;
  weight: number;
  /** The last moment this may leave, in the same terms as its date; absent: 30 days after it was due. */
  validUntil?: When;
  /** What to do when the due date had already passed on arrival. Absent: send. Hours of grace, 0 = skip. */
  lateHours?: number;
  onExcess: 'postpone' | 'skip';
};

export type Question =
  | { kind: 'condition'; if: Condition }
  /** Shares are percents that add up to 100; the arm comes from hash(salt, customer, chain, step). */
  | { kind: 'arm'; arms: { port: string; share: number }[] };

export type Act = { kind: 'enter'; chain: number } | { kind: 'leave'; chain: number };

export type Op =
  | { kind: 'sleep'; when: When }
  | { kind: 'listen'; on: { match: EventMatch; port: string }[]; until: When }
  | { kind: 'ask'; question: Question }
  | { kind: 'touch'; touch: TouchSpec }
  | { kind: 'act'; act: Act }
  | { kind: 'end' };

export type PlanStep = {
  /** Id of the graph's step this came from. */
  step: string;
  op: Op;
  /** Port to number of the next plan step. `done` (or the first arm) is the main path; a missing port follows `done`. */
  next: Record<string, number>;
};

export type EntryRule = {
  /** Absent: entered only by another chain or by hand. */
  event?: string;
  filter?: Condition;
  /** Property of the event that names the run: one enrolment per customer and key. */
  key?: string;
  reentry: { kind: 'never' } | { kind: 'always' } | { kind: 'after'; days: number };
  inside: 'ignore' | 'restart' | 'beside';
  maxAgeDays: number;
};

export type Exit = { step: string; on: EventMatch[]; outcome: 'goal' | 'exit' };

export type PlanBody = {
  schema: 1;
  name: string;
  /** IANA zone for customers that have none of their own. */
  zone?: string;
  country?: string;
  /** Of customers whose own is not known. */
  language?: string;
  params: Record<string, string | number | boolean>;
  entry: EntryRule;
  exits: Exit[];
  /** Percent held out at entry: they walk the same clock in silence. */
  holdout: number;
  /** Names of all events that may end a wait or an enrolment. */
  listens: string[];
  steps: PlanStep[];
};

export type Plan = PlanBody & {
  /** SHA-256 (hex) of the canonical JSON of the body. */
  hash: string;
};

/** The first plan step. */
export const START = 0;
