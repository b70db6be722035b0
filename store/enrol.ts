/** Events become enrolments and wakes: the entry decision of each event × chain, taken in core, written here set-based. */
import { sql } from 'kysely';
import { heldOut } from '#core/arms.ts';
import { decideEntry, entryKey } from '#core/entry.ts';
import type { Json, SeenEvent } from '#core/facts.ts';
import { type Gate, letIn } from '#core/gate.ts';
import type { Seats } from '#store/cohorts.ts';
import type { Db } from '#store/db.ts';
import type { StoredEvent } from '#store/events.ts';
import { monthOf } from '#store/partitions.ts';
import type { Plans, Version } from '#store/plans.ts';
import { withdrawPending } from '#store/withdraw.ts';

export type Wake = { cohort: number; enrolment: number };
export type EnrolDeps = { plans: Plans; seats: Seats; now: number };

type OpenChain = { id: number; state: 'live' | 'paused'; version: Version; gate: Gate | null };
type Company = { percent: number; salt: string };

/** A member to be: `ended` already where a later event of the same batch restarts it. */
export type NewEnrolment = {
  customer: number;
  chain: number;
  version: number;
  key: string;
  /** The event that enrols (its seq), or the negative number of what did instead. */
  event: number;
  heard: number;
  triggerAt: number;
  entry: Record<string, Json>;
  control: 'chain' | 'company' | null;
  ended: string | null;
};

type Decided = { event: StoredEvent; chain: number; decision: string; fresh: NewEnrolment | null };

/** Locks of the events' customers are held. Answers whom to wake. */
export async function enrol(trx: Db, events: readonly StoredEvent[], deps: EnrolDeps): Promise<Wake[]> {
  if (events.length === 0) return [];
  const { chains, company } = await openChains(trx, deps.plans);
  const pairs = events.flatMap((event) =>
    chains.filter((c) => c.version.plan.entry.event === event.call.name).map((chain) => ({ event, chain })),
  );
  const entering = pairs.length > 0 ? await enter(trx, pairs, company, deps) : [];
  const listening = await listeners(trx, events, deps.plans);
  return [...entering, ...listening];
}

/** Chains that take entries now, and the company's own hold-out. */
async function openChains(trx: Db, plans: Plans): Promise<{ chains: OpenChain[]; company: Company }> {
  const { rows } = await sql<{
    id: number;
    state: 'live' | 'paused';
    live_version: number;
    gate: Gate | null;
    company: Company | null;
  }>`
    select id, state, live_version, gate, (select value from settings where key = 'holdout') as company
    from chains where live_version is not null and state in ('live', 'paused')`.execute(trx);
  const versions = await plans.versions(rows.map((r) => r.live_version));
  const chains = rows.flatMap((row) => {
    const version = versions.get(row.live_version);
    return version ? [{ id: row.id, state: row.state, version, gate: row.gate }] : [];
  });
  return { chains, company: rows[0]?.company ?? { percent: 0, salt: '' } };
}

export function controlOf(customer: number, version: Version, company: Company): 'chain' | 'company' | null {
  if (heldOut(company.salt, customer, 'company', company.percent)) return 'company';
  return heldOut(version.salt, customer, version.chain, version.plan.holdout) ? 'chain' : null;
}

async function enter(
  trx: Db,
  pairs: { event: StoredEvent; chain: OpenChain }[],
  company: Company,
  deps: EnrolDeps,
): Promise<Wake[]> {
  const { now } = deps;
  const standing = await readStandings(trx, pairs);
  const decided: Decided[] = [];
  const replaced: number[] = [];
  for (const { event, chain } of pairs) {
    const mine = standing(event.customer, chain.id);
    const { decision, key, ends } = decideEntry(chain.version.plan.entry, {
      event: seen(event),
      customer: event.customer,
      ...mine.profile,
      params: chain.version.plan.params,
      now,
      historical: event.call.historical,
      chain: chain.state,
      inside: mine.inside,
      lastEnteredAt: mine.lastEnteredAt(entryKey(chain.version.plan.entry, event.call.properties)),
    });
    const may = decision === 'entered' || decision === 'restarted';
    const kept =
      may && !mine.test && !letIn(chain.gate, { salt: chain.version.salt, customer: event.customer, chain: chain.id });
    const enters = may && !kept;
    const control = enters && !mine.test ? controlOf(event.customer, chain.version, company) : null;
    const fresh: NewEnrolment | null = enters
      ? {
          customer: event.customer,
          chain: chain.id,
          version: chain.version.id,
          key,
          event: event.seq,
          heard: event.seq,
          triggerAt: seen(event).at,
          entry: event.call.properties,
          control,
          ended: null,
        }
      : null;
    for (const gone of kept ? [] : ends) {
      const pending = mine.pending.get(gone);
      if (pending) pending.ended = 'restarted';
      else replaced.push(gone);
      mine.inside = mine.inside.filter((e) => e.enrolment !== gone);
    }
    if (fresh) mine.add(fresh, now);
    decided.push({
      event,
      chain: chain.id,
      decision: kept ? 'gated' : control && decision === 'entered' ? 'control' : decision,
      fresh,
    });
  }
  const inserted = await insertEnrolments(
    trx,
    decided.flatMap((d) => (d.fresh ? [d.fresh] : [])),
    deps,
  );
  await recordDecisions(trx, decided, inserted);
  return [...(await endEnrolments(trx, replaced, 'restarted', now)), ...inserted.values()];
}

function seen({ call, seq, receivedAt }: StoredEvent): SeenEvent {
  // What claims to come from the future happened, at the latest, when it arrived.
  return { seq, name: call.name, at: Math.min(call.occurredAt, receivedAt), properties: call.properties };
}

type Profile = { traits: Record<string, Json>; zone: string; country: string; locale: string };
type Standing = {
  profile: Profile;
  /** Never kept out by a gate, nor held out: a test that shows nothing is none. */
  test: boolean;
  inside: { enrolment: number; key: string }[];
  pending: Map<number, NewEnrolment>;
  lastEnteredAt(key: string | undefined): number | null;
  add(fresh: NewEnrolment, now: number): void;
};

/** Profiles, live enrolments and last entries of the customers in the chains, in one statement. */
async function readStandings(
  trx: Db,
  pairs: { event: StoredEvent; chain: OpenChain }[],
): Promise<(customer: number, chain: number) => Standing> {
  const customers = [...new Set(pairs.map((p) => p.event.customer))];
  const chains = [...new Set(pairs.map((p) => p.chain.id))];
  const { rows } = await sql<{
    customer: number;
    traits: Record<string, Json>;
    zone: string | null;
    country: string | null;
    locale: string | null;
    test: boolean;
    runs: [number, number, string, boolean, number][] | null;
  }>`
    select c.id as customer, c.traits, c.zone, c.country, c.locale, c.test,
      (select json_agg(json_build_array(e.id, e.chain, e.key, e.state = 'live', extract(epoch from e.entered_at) * 1000))
        from enrolments e where e.customer = c.id and e.chain = any(${chains}::bigint[])) as runs
    from customers c where c.id = any(${customers}::bigint[])`.execute(trx);
  const byCustomer = new Map(rows.map((r) => [r.customer, r]));
  const made = new Map<string, Standing>();
  return (customer, chain) => {
    const known = made.get(`${customer} ${chain}`);
    if (known) return known;
    const row = byCustomer.get(customer);
    const runs = (row?.runs ?? []).filter(([, c]) => c === chain);
    const entries = runs.map(([, , key, , at]) => ({ key, at }));
    const standing: Standing = {
      profile: {
        traits: row?.traits ?? {},
        zone: row?.zone ?? '',
        country: row?.country ?? '',
        locale: row?.locale ?? '',
      },
      test: row?.test ?? false,
      inside: runs.filter(([, , , live]) => live).map(([enrolment, , key]) => ({ enrolment, key })),
      pending: new Map(),
      lastEnteredAt: (key) => {
        const times = entries.filter((e) => e.key === key).map((e) => e.at);
        return times.length > 0 ? Math.max(...times) : null;
      },
      add(fresh, now) {
        const id = -1 - standing.pending.size;
        standing.pending.set(id, fresh);
        standing.inside = [...standing.inside, { enrolment: id, key: fresh.key }];
        entries.push({ key: fresh.key, at: now });
      },
    };
    made.set(`${customer} ${chain}`, standing);
    return standing;
  };
}

/** Inserts in the order given, seated in cohorts; answers by event and chain. One that is there already is left alone. */
export async function insertEnrolments(
  trx: Db,
  fresh: readonly NewEnrolment[],
  { seats, now }: Pick<EnrolDeps, 'seats' | 'now'>,
): Promise<Map<string, Wake>> {
  if (fresh.length === 0) return new Map();
  const cohorts: number[] = new Array(fresh.length);
  for (const version of new Set(fresh.map((f) => f.version))) {
    const mine = fresh.flatMap((f, i) => (f.version === version ? [i] : []));
    const taken = await seats.take(version, mine.length);
    mine.forEach((i, n) => {
      cohorts[i] = taken[n] as number;
    });
  }
  const at = new Date(now);
  const { rows } = await sql<{ id: number; cohort: number; chain: number; event: number }>`
    insert into enrolments (customer, chain, version, cohort, month, key, event, entered_at, trigger_at, entry, control,
      state, outcome, ended_at, step, due, heard)
    select customer, chain, version, cohort, ${monthOf(now)}::date, key, event, ${at}::timestamptz,
      to_timestamp(trigger_at / 1000), entry::jsonb, control, case when ended is null then 'live' else 'ended' end, ended,
      case when ended is null then null else ${at}::timestamptz end, 0, ${at}::timestamptz, heard
    from unnest(${fresh.map((f) => f.customer)}::bigint[], ${fresh.map((f) => f.chain)}::bigint[],
      ${fresh.map((f) => f.version)}::bigint[], ${cohorts}::bigint[], ${fresh.map((f) => f.key)}::text[],
      ${fresh.map((f) => f.event)}::bigint[], ${fresh.map((f) => f.triggerAt)}::double precision[],
      ${fresh.map((f) => JSON.stringify(f.entry))}::text[], ${fresh.map((f) => f.control)}::text[],
      ${fresh.map((f) => f.ended)}::text[], ${fresh.map((f) => f.heard)}::bigint[])
      as n (customer, chain, version, cohort, key, event, trigger_at, entry, control, ended, heard)
    on conflict (chain, event) do nothing
    returning id, cohort, chain, event`.execute(trx);
  return new Map(rows.map((r) => [`${r.event} ${r.chain}`, { cohort: r.cohort, enrolment: r.id }]));
}

/** Ends live enrolments from outside; their cohorts are to be woken, to let go of them. */
export async function endEnrolments(trx: Db, ids: readonly number[], outcome: string, now: number): Promise<Wake[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<Wake>`
    update enrolments set state = 'ended', outcome = ${outcome}, ended_at = ${new Date(now)}, rev = rev + 1
    where id = any(${ids}::bigint[]) and state = 'live' returning cohort, id as enrolment`.execute(trx);
  await withdrawPending(
    trx,
    rows.map((r) => r.enrolment),
    outcome,
    now,
  );
  return rows;
}

async function recordDecisions(trx: Db, decided: readonly Decided[], inserted: Map<string, Wake>): Promise<void> {
  await sql`
    insert into entry_decisions (event, received_at, chain, decision, enrolment)
    select event, to_timestamp(at / 1000), chain, decision, enrolment
    from unnest(${decided.map((d) => d.event.seq)}::bigint[], ${decided.map((d) => d.event.receivedAt)}::double precision[],
      ${decided.map((d) => d.chain)}::bigint[], ${decided.map((d) => d.decision)}::text[],
      ${decided.map((d) => inserted.get(`${d.event.seq} ${d.chain}`)?.enrolment ?? null)}::bigint[])
      as n (event, at, chain, decision, enrolment)
    on conflict do nothing`.execute(trx);
}

/** Live enrolments of these customers whose plan listens to what arrived. */
async function listeners(trx: Db, events: readonly StoredEvent[], plans: Plans): Promise<Wake[]> {
  const heard = events.filter((e) => !e.call.historical);
  if (heard.length === 0) return [];
  const { rows } = await sql<Wake & { customer: number; version: number }>`
    select id as enrolment, cohort, customer, version from enrolments
    where state = 'live' and customer = any(${[...new Set(heard.map((e) => e.customer))]}::bigint[])`.execute(trx);
  if (rows.length === 0) return [];
  const versions = await plans.versions(rows.map((r) => r.version));
  const names = new Map<number, Set<string>>();
  for (const e of heard) names.set(e.customer, (names.get(e.customer) ?? new Set()).add(e.call.name));
  return rows.filter((row) => {
    const listens = versions.get(row.version)?.plan.listens ?? [];
    return listens.some((name) => names.get(row.customer)?.has(name));
  });
}
