/** The hands of a channel: render a message for one customer, hand messages over, say what became of each. */
import type { Facts, Json } from '#core/facts.ts';

export type TouchKey = { month: string; enrolment: number; step: number; visit: number };

export type Recipient = TouchKey & {
  customer: number;
  chain: number;
  class: 'service' | 'information' | 'commercial';
  brand: string;
  /** The address the channel needs, or null where it needs none. */
  address: string | null;
  facts: Facts;
  /** What content may say of the touch's offer (`offer.name` …); absent where the step has none. */
  offer?: Record<string, Json>;
  /** Domain ms. */
  due: number;
  validUntil: number | null;
  now: number;
};

export type Rendered<M> =
  | { kind: 'ready'; message: M }
  /** A variable without value and without declared default: the touch waits for a person, never leaves with a hole. */
  | { kind: 'missing'; variables: string[] }
  | { kind: 'invalid'; reason: string };

export type HandedOver =
  /** `response`: what the other side said, without personal data. `completed`: nothing further is to come of it. */
  | { kind: 'handed'; response: string; completed: boolean }
  /** The other side said no, for good. */
  | { kind: 'refused'; response: string }
  /** Certainly not taken: may be tried again after `retryAfter` wall ms. */
  | { kind: 'deferred'; response: string; retryAfter: number }
  /** May or may not have been taken. */
  | { kind: 'unknown'; response: string };

export interface Adapter<Content, M> {
  readonly channel: string;
  /** How many messages to claim at a time: about the number of connections. */
  readonly chunk: number;
  /** Handing one message over twice makes it once: after a crash it may simply be repeated. */
  readonly repeatable: boolean;
  /** Compile the content once per plan step; throws only on a bug, for compile has checked the content. */
  prepare(content: Content): { render(to: Recipient): Rendered<M> };
  /** Answers in the order given; never throws for what the other side says. Bounded in time (see its settings). */
  handOver(messages: readonly M[]): Promise<HandedOver[]>;
  close(): Promise<void>;
}
