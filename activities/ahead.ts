/** What is planned for the customers of a burst, from where their enrolments stand. */
import type { Burst, Item } from '#activities/burst.ts';
import { countedChannel } from '#core/channels/index.ts';
import { DAY } from '#core/clock.ts';
import type { Facts } from '#core/facts.ts';
import { isHoliday } from '#core/holidays.ts';
import type { Plan } from '#core/plan.ts';
import { sureTouches } from '#core/policy/ahead.ts';
import type { Planned } from '#core/policy/rule.ts';
import type { Plans } from '#store/plans.ts';
import type { StandingRows } from '#store/standing/index.ts';
import type { LiveEnrolment } from '#store/standing/live.ts';

export type Ahead = (item: Item) => Planned[];

/** Plans are kept by the process: after the first burst this asks nothing of the store. */
export async function lookAhead(
  plans: Plans,
  { live }: StandingRows,
  burst: Burst,
  { now, days }: { now: number; days: number },
): Promise<Ahead> {
  if (days <= 0 || live.size === 0) return () => [];
  const ids = new Set([...live.values()].flatMap((list) => list.map((one) => one.version)));
  const versions = await plans.versions([...ids]);
  const until = now + days * DAY;

  function planned(one: LiveEnrolment, plan: Plan, base: Facts): Planned[] {
    const facts: Facts = { ...base, entry: one.entry, params: plan.params, touches: [] };
    const chain = versions.get(one.version)!.chain;
    return sureTouches(plan, one, facts, until, isHoliday).map(({ step, at, touch }) => ({
      ...{ at, chain, step, enrolment: one.enrolment, channel: countedChannel(touch) },
      ...{
        class: touch.class,
        brand: touch.brand,
        topics: touch.topics,
        offer: touch.offer ?? null,
        weight: touch.weight,
      },
    }));
  }

  return (item) => {
    const facts = burst.facts(item.enrolment);
    const all = (live.get(item.row.customer) ?? []).flatMap((one) => {
      const plan = versions.get(one.version)?.plan;
      // What follows in its own chain is no rival: it cannot come before this touch has been decided.
      return plan && one.enrolment !== item.enrolment ? planned(one, plan, facts) : [];
    });
    return all.sort((a, b) => a.at - b.at);
  };
}
