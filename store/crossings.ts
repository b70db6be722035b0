/** Chains that act on chains: a step enrols its customers elsewhere, or takes them out. */
import { sql } from 'kysely';
import { decideEntry } from '#core/entry.ts';
import type { Json } from '#core/facts.ts';
import type { Seats } from '#store/cohorts.ts';
import type { Db } from '#store/db.ts';
import { controlOf, endEnrolments, insertEnrolments, type Wake } from '#store/enrol.ts';
import type { Plans } from '#store/plans.ts';
import { readHoldOut } from '#store/settings.ts';
import { lockCustomers } from '#store/touches.ts';

export type Crossing = {
  customer: number;
  /** The enrolment that crosses, and where: names the crossing, so that a retry makes it once. */
  from: { enrolment: number; step: number; visit: number };
  chain: number;
  entry: Record<string, Json>;
};

export type CrossingDeps = { plans: Plans; seats: Seats; now: number };

/** Enrols by the target chain's own rules of re-entry; the entry's filter is not asked, for there is no event. */
export async function enterChains(db: Db, crossings: readonly Crossing[], deps: CrossingDeps): Promise<Wake[]> {
  const { now } = deps;
  return db.transaction().execute(async (trx) => {
    const erased = await lockCustomers(
      trx,
      crossings.map((c) => c.customer),
    );
    const { rows: chains } = await sql<{ id: number; live_version: number }>`
      select id, live_version from chains where id = any(${crossings.map((c) => c.chain)}::bigint[])
        and live_version is not null and state in ('live', 'paused')`.execute(trx);
    const versions = await deps.plans.versions(chains.map((c) => c.live_version));
    const { rows: runs } = await sql<{
      id: number;
      customer: number;
      chain: number;
      event: number | null;
      key: string;
      live: boolean;
      at: number;
    }>`
      select id, customer, chain, event, key, state = 'live' as live, (extract(epoch from entered_at) * 1000)::float8 as at
      from enrolments where customer = any(${crossings.map((c) => c.customer)}::bigint[])
        and chain = any(${crossings.map((c) => c.chain)}::bigint[])`.execute(trx);
    const holdOut = await readHoldOut(trx);
    const { rows: seqs } = await sql<{ last: number }>`
      select coalesce(max(seq), 0) as last from events where customer = any(${crossings.map((c) => c.customer)}::bigint[])`.execute(
      trx,
    );
    const ended: number[] = [];
    const fresh = crossings.flatMap((c) => {
      const target = chains.find((row) => row.id === c.chain);
      const version = target && versions.get(target.live_version);
      if (!version || erased.includes(c.customer)) return [];
      // A retry finds its crossing made.
      if (runs.some((r) => r.chain === c.chain && r.event === crossingNumber(c.from))) return [];
      const { event: _event, filter: _filter, key: _key, ...rule } = version.plan.entry;
      const mine = runs.filter((r) => r.customer === c.customer && r.chain === c.chain);
      const { decision, ends } = decideEntry(rule, {
        event: { seq: 0, name: '', at: now, properties: c.entry },
        customer: c.customer,
        traits: {},
        params: {},
        zone: '',
        country: '',
        locale: '',
        now,
        historical: false,
        chain: 'live',
        inside: mine.filter((r) => r.live).map((r) => ({ enrolment: r.id, key: r.key })),
        lastEnteredAt: mine.length > 0 ? Math.max(...mine.map((r) => r.at)) : null,
      });
      if (decision !== 'entered' && decision !== 'restarted') return [];
      ended.push(...ends.filter((id) => id > 0));
      for (const run of runs) if (ends.includes(run.id)) run.live = false;
      // The customer's next crossing of this burst finds this one made.
      const mark = {
        id: -1 - runs.length,
        customer: c.customer,
        chain: c.chain,
        event: crossingNumber(c.from),
        key: '',
      };
      runs.push({ ...mark, live: true, at: now });
      const control = controlOf(c.customer, version, holdOut);
      const common = { customer: c.customer, chain: c.chain, version: version.id, key: '', entry: c.entry, control };
      return [{ ...common, event: crossingNumber(c.from), heard: seqs[0]?.last ?? 0, triggerAt: now, ended: null }];
    });
    const inserted = await insertEnrolments(trx, fresh, deps);
    return [...(await endEnrolments(trx, ended, 'restarted', now)), ...inserted.values()];
  });
}

/** Takes the customers out of the chains. */
export async function leaveChains(db: Db, crossings: readonly Crossing[], now: number): Promise<Wake[]> {
  return db.transaction().execute(async (trx) => {
    await lockCustomers(
      trx,
      crossings.map((c) => c.customer),
    );
    const { rows } = await sql<{ id: number }>`
      select e.id from unnest(${crossings.map((c) => c.customer)}::bigint[], ${crossings.map((c) => c.chain)}::bigint[])
        as k (customer, chain)
      join enrolments e on e.customer = k.customer and e.chain = k.chain and e.state = 'live'`.execute(trx);
    return endEnrolments(
      trx,
      rows.map((r) => r.id),
      'left',
      now,
    );
  });
}

/** A negative number in place of an event's seq: unique by (enrolment, step, visit) for plans of 512 steps and loops of 2,048 rounds. */
function crossingNumber({ enrolment, step, visit }: Crossing['from']): number {
  return -(enrolment * 1_048_576 + (step % 512) * 2_048 + (visit % 2_048));
}
