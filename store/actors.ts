/** Names of those who acted: people by their id, keys by their number. */
import { sql } from 'kysely';
import type { Db } from '#store/db.ts';

export async function readActors(
  db: Db,
  { people, keys }: { people: readonly string[]; keys: readonly number[] },
): Promise<{ people: Map<string, string>; keys: Map<number, string> }> {
  const [persons, named] = await Promise.all([
    people.length === 0
      ? []
      : sql<{ id: string; name: string }>`select id, name from people where id = any(${people}::text[])`
          .execute(db)
          .then(({ rows }) => rows),
    keys.length === 0
      ? []
      : sql<{ id: number; name: string }>`select id, name from api_keys where id = any(${keys}::bigint[])`
          .execute(db)
          .then(({ rows }) => rows),
  ]);
  return {
    people: new Map(persons.map(({ id, name }) => [id, name])),
    keys: new Map(named.map(({ id, name }) => [id, name])),
  };
}
