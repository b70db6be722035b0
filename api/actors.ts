/** Who acted, by name: lists hold the public ids of people and keys. */
import { numberOf } from '#api/ids.ts';
import { readActors } from '#store/actors.ts';
import type { Db } from '#store/db.ts';

/** Answers names by the ids given; whoever is gone has none. One statement for people, one for keys. */
export async function actorNames(
  db: Db,
  actors: readonly (string | null)[],
): Promise<(actor: string | null) => string | null> {
  const given = [...new Set(actors.filter((actor): actor is string => actor !== null))];
  const keys = given.flatMap((actor) => numberOf('key', actor) ?? []);
  const people = given.filter((actor) => numberOf('key', actor) === null);
  const known = await readActors(db, { people, keys });
  return (actor) => {
    if (actor === null) return null;
    const key = numberOf('key', actor);
    return (key === null ? known.people.get(actor) : known.keys.get(key)) ?? null;
  };
}
