/** What the core knows of a channel. One file a channel beside this one; its hands are in activities/channels. */
import type { z } from 'zod';

export type AddressKind = 'email' | 'phone' | 'postal';

export type Channel = {
  name: string;
  label: { en: string; fr: string };
  content: z.ZodType;
  /** Euro cents a contact, and how intrusive it is from 0 to 10: defaults for cost and weight. */
  cost: number;
  weight: number;
  /** The channels its contacts are for the customer, and which of them one content is. Policy counts these. */
  countsAs: readonly string[];
  counted?(content: unknown): string;
  /** What people call one contact by it, where there are several kinds. */
  called?(content: unknown): { en: string; fr: string } | undefined;
  /** The address a customer must have; null: none. May depend on the content (a task to call needs a phone). */
  needs: AddressKind | null;
};
