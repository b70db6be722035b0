/** Runs a what-if: history is streamed, replayed group by group, added up and kept with the customers it would have changed. */
import { DAY } from '#core/clock.ts';
import { isoDay, toLocal } from '#core/date.ts';
import type { Json } from '#core/facts.ts';
import { periodAround } from '#core/period.ts';
import { addUp, type CustomerChange, type Difference, noDifference, type Tally } from '#core/policy/difference.ts';
import type { RuleDocument } from '#core/policy/documents.ts';
import { replay } from '#core/policy/replay.ts';
import { wantsOf } from '#core/policy/wants.ts';
import type { Db } from '#store/db.ts';
import { countJudged, readHistory } from '#store/history.ts';
import { readCompany } from '#store/settings.ts';
import { closeWhatIf, lockWhatIf, noteChanges, openWhatIf } from '#store/whatifs.ts';

export type Ask = { rules: RuleDocument[]; since: number; until: number; by: string | null };

export type Result = {
  touches: number;
  customers: { gaining: number; losing: number };
  total: Tally;
  byChannel: (Tally & { channel: string })[];
  byChain: (Tally & { chain: number })[];
  byWeek: (Tally & { week: string })[];
};

/** Changes are written so many at a time. */
const WRITTEN_AT_ONCE = 5_000;
/** Offsets of all zones are multiples of it: what falls into one such span lies in one week. */
const QUARTER = 900_000;

/** null: another what-if is at work. */
export async function runWhatIf(
  db: Db,
  now: number,
  ask: Ask,
  progress?: (share: number) => void,
): Promise<{ id: number; result: Result } | null> {
  return db.transaction().execute(async (lock) => {
    if (!(await lockWhatIf(lock))) return null;
    const id = await openWhatIf(db, now, { ...ask, rules: ask.rules as unknown as Json });
    const result = await compare(db, id, ask, progress);
    await closeWhatIf(db, id, result as unknown as Json);
    return { id, result };
  });
}

async function compare(
  db: Db,
  id: number,
  { rules, since, until }: Ask,
  progress: ((share: number) => void) | undefined,
): Promise<Result> {
  const wants = wantsOf(rules);
  const company = await readCompany(db);
  const policy = { version: 0, rules };
  const week = weeksIn(company.zone);
  const found = noDifference();
  const customers = { gaining: 0, losing: 0 };
  let changes: CustomerChange[] = [];
  const span = { from: since - wants.days * DAY, until };
  const people = progress ? await countJudged(db, span) : 0;
  let seen = 0;
  await readHistory(db, span, wants, company, async (groups, known) => {
    const of = (customer: number) => known.get(customer)!;
    for (const { touches, shared } of groups)
      changes.push(...addUp(found, replay(touches, of, policy, { since, days: wants.days, shared }), week));
    seen += known.size;
    progress?.(Math.min(0.99, seen / Math.max(1, people)));
    if (changes.length >= WRITTEN_AT_ONCE) {
      count(customers, changes);
      await noteChanges(db, id, changes);
      changes = [];
    }
  });
  count(customers, changes);
  await noteChanges(db, id, changes);
  return { touches: found.touches, customers, ...shown(found) };
}

function count(customers: Result['customers'], changes: readonly CustomerChange[]): void {
  for (const { gained, lost } of changes) {
    if (gained > 0) customers.gaining += 1;
    if (lost > 0) customers.losing += 1;
  }
}

function weeksIn(zone: string): (at: number) => string {
  const known = new Map<number, string>();
  return (at) => {
    const quarter = Math.floor(at / QUARTER);
    let day = known.get(quarter);
    if (day === undefined) {
      day = isoDay(toLocal(periodAround(at, 'week', zone).from, zone));
      known.set(quarter, day);
    }
    return day;
  };
}

function shown({ total, byChannel, byChain, byWeek }: Difference) {
  const sorted = <K extends string | number>(map: Map<K, Tally>) => [...map].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    total,
    byChannel: sorted(byChannel).map(([channel, tally]) => ({ channel, ...tally })),
    byChain: sorted(byChain).map(([chain, tally]) => ({ chain, ...tally })),
    byWeek: sorted(byWeek).map(([week, tally]) => ({ week, ...tally })),
  };
}
