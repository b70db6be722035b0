/** Recorded history against the same history under other rules: contacts gained, lost and moved. Pure. */
import { DAY } from '#core/clock.ts';
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

/** Adds what became of one customer, or household; answers whose contacts changed. `week` names the week of a moment. */
export function addUp(into: Difference, replayed: readonly Replayed[], week: (at: number) => string): CustomerChange[] {
  const changed = new Map<number, CustomerChange>();
  for (const { of, at } of replayed) {
    into.touches += 1;
    const was = of.contacted ? of.last : null;
    if (was === null && at === null) continue;
    note(into.total, was, at);
    note(entry(into.byChannel, of.channel), was, at);
    note(entry(into.byChain, of.chain), was, at);
    const weeks = [was, at].map((time) => (time === null ? null : week(time)));
    if (weeks[0] === weeks[1]) note(entry(into.byWeek, weeks[0]!), was, at);
    else {
      // Lost in the week it was made in, gained or moved in the week it would be made in.
      if (was !== null) leave(entry(into.byWeek, weeks[0]!), at);
      if (at !== null) arrive(entry(into.byWeek, weeks[1]!), was, at);
    }
    if ((was === null) === (at === null)) continue;
    const known = changed.get(of.customer) ?? { customer: of.customer, gained: 0, lost: 0 };
    if (was === null) known.gained += 1;
    else known.lost += 1;
    changed.set(of.customer, known);
  }
  return [...changed.values()];
}

function note(one: Tally, was: number | null, at: number | null): void {
  if (was !== null) leave(one, at);
  if (at !== null) arrive(one, was, at);
}

function leave(one: Tally, at: number | null): void {
  one.recorded += 1;
  if (at === null) one.lost += 1;
}

function arrive(one: Tally, was: number | null, at: number): void {
  one.replayed += 1;
  if (was === null) one.gained += 1;
  else if (Math.abs(at - was) >= DAY) one.moved += 1;
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
