/** The kinds of rules people write: each is declared in its rule's file, a new one is a line here. */
import { z } from 'zod';
import { alternationDocument } from '#core/policy/alternation.ts';
import { capacityDocument } from '#core/policy/capacity.ts';
import { hoursDocument } from '#core/policy/hours.ts';
import { lawDocument } from '#core/policy/law.ts';
import { capDocument } from '#core/policy/pressure.ts';
import { situationDocument } from '#core/policy/situation.ts';

export const ruleDocument = z.discriminatedUnion('kind', [
  capDocument,
  situationDocument,
  alternationDocument,
  hoursDocument,
  lawDocument,
  capacityDocument,
]);

export type RuleDocument = z.output<typeof ruleDocument>;
