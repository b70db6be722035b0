/** What the judge knows of one customer, out of what was read for the whole burst. A new fact is a line here. */
import type { Facts } from '#core/facts.ts';
import { type Place, placeFrom } from '#core/place.ts';
import type { Capacity } from '#core/policy/capacity.ts';
import type { Planned, Standing } from '#core/policy/rule.ts';
import { formerBefore, relationOf } from '#core/relation.ts';
import type { StandingRows } from '#store/standing/index.ts';

export type Of = {
  customer: number;
  /** The technical channel, and the kind of address it needs; null: none. */
  channel: string;
  needs: string | null;
  ahead: readonly Planned[];
  capacity: readonly Capacity[];
  test: boolean;
};

const NOTHING: ReadonlyMap<string, number> = new Map();

export function standings(rows: StandingRows, now: number): (of: Of) => Standing {
  const former = formerBefore(now, rows.terms.formerAfterMonths);
  return ({ customer, channel, needs, ahead, capacity, test }) => ({
    consents: rows.consents.get(customer) ?? [],
    terms: rows.terms,
    relation: relationOf(rows.purchases.get(customer) ?? [], former),
    suppressed: needs ? (rows.suppressed.get(`${customer} ${needs}`) ?? null) : null,
    answers: rows.answers.get(customer) ?? [],
    expiredOffers: rows.expiredOffers,
    contacts: rows.contacts.get(customer) ?? [],
    household: rows.household.get(customer) ?? null,
    ahead,
    lastEvents: rows.lastEvents.get(customer) ?? NOTHING,
    pending: rows.pending.get(customer) ?? [],
    refusals: rows.refusals.get(customer) ?? [],
    capacity,
    limits: rows.limits.get(customer) ?? null,
    halt: rows.halt(channel),
    address: needs ? (rows.addresses.get(`${customer} ${needs}`) ?? null) : null,
    test,
  });
}

/** `own`: what the customer says of themselves; of addresses, the ledger's come before the profile's. */
export function placeFor(
  rows: StandingRows,
  own: { customer: number; zone: string | null; country: string | null },
  facts: Facts,
): Place {
  return placeFrom(
    {
      ...{ zone: own.zone, country: own.country, traits: facts.traits },
      postal: rows.addresses.get(`${own.customer} postal`) ?? null,
      phone: rows.addresses.get(`${own.customer} phone`) ?? null,
    },
    facts,
  );
}
