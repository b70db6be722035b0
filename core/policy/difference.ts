/** Recorded history against the same history under other rules: contacts gained, lost and moved. Pure. */
import type { Replayed } from '#core/policy/replay.ts';

export type Tally = {
  /** Contacts that were made, and that would have been made. */
  recorded: number;
  replayed: number;
  gained: number;
  lost: number;
  /** Made in both, on another day. */
  moved: number;
};

export type Difference = {
  /** Touches judged again or taken as they were. */
  touches: number;
  total: Tally;
  byChannel: Map<string, Tally>;
  byChain: Map<number, Tally>;
  /** By the week's first day. */
  byWeek: Map<string, Tally>;
};

export type CustomerChange = { customer: number; gained: number; lost: number };

export function noDifference(): Difference {
  return { touches: 0, total: tally(), byChannel: new Map(), byChain: new Map(), byWeek: new Map() };
}

const DAY = 86_400_000;

/** Adds what became of one customer, or household; answers whose contacts changed. `week` names the week of a moment. */
export function addUp(into: Difference, replayed: readonly Replayed[], week: (at: number) => string): CustomerChange[] {
  const changed = new Map<number, CustomerChange>();
  for (const { of, at } of replayed) {
    into.touches += 1;
    const was = of.contacted ? of.last : null;
    if (was === null && at === null) continue;
    for (const [one, share] of [
      [into.total, 'all'],
      [entry(into.byChannel, of.channel), 'all'],
      [entry(into.byChain, of.chain), 'all'],
      ...(was === null ? [] : [[entry(into.byWeek, week(was)), 'was'] as const]),
      ...(at === null ? [] : [[entry(into.byWeek, week(at)), 'is'] as const]),
    ] as const) {
      if (was !== null && share !== 'is') one.recorded += 1;
      if (at !== null && share !== 'was') one.replayed += 1;
      if (was === null && share !== 'was') one.gained += 1;
      if (at === null && share !== 'is') one.lost += 1;
      if (was !== null && at !== null && share !== 'was' && Math.abs(at - was) >= DAY) one.moved += 1;
    }
    if ((was === null) === (at === null)) continue;
    const known = changed.get(of.customer) ?? { customer: of.customer, gained: 0, lost: 0 };
    if (was === null) known.gained += 1;
    else known.lost += 1;
    changed.set(of.customer, known);
  }
  return [...changed.values()];
}

function tally(): Tally {
  return { recorded: 0, replayed: 0, gained: 0, lost: 0, moved: 0 };
}

function entry<K>(map: Map<K, Tally>, key: K): Tally {
  let found = map.get(key);
  if (!found) {
    found = tally();
    map.set(key, found);
  }
  return found;
}
