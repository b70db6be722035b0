/** The version of the policy in force. */
import { sql } from 'kysely';
import { part } from '#store/standing/part.ts';

export const policy = part({
  select: () => sql`select coalesce(max(version), 0) from policies`,
  read: (version: number): number => version,
});
