/**
 * Ways through a chain, counted. A path is triples of plan step, index of the port taken, seconds; without its seconds many
 * have gone the same way, so ways are grouped before they are taken apart: some hundreds instead of millions of hops.
 */
import { sql } from 'kysely';
import type { Plan } from '#core/plan.ts';
import type { Db } from '#store/db.ts';

/** What is counted of a chain: all of it, or one version, or who entered since `from`. */
export type Watched = { chain: number; version: number | null; from: number | null };

export const seen = ({ chain, version, from }: Watched) => sql`e.chain = ${chain}
  and (${version}::bigint is null or e.version = ${version}::bigint)
  and (${from === null ? null : new Date(from)}::timestamptz is null or e.entered_at >= ${from === null ? null : new Date(from)}::timestamptz)`;

/** Test customers never count. Who they are is asked once a statement (hashed), not once an enrolment. */
export const isTest = sql`e.customer in (select id from customers where test)`;

/** Steps passed and the ports taken, in order; a port below 0: it ended there. */
export type Way = { version: number; hops: (readonly [step: number, port: number])[] };
export type Ways = {
  /** How many enrolments went it. */
  ways: (Way & { count: number })[];
  /** Of customers with several enrolments: how many went just these ways, one an enrolment. */
  together: { ways: Way[]; customers: number }[];
};

export async function waysOf(db: Db, watched: Watched): Promise<Ways> {
  const [ways, together] = await Promise.all([
    sql<{ way: number; count: number; version: number; path: number[] }>`
      select w.way, w.count, e.version, e.path from (
        select ${WAY} as way, count(*)::int as count, min(id) as id from enrolments e
        where ${seen(watched)} and not ${isTest} group by 1
      ) w join enrolments e on e.id = w.id`.execute(db),
    sql<{ ways: number[]; customers: number }>`
      select ways, count(*)::int as customers from (
        select array_agg(${WAY} order by ${WAY}) as ways from enrolments e
        join (select customer from enrolments e where ${seen(watched)} group by 1 having count(*) > 1) as several using (customer)
        where ${seen(watched)} and not ${isTest} group by e.customer
      ) each_one group by 1`.execute(db),
  ]);
  const known = new Map(
    ways.rows.map(({ way, count, version, path }) => [way, { count, version, hops: hopsOf(path) }]),
  );
  return {
    ways: [...known.values()],
    // Somebody may have gone on between the two statements: the next count knows the way.
    together: together.rows.map((row) => ({ ...row, ways: row.ways.flatMap((way) => known.get(way) ?? []) })),
  };
}

/** Hops that are read one by one: the fewer, the quicker. A longer path is a way of its own. */
const LENGTHS = [8, 16, 32, 64, 128];

/** A number for the way, of as many bits as a number of ours has: of a thousand ways two are taken for one once in 10¹⁰ bases. */
const WAY = sql.raw(
  `(case ${LENGTHS.map((most) => {
    const hops = Array.from({ length: most }, (_, hop) => `e.path[${3 * hop + 1}], e.path[${3 * hop + 2}]`);
    return `when cardinality(e.path) <= ${3 * most} then hash_array_extended(array[e.version::integer, ${hops.join(', ')}], 0)`;
  }).join(' ')} else hashint8extended(e.id, 1) end & 9007199254740991)`,
);

function hopsOf(path: readonly number[]): Way['hops'] {
  const hops: [number, number][] = [];
  for (let i = 0; i + 2 < path.length; i += 3) hops.push([path[i]!, path[i + 1]!]);
  return hops;
}

/** Of which plan step of which version it is known which step of the drawing is left by it. */
export type Mark = { version: number; step: number; name: string };

/** A card of the drawing is several steps of the plan: it is passed with the last of them. */
export function marksOf(version: number, { steps }: Plan): Mark[] {
  return steps.flatMap(({ step: name }, step) =>
    steps.findLastIndex((s) => s.step === name) === step ? [{ version, step, name }] : [],
  );
}

export type Passage = {
  count: number;
  customers: number;
  ports: { version: number; step: number; port: number; count: number }[];
};

/** By step of the drawing. A customer who passes twice is one customer, whatever the version and the port. */
export function passagesOf({ ways, together }: Ways, marks: readonly Mark[]): Map<string, Passage> {
  const names = new Map(marks.map(({ version, step, name }) => [`${version} ${step}`, name]));
  const found = new Map<string, Passage>();
  const ports = new Map<string, Passage['ports'][number]>();
  const at = (name: string): Passage => {
    const known = found.get(name) ?? { count: 0, customers: 0, ports: [] };
    found.set(name, known);
    return known;
  };
  const passed = ({ version, hops }: Way) => hops.flatMap(([step]) => names.get(`${version} ${step}`) ?? []);
  for (const way of ways) {
    for (const [step, port] of way.hops) {
      const name = names.get(`${way.version} ${step}`);
      if (name === undefined) continue;
      at(name).count += way.count;
      const key = `${way.version} ${step} ${port}`;
      const known = ports.get(key);
      if (known) known.count += way.count;
      else {
        const fresh = { version: way.version, step, port, count: way.count };
        ports.set(key, fresh);
        at(name).ports.push(fresh);
      }
    }
    // As if every enrolment had a customer of its own …
    for (const name of new Set(passed(way))) at(name).customers += way.count;
  }
  // … and where several have the same, all but one of those who passed are taken away again.
  for (const { ways: theirs, customers } of together) {
    const times = new Map<string, number>();
    for (const way of theirs) for (const name of new Set(passed(way))) times.set(name, (times.get(name) ?? 0) + 1);
    for (const [name, n] of times) at(name).customers -= (n - 1) * customers;
  }
  return found;
}
