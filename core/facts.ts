/** What is known about one member when a question is asked of it. Loaded set-based by activities, invented in the forecast. */

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export type SeenEvent = {
  seq: number;
  name: string;
  /** When it happened, ms. */
  at: number;
  properties: Record<string, Json>;
};

export type PastTouch = {
  /** Graph step id. */
  step: string;
  visit: number;
  state: string;
  /** What the person or the recipient made of it, e.g. a task's outcome. */
  outcome: string | null;
  handedAt: number | null;
  completedAt: number | null;
};

export type Facts = {
  customer: number;
  /** IANA; the customer's own or that of their address or phone, else the chain's, else the company's. */
  zone: string;
  country: string;
  locale: string;
  /** The `profile` of conditions and content. */
  traits: Record<string, Json>;
  entry: {
    at: number;
    /** Ms by which resumed pauses have moved every date that counts from the entry. */
    shift?: number;
    key: string;
    properties: Record<string, Json>;
  };
  params: Record<string, string | number | boolean>;
  /** Earlier touches of this enrolment. */
  touches: PastTouch[];
  /** Events of the customer since `entry` that a condition of the plan names; [] where none does. */
  seen: SeenEvent[];
};
