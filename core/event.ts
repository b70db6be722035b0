/** What the outside says happened, after parsing and before it is stored. */
import type { Json } from '#core/facts.ts';

export type Incoming = {
  kind: 'track' | 'identify';
  /** Who sent it: names the space in which messageId is unique (an API key's name, a page, an importer). */
  source: string;
  messageId: string;
  /** At least one of the two, unless we speak of a customer ourselves. */
  userId?: string;
  anonymousId?: string;
  /** Our own number: only what happens here names customers so. */
  customer?: number;
  /** `track` only. */
  name: string;
  properties: Record<string, Json>;
  /** Merged into the profile; `email` and `phone` become addresses. */
  traits: Record<string, Json>;
  zone?: string;
  country?: string;
  locale?: string;
  /** Domain ms, already corrected for the sender's clock. */
  occurredAt: number;
  /** Stored, enrols nobody. */
  historical: boolean;
};

export type Taken = {
  /** One per incoming call, in order. `duplicate`: this (source, messageId) was here before. */
  results: { kind: 'taken' | 'duplicate'; customer: number; seq: number | null }[];
};

export interface Intake {
  /** Stores the calls in one transaction and answers after its commit; signals leave by themselves afterwards. */
  take(calls: readonly Incoming[]): Promise<Taken>;
}
