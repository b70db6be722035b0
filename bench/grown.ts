/** A base that has grown for half a year: customers, events, a dozen chains of the gallery with their enrolments and touches. */
import { sql } from 'kysely';
import { type GalleryName, galleryGraph } from '#chains/index.ts';
import { DAY } from '#core/clock.ts';
import type { Plan } from '#core/plan.ts';
import { publish } from '#setup/testing/publish.ts';
import { getVersion } from '#store/chains.ts';
import type { Db } from '#store/db.ts';
import { ensurePartitions } from '#store/partitions.ts';

export type Size = { customers: number; enrolments: number };
export type Grown = {
  chains: { name: GalleryName; chain: number; version: number }[];
  rows: { customers: number; enrolments: number; events: number; touches: number };
};

/** Percent of the enrolments; the first is the chain the house lives by. */
const SHARES: Partial<Record<GalleryName, number>> = {
  ...{ classic: 55, afterpurchase: 10, basket: 8, signup: 7, letters: 5, reorder: 3, points: 3 },
  ...{ birthday: 3, inaction: 2, offeragain: 2, referral: 1, season: 1 },
};
const DAYS = 180;
/** From the entry to the end of any chain. */
const LONG = 35;
/** The first of so many events sets a chain off. */
const EVENTS_EACH = 10;

/** Set-based, and by a fixed rule: two runs make the same base. */
export async function growBase(db: Db, now: number, { customers, enrolments }: Size): Promise<Grown> {
  const start = new Date(now - DAYS * DAY);
  // As if the processes had run all the while.
  for (let ago = DAYS; ago >= 0; ago -= 30) await ensurePartitions(db, now - ago * DAY);
  const chains = await publishAll(db, now - DAYS * DAY);
  await layRoutes(db, chains);
  await people(db, customers, start);
  await runs(db, { customers, enrolments, start, now: new Date(now) });
  await contacts(db, new Date(now));
  await ledgers(db, new Date(now));
  await incoming(db, { customers, enrolments, start });
  await sql`drop table grown_routes, grown_chains`.execute(db);
  // As autovacuum would have left it.
  await sql`vacuum (analyze)`.execute(db);
  const { rows } = await sql<Grown['rows']>`select (select count(*) from customers) as customers,
    (select count(*) from enrolments) as enrolments, (select count(*) from events) as events,
    (select count(*) from touches) as touches`.execute(db);
  return { chains: chains.map(({ name, chain, version }) => ({ name, chain, version })), rows: rows[0]! };
}

type Made = Grown['chains'][number] & { share: number; plan: Plan };

async function publishAll(db: Db, at: number): Promise<Made[]> {
  const made: Made[] = [];
  for (const [name, share] of Object.entries(SHARES) as [GalleryName, number][]) {
    const ids = await publish(db, at, galleryGraph(name));
    const version = await getVersion(db, ids.version);
    made.push({ name, share, ...ids, plan: version!.plan as unknown as Plan });
  }
  const objective = { event: 'Order Completed', valueField: 'revenue', windowDays: 30 };
  await sql`update versions set objective = ${JSON.stringify(objective)}::jsonb`.execute(db);
  return made;
}

/** The main way through each plan, one row a step; `path` is what has been walked on arriving there. */
async function layRoutes(db: Db, chains: readonly Made[]): Promise<void> {
  const rows = chains.flatMap(({ version, plan }) => {
    const way: number[] = [];
    for (let step: number | undefined = 0; step !== undefined && !way.includes(step); ) {
      way.push(step);
      step = Object.values(plan.steps[step]!.next)[0];
    }
    return way.map((step, at) => {
      const { op, step: id } = plan.steps[step]!;
      const offset = (of: number) => Math.round((of / way.length) * LONG * 86_400);
      const touch = op.kind === 'touch' ? op.touch : null;
      const kind = (touch?.content as { kind?: string } | null)?.kind ?? null;
      return {
        ...{ version, at, step, last: at === way.length - 1, id, seconds: offset(at), ends: way.length },
        path: way.slice(0, at).flatMap((s, i) => [s, 0, offset(i + 1)]),
        ...(touch ? { channel: touch.channel, kind, class: touch.class, topics: touch.topics } : {}),
      };
    });
  });
  await sql`create table grown_routes as select * from json_to_recordset(${JSON.stringify(rows)}::json) as r (
    version bigint, at integer, step integer, last boolean, id text, seconds integer, ends integer, path integer[],
    channel text, kind text, class text, topics text[])`.execute(db);
  // A row a percent: an enrolment takes its chain by its number.
  const hundred = chains.flatMap(({ share, ...c }) => Array.from({ length: share }, () => c));
  const each = hundred.map(({ chain, version, plan }, n) => ({
    place: n,
    chain,
    version,
    event: plan.entry.event ?? 'Began',
  }));
  await sql`create table grown_chains as select * from json_to_recordset(${JSON.stringify(each)}::json) as r (
    place integer, chain bigint, version bigint, event text)`.execute(db);
}

/** 0 … below `of`, the same for the same number and salt. */
const chance = (number: string, salt: number, of: number) =>
  sql`((hashint8extended(${sql.raw(number)}, ${sql.lit(salt)}) & 2147483647) % ${sql.lit(of)})`;

const FIRST = `{Zoé,Léa,Marie,Camille,Inès,Chloé,Jeanne,Louise,Alice,Emma,Paul,Louis,Hugo,Jules,Adam,Théo,Noé,Éric,Luc,Marc,Anne,Élise,Nora,Yanis,Karim,Sofia,Omar,Rosa,Iris,Gaël}`;
const LAST = `{Martin,Bernard,Dubois,Thomas,Robert,Petit,Durand,Leroy,Moreau,Simon,Laurent,Lefèvre,Michel,Garcia,David,Bertrand,Roux,Vincent,Fournier,Morel,Girard,André,Mercier,Dupont,Lambert,Bonnet,François,Martinez,Legrand,Garnier,Faure,Rousseau,Blanc,Guérin,Muller,Henry,Roussel,Nicolas,Perrin,Morin,Mathieu,Clément,Gauthier,Dumont,Lopez,Fontaine,Chevalier,Robin,Masson,Sanchez}`;

/** A third tell their zone, two thirds a telephone number, half a postal address. */
async function people(db: Db, count: number, start: Date): Promise<void> {
  await sql`
    insert into customers (zone, country, locale, traits, created_at, updated_at, test)
    select case when n % 3 = 0 then 'Europe/Paris' end, case when n % 7 > 0 then 'FR' end, 'fr',
      jsonb_build_object('first_name', (${FIRST}::text[])[1 + ${chance('n', 1, 30)}],
        'last_name', (${LAST}::text[])[1 + ${chance('n', 2, 50)}], 'vip', n % 5 = 0, 'per_week', 1 + n % 4,
        'city', 'Ville ' || n % 3000, 'store', 'Magasin ' || n % 180, 'birthday', '19' || 40 + n % 60 || '-05-12',
        'points', n % 900, 'segment', 'S' || n % 12, 'household', 'h' || n / 2) || case when n % 2 = 0 then jsonb_build_object('address', jsonb_build_object(
        'street', n % 90 || ' rue du Test', 'postalCode', lpad((n % 95000 + 1000)::text, 5, '0'), 'country', 'FR')) else '{}' end,
      ${start}::timestamptz - interval '1 day' * ${chance('n', 3, 1000)}, ${start}, n % 5000 = 0
    from generate_series(1, ${count}::bigint) as n`.execute(db);
  await sql`update customers set names = name_words(traits)`.execute(db);
  await sql`insert into identities (kind, value, customer) select 'user', 'u' || id, id from customers`.execute(db);
  await sql`
    insert into addresses (customer, kind, value, set_at)
    select id, kind, case kind when 'email' then lower(traits ->> 'first_name') || '.' || id || '@mail' || id % 40 || '.example'
        else '+336' || lpad(${chance('id', 4, 100_000_000)}::text, 8, '0') end, ${start}
    from customers, unnest('{email,phone}'::text[]) as kind where kind = 'email' or id % 3 < 2`.execute(db);
  await sql`analyze customers, identities, addresses`.execute(db);
}

type Runs = Size & { start: Date; now: Date };

/** In the order in which they entered. A quarter reach the goal on the way, one in ten is held out of all contacts. */
async function runs(db: Db, { customers, enrolments, start, now }: Runs): Promise<void> {
  await sql`
    insert into cohorts (version, owner, opened_at)
    select distinct version, 'grown', ${start}::timestamptz from grown_chains order by 1`.execute(db);
  await sql`
    insert into enrolments (customer, chain, version, cohort, month, key, event, entered_at, trigger_at, entry, control, state,
      outcome, ended_at, step, phase, due, rev, heard, path)
    select w.customer, w.chain, w.version, h.id, date_trunc('month', w.entered)::date, 'A-' || w.n, w.n * ${EVENTS_EACH}, w.entered,
      w.entered, jsonb_build_object('order_id', 'A-' || w.n, 'revenue', 49.9), case when w.n % 10 = 3 then 'chain' end,
      case when w.goal or r.last then 'ended' else 'live' end,
      case when w.goal then 'goal' when r.last then 'done' end,
      case when w.goal or r.last then w.entered + make_interval(secs => r.seconds) end,
      r.step, 1, case when w.goal or r.last then w.entered else w.entered + make_interval(secs => r.seconds + ${LONG * 86_400} / r.ends) end,
      r.at, w.n * ${EVENTS_EACH},
      coalesce((select array_agg(v + case when o % 3 = 0 then ${chance('w.n * 100 + o', 12, 3_600)} else 0 end order by o)
        from unnest(r.path) with ordinality as u (v, o)), '{}')
    from (
      select x.*, goes < lasted as goal, least(goes, lasted) as walked from (
        select n, 1 + ${chance('n', 5, customers)} as customer, c.chain, c.version, e.entered,
          date_part('epoch', ${now}::timestamptz - e.entered) / 86400 / ${LONG} as lasted,
          case when ${chance('n', 6, 4)} = 0 then ${chance('n', 7, 1000)} / 1000.0 else 9 end as goes
        from generate_series(1, ${enrolments}::bigint) as n
        cross join lateral (select ${start}::timestamptz + (n * ${((DAYS - 0.01) * 86_400) / enrolments}::double precision)
          * interval '1 second' as entered) e
        join grown_chains c on c.place = ${chance('n', 8, 100)}
      ) x
    ) w
    join cohorts h on h.version = w.version
    join grown_routes r on r.version = w.version and r.at = least(r.ends - 1, floor(w.walked * r.ends)::integer)
    order by w.n`.execute(db);
  await sql`analyze enrolments`.execute(db);
}

const asked = (last: object) => ({
  ...{ at: 1_795_000_000_000, policy: 1, verdict: { kind: 'send' } },
  asked: [
    {
      ...{ rule: 'late', verdict: 'pass' },
      inputs: { due: 1_795_000_000_000, now: 1_795_000_000_000, late_hours: null, valid_until: 1_796_000_000_000 },
    },
    { rule: 'address', inputs: { known: true, channel: 'email' }, verdict: 'pass' },
    { rule: 'consent', inputs: { regime: 'opt_out', topics: [], channel: 'email', withdrawn: false }, verdict: 'pass' },
    last,
  ],
});
const CAPS = [
  { id: 'one_a_day', max: 1, days: 1, count: 1, weight: 3 },
  { id: 'three_a_week', max: 3, days: 7, count: 1, weight: 3 },
];
const SENT = JSON.stringify(asked({ rule: 'pressure', inputs: { caps: CAPS }, verdict: 'pass' }));
const CAPPED = JSON.stringify(
  asked({
    flip: { cap: 'one_a_day', first_free: 1_795_900_000_000 },
    rule: 'pressure',
    inputs: { caps: CAPS },
    verdict: 'skip',
  }),
);
const UNWANTED = JSON.stringify(asked({ rule: 'suppression', inputs: { reason: 'hard_bounce' }, verdict: 'skip' }));

/** What was walked past was contacted, but one in eight; where somebody stands now, one in three is held. */
async function contacts(db: Db, now: Date): Promise<void> {
  await sql`
    insert into touches (month, enrolment, step, visit, customer, chain, version, step_id, state, reason, held_by, brand, channel,
      counts_as, class, topics, weight, policy, decision, due, valid_until, held_until, judged_at, first_at, handed_at,
      completed_at, outcome, attempts)
    select e.month, e.id, r.step, 1, e.customer, e.chain, e.version, r.id, s.state,
      case s.state when 'skipped' then 'capped' when 'held' then 'capped' when 'refused' then 'suppressed'
        when 'control' then 'control_chain' end, case when s.state = 'held' then 'capped' end, 'default', r.channel,
      coalesce(case r.kind when 'other' then 'task' else r.kind end, r.channel), r.class, coalesce(r.topics, '{}'), 5, 1,
      case s.state when 'handed' then ${SENT} when 'unknown' then ${SENT} when 'refused' then ${UNWANTED} else ${CAPPED} end::jsonb,
      d.due, d.due + interval '30 days', case when s.state = 'held' then ${now}::timestamptz + interval '8 hours' end, d.due, d.due,
      case when s.state in ('handed', 'unknown') then d.due + interval '1 second' end,
      case when s.state = 'handed' and r.channel = 'task' then d.due + interval '2 days' end,
      case when s.state = 'handed' and r.channel = 'task' then 'done' end, 1
    from enrolments e join grown_routes r on r.version = e.version and r.channel is not null and r.seconds <= (
        select w.seconds from grown_routes w where w.version = e.version and w.step = e.step)
    cross join lateral (select e.entered_at + make_interval(secs => r.seconds) as due) d
    cross join lateral (select case when e.control is not null then 'control'
        when r.step = e.step then case when e.state = 'live' and e.id % 3 = 0 then 'held' end
        when ${chance('e.id * 50 + r.step', 9, 16)} = 0 then 'skipped' when ${chance('e.id * 50 + r.step', 9, 16)} = 1 then 'refused'
        when d.due > ${now}::timestamptz - interval '1 day' and e.id % 500 = 0 then 'unknown' else 'handed' end as state) s
    where s.state is not null
    order by e.id, r.at`.execute(db);
  await sql`
    update enrolments e set phase = 2 from touches t
    where t.month = e.month and t.enrolment = e.id and t.step = e.step and t.state = 'held'`.execute(db);
  await sql`analyze touches, enrolments`.execute(db);
}

/** What stands beside touches: the ledger of pressure, the work list, what needs somebody; and who has withdrawn. */
async function ledgers(db: Db, now: Date): Promise<void> {
  await sql`
    insert into pressure (at, customer, brand, channel, class, topics, weight, month, enrolment, step, visit)
    select handed_at, customer, brand, counts_as, class, topics, weight, month, enrolment, step, visit
    from touches where handed_at is not null order by handed_at`.execute(db);
  await sql`
    insert into tasks (month, enrolment, step, visit, customer, chain, kind, team, title, body, state, outcome, due, valid_until,
      created_at, closed_at, closed_by)
    select month, enrolment, step, visit, customer, chain, counts_as, (${`{Lyon,Paris,NULL}`}::text[])[1 + enrolment % 3], step_id, 'Bonjour',
      case when due < ${now}::timestamptz - interval '4 days' then 'done' else 'open' end,
      case when due < ${now}::timestamptz - interval '4 days' then 'reached' end, due, due + interval '30 days', due,
      case when due < ${now}::timestamptz - interval '4 days' then due + interval '2 days' end,
      case when due < ${now}::timestamptz - interval '4 days' then 'key:1' end
    from touches where channel = 'task' and state = 'handed' order by due`.execute(db);
  await sql`
    insert into attention (month, enrolment, step, visit, kind, at)
    select month, enrolment, step, visit, 'unknown', handed_at from touches where state = 'unknown'`.execute(db);
  await sql`
    with told as (
      insert into consent_records (customer, brand, channel, given, source, at)
      select id, 'default', case when id % 40 = 0 then 'email' else 'call' end, id % 40 > 0, 'form',
        ${now}::timestamptz - interval '1 day' * ${chance('id', 10, DAYS)}
      from customers where id % 40 = 0 or id % 5 = 1 returning *
    ) insert into consents (customer, brand, channel, given, record, at) select customer, brand, channel, given, id, at from told`.execute(
    db,
  );
  await sql`
    insert into suppressions (kind, hash, hint, reason, at)
    select kind, address_hash(kind, value), left(value, 2) || '…', 'hard_bounce', ${now} from addresses
    where kind = 'email' and customer % 60 = 0 on conflict do nothing`.execute(db);
  await sql`
    insert into undelivered (at, month, enrolment, step, visit) select judged_at, month, enrolment, step, visit from touches
    where state = 'refused' and judged_at >= ${now}::timestamptz - interval '2 days'`.execute(db);
  await sql`analyze pressure, tasks, attention, consents, consent_records`.execute(db);
}

/** Of ten events one set a chain off; of the rest one is an order, three times in four asked by a chain and refused. */
async function incoming(db: Db, { customers, enrolments, start }: Omit<Runs, 'now'>): Promise<void> {
  const count = enrolments * EVENTS_EACH;
  await sql`
    insert into events (seq, received_at, occurred_at, customer, name, source, message_id, properties)
    overriding system value
    select s, t.at, t.at, coalesce(e.customer, 1 + ${chance('s', 11, customers)}),
      case when e.id is not null then c.event when s % 10 < 6 then 'Page Viewed' when s % 10 < 9 then 'Product Viewed'
        else 'Order Completed' end, 'shop', 'm' || s,
      jsonb_build_object('order_id', 'A-' || s, 'revenue', 20 + s % 180, 'currency', 'EUR', 'store', 'Magasin ' || s % 180,
        'items', 1 + s % 4, 'url', 'https://shop.example/p/' || s % 5000)
    from generate_series(1, ${count}::bigint) as s
    left join enrolments e on s % 10 = 0 and e.id = s / 10
    left join grown_chains c on c.place = ${chance('e.id', 8, 100)}
    cross join lateral (select coalesce(e.entered_at, ${start}::timestamptz
      + (s * ${((DAYS - 0.01) * 86_400) / count}::double precision) * interval '1 second') as at) t
    order by s`.execute(db);
  await sql`select setval(pg_get_serial_sequence('events', 'seq'), ${count})`.execute(db);
  await sql`
    insert into entry_decisions (event, received_at, chain, decision, enrolment)
    select v.seq, v.received_at, coalesce(e.chain, (select min(chain) from grown_chains)),
      case when e.id is not null then 'entered' when v.seq % 3 = 0 then 'filter' else 'reentry' end, e.id
    from events v left join enrolments e on v.seq % 10 = 0 and e.id = v.seq / 10
    where e.id is not null or (v.name = 'Order Completed' and v.seq % 4 > 0) order by v.seq`.execute(db);
  await sql`
    insert into event_names (name, first_seen, last_seen, count, properties)
    select name, min(received_at), max(received_at), count(*), '{"order_id": "string", "revenue": "number"}' from events group by name`.execute(
    db,
  );
  await sql`
    insert into purchases (customer, at) select customer, max(occurred_at) from events where name = 'Order Completed' group by 1`.execute(
    db,
  );
}
