/** Which household each customer is of. Read only while a test draws by it. */
import { sql } from 'kysely';
import { part } from '#store/standing/part.ts';

export const homes = part({
  wanted: (wants) => wants.homes === true,
  none: [],
  select: ({ customers }) => sql`select coalesce(json_agg(json_build_array(id, household)), '[]')
      from customers where id = any(${customers}::bigint[]) and household is not null`,
  read: (rows: [number, string][]): Map<number, string> => new Map(rows),
});
