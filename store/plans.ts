/** Published versions, immutable: read once a process, kept. */
import { sql } from 'kysely';
import type { Plan } from '#core/plan.ts';
import type { Db } from '#store/db.ts';

export type Version = { id: number; chain: number; number: number; salt: string; plan: Plan };

export interface Plans {
  /** The versions asked for; those that do not exist are missing from the answer. */
  versions(ids: readonly number[]): Promise<Map<number, Version>>;
}

/** `keep` bounds the memory: chains in use at the same time. */
export function createPlans(db: Db, keep = 500): Plans {
  const known = new Map<number, Version>();
  return {
    async versions(ids) {
      const missing = [...new Set(ids)].filter((id) => !known.has(id));
      if (missing.length > 0) {
        const { rows } = await sql<Version>`
          select v.id, v.chain, v.number, c.salt, v.plan from versions v join chains c on c.id = v.chain
          where v.id = any(${missing}::bigint[])`.execute(db);
        for (const row of rows) known.set(row.id, row);
      }
      const found = new Map<number, Version>();
      for (const id of ids) {
        const version = known.get(id);
        if (version) found.set(id, version);
      }
      while (known.size > keep) known.delete(known.keys().next().value as number);
      return found;
    },
  };
}
