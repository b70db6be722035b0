/** Customers found by what was typed, by where they stand in a chain, or by both: the newest first. */
import { sql } from 'kysely';
import { DAY } from '#core/clock.ts';
import type { Json } from '#core/facts.ts';
import type { Lookup } from '#core/lookup.ts';
import type { Db } from '#store/db.ts';

export type Found = {
  id: number;
  traits: Json;
  test: boolean;
  created_at: Date;
  email: string | null;
  phone: string | null;
  user: string | null;
};

export type FoundInside = Found & {
  enrolment: number;
  version: number;
  step: number;
  state: 'live' | 'ended';
  outcome: string | null;
  entered_at: Date;
  due: Date;
  ended_at: Date | null;
};

export type Page = { after: number | null; limit: number };

/** Plan steps that make up a step of the graph, by version; `last` is left when the whole card is passed. */
export type Places = readonly { version: number; steps: number[]; last: number; port: number | null }[];

export type Inside = {
  chain: number;
  version: number | null;
  state: 'live' | 'ended' | null;
  outcome: string | null;
  /** Standing there, due there within a day, or gone on from there; null: wherever. */
  at: { places: Places; how: 'here' | 'due' | 'passed' } | null;
};

export async function searchCustomers(db: Db, lookup: Lookup, { after, limit }: Page): Promise<Found[]> {
  const { rows } = await sql<Found>`
    with found as (${named(lookup, { after, limit })}), page as (
      select c.id from found f join customers c on c.id = f.id
      where c.erased_at is null order by c.id desc limit ${limit}
    )
    select ${WHO} from page p join customers c on c.id = p.id order by c.id desc`.execute(db);
  return rows;
}

/** By enrolment: a customer who came twice stands here twice, as in the counts. */
export async function searchInside(
  db: Db,
  inside: Inside,
  lookup: Lookup | null,
  { after, limit, now }: Page & { now: number },
): Promise<FoundInside[]> {
  const { chain, version, state, outcome, at } = inside;
  const { rows } = await sql<FoundInside>`
    with page as (
      select e.* from enrolments e
      where e.chain = ${chain} and (${after}::bigint is null or e.id < ${after}::bigint)
        and (${version}::bigint is null or e.version = ${version}::bigint)
        and (${state}::text is null or e.state = ${state}::text)
        and (${outcome}::text is null or e.outcome = ${outcome}::text)
        and ${at === null ? sql`true` : standing(at, now)}
        and ${lookup === null ? sql`true` : sql`e.customer in (${named(lookup)})`}
        and exists (select from customers k where k.id = e.customer and k.erased_at is null)
      order by e.id desc limit ${limit}
    )
    select ${WHO}, p.id as enrolment, p.version, p.step, p.state, p.outcome, p.entered_at, p.due, p.ended_at
    from page p join customers c on c.id = p.customer order by p.id desc`.execute(db);
  return rows;
}

const WHO = sql`c.id, c.traits, c.test, c.created_at,
  (select value from addresses where customer = c.id and kind = 'email') as email,
  (select value from addresses where customer = c.id and kind = 'phone') as phone,
  (select min(value) from identities where customer = c.id and kind = 'user') as "user"`;

/**
 * With a page, each way of finding them takes no more than fit on it: of an erased customer nothing is found anyway.
 * `+ 0`: else Postgres may walk all customers from the newest on, hoping to meet one.
 */
function named({ email, phones, user, words }: Lookup, page?: Page) {
  const by = (id: string, source: ReturnType<typeof sql>) => {
    const column = sql.ref(id);
    if (!page) return sql`(select ${column} as id from ${source})`;
    return sql`(select ${column} as id from ${source} and (${page.after}::bigint is null or ${column} < ${page.after}::bigint)
      order by ${column} + 0 desc limit ${page.limit})`;
  };
  const address = (kind: string, start: string) =>
    by('customer', sql`addresses where kind = ${kind} and lower(value) like ${begins(start)}`);
  const query = words.map((word) => `'${word}':*`).join(' & ');
  const parts = [
    ...(email === null ? [] : [address('email', email)]),
    ...phones.map((phone) => address('phone', phone)),
    ...(user === null ? [] : [by('customer', sql`identities where kind = 'user' and value like ${begins(user)}`)]),
    ...(words.length === 0 ? [] : [by('id', sql`customers where names @@ ${query}::tsquery`)]),
  ];
  return sql.join(parts, sql` union `);
}

function begins(text: string): string {
  return `${text.replaceAll(/[\\%_]/g, '\\$&')}%`;
}

/** A path is triples of plan step, index of the port taken, seconds. */
function standing({ places, how }: NonNullable<Inside['at']>, now: number) {
  if (places.length === 0) return sql`false`;
  const each = places.map(({ version, steps, last, port }) =>
    how === 'passed'
      ? sql`(e.version = ${version} and exists (select from generate_series(1, cardinality(e.path) - 2, 3) as i
          where e.path[i] = ${last} and (${port}::integer is null or e.path[i + 1] = ${port}::integer)))`
      : sql`(e.version = ${version} and e.step = any(${steps}::integer[]))`,
  );
  const place = sql`(${sql.join(each, sql` or `)})`;
  if (how === 'passed') return place;
  const due = how === 'due' ? sql` and e.due <= ${new Date(now + DAY)}::timestamptz` : sql``;
  return sql`e.state = 'live' and ${place}${due}`;
}
