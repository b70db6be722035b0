/** What is known of a persona at the moment a touch is judged, and what a touch leaves behind; the try-out's store. */
import { dueAt } from '#core/calendar.ts';
import { channelOf, countedChannel } from '#core/channels/index.ts';
import { HOUR } from '#core/clock.ts';
import type { ConsentSettings, Word } from '#core/consent.ts';
import type { Facts, PastTouch, SeenEvent } from '#core/facts.ts';
import { isHoliday } from '#core/holidays.ts';
import type { TouchAsk, TouchOutcome } from '#core/machine.ts';
import { needsOf } from '#core/needs.ts';
import type { Place } from '#core/place.ts';
import { DEFAULT_VALIDITY, type TouchSpec } from '#core/plan.ts';
import { judge } from '#core/policy/index.ts';
import type { Contact, DecisionRecord, Refusal, Standing } from '#core/policy/rule.ts';
import { policyFor } from '#core/policy/variant.ts';
import { formerBefore, type Purchase, relationOf } from '#core/relation.ts';
import type { Became, Happening, TryOut } from '#core/simulate.ts';

export type Decided = {
  step: string;
  at: number;
  visit: number;
  due: number;
  became: Became;
  record: DecisionRecord;
  outcome: TouchOutcome;
};

type Set = Pick<TryOut, 'plan' | 'policy' | 'persona' | 'closes' | 'families'> & {
  settings: Pick<ConsentSettings, 'regimes' | 'purchase' | 'formerAfterMonths'>;
  chain: number;
  facts: Facts;
  place: Place;
  entered: SeenEvent;
};

export function createStand({
  plan,
  policy,
  persona,
  closes = {},
  families = {},
  settings,
  chain,
  facts,
  place,
  entered,
}: Set) {
  const contacts: Contact[] = [...persona.contacts];
  const words: Word[] = [...persona.consents];
  const purchases: Purchase[] = [...persona.purchases];
  const refusals: Refusal[] = [];
  const events: SeenEvent[] = [entered];
  const held = new Map<string, number>();
  const asked = needsOf(plan).events;
  /** Tasks that somebody has still to close. */
  const open: { touch: PastTouch; kind: string; at: number; outcome: string | null; spec: TouchSpec }[] = [];
  let suppressed = persona.suppressed;
  buys(entered);

  function buys({ name, at, properties }: SeenEvent): void {
    if (name !== settings.purchase.event) return;
    const family = properties[settings.purchase.familyProperty];
    purchases.push({ family: typeof family === 'string' ? family : '', at });
  }

  /** Tasks whose time has come are closed, as their people would have by now. */
  function close(now: number): void {
    for (const task of open.splice(0)) {
      if (task.at > now) open.push(task);
      else {
        task.touch.completedAt = task.at;
        task.touch.outcome = task.outcome;
        if (task.kind === 'call' && task.outcome !== null) {
          refusals.push({ channel: 'call', outcome: task.outcome, at: task.at });
        }
      }
    }
  }

  function standing(touch: TouchSpec, channel: string, now: number): Standing {
    const needs = channelOf(touch.channel)?.needs ?? null;
    const lastEvents = new Map<string, number>();
    for (const event of events) lastEvents.set(event.name, Math.max(event.at, lastEvents.get(event.name) ?? 0));
    return {
      consents: words,
      terms: { regimes: settings.regimes, families },
      relation: relationOf(
        purchases.filter(({ at }) => at <= now),
        formerBefore(now, settings.formerAfterMonths),
      ),
      suppressed: channel === 'email' ? suppressed : null,
      ...{ answers: [], expiredOffers: new Set<string>(), household: null, ahead: [], capacity: [], limits: null },
      ...{ contacts, lastEvents, refusals, halt: null, test: false },
      pending: open.map(({ kind }) => kind),
      address: needs === null ? null : persona[needs],
    };
  }

  function judgeOne({ walker, step: index, touch, undated }: TouchAsk, now: number): Decided {
    close(now);
    const step = plan.steps[index]!.step;
    const name = `${index} ${walker.visit}`;
    const due = held.get(name) ?? walker.due;
    const channel = channelOf(touch.channel);
    if (!channel) throw new Error(`No channel "${touch.channel}": compile lets no such plan through.`);
    const counts = countedChannel(touch);
    const customer = facts.customer;
    const record = judge(
      {
        ...{ customer, enrolment: 1, chain, touch, channel: counts, facts, place, due, undated, now },
        needsAddress: channel.needs !== null,
        control: persona.control,
        validUntil: validUntil(touch, due, now),
        held: held.has(name),
        grace: 10 * 60_000,
      },
      standing(touch, counts, now),
      policyFor(policy, { customer, household: null }, now),
    );
    const { verdict } = record;
    const became = verdict.kind === 'send' ? 'sent' : verdict.kind === 'hold' ? 'held' : verdict.state;
    held.delete(name);
    if (verdict.kind === 'hold') held.set(name, due);
    note(step, walker.visit, touch, counts, became, now);
    const outcome: TouchOutcome =
      verdict.kind === 'hold'
        ? { kind: 'hold', until: verdict.until }
        : { kind: 'port', port: verdict.kind === 'skip' ? verdict.port : 'done' };
    return { step, at: now, visit: walker.visit, due, became, record, outcome };
  }

  function validUntil(touch: TouchSpec, due: number, now: number): number {
    if (touch.validUntil) {
      const until = dueAt(touch.validUntil, facts, due, now, isHoliday);
      if (until.kind === 'at' && until.at > due) return until.at;
    }
    return due + DEFAULT_VALIDITY;
  }

  function note(step: string, visit: number, touch: TouchSpec, counts: string, became: Became, now: number): void {
    const { class: klass, brand, topics, offer = null, weight } = touch;
    const sent = became === 'sent';
    const isTask = touch.channel === 'task';
    const past: PastTouch = {
      ...{ step, visit, state: sent ? 'handed' : became, outcome: null },
      handedAt: sent || became === 'control' ? now : null,
      completedAt: became === 'held' || (sent && isTask) ? null : now,
    };
    facts.touches = [...facts.touches.filter((t) => t.step !== step || t.visit !== visit), past];
    if (!sent) return;
    contacts.push({ at: now, channel: counts, class: klass, brand, topics, offer, weight });
    if (!isTask) return;
    const how = closes[step] === undefined ? { hours: 24, outcome: firstOutcome(touch) } : closes[step];
    const at = how === null ? Number.POSITIVE_INFINITY : now + how.hours * HOUR;
    open.push({ touch: past, kind: counts, at, outcome: how?.outcome ?? null, spec: touch });
  }

  return {
    judge: judgeOne,
    /** A date may count from it, a situation may end with it. */
    nextClosing(now: number): number | undefined {
      close(now);
      const times = open.map(({ at }) => at).filter(Number.isFinite);
      return times.length > 0 ? Math.min(...times) : undefined;
    },
    hear(event: SeenEvent): void {
      events.push(event);
      buys(event);
      // What conditions may ask about, as the live world reads it back.
      if (asked.includes(event.name)) facts.seen.push(event);
    },
    told(happening: Exclude<Happening, { kind: 'event' }>): void {
      close(happening.at);
      if (happening.kind === 'bounces') {
        suppressed = 'hard_bounce';
        return;
      }
      if (happening.kind === 'complains') suppressed = 'complaint';
      const channel = happening.kind === 'complains' ? 'email' : happening.channel;
      const given = happening.kind === 'consents';
      words.push({ brand: '*', channel, topic: '*', given, expiresAt: null, at: happening.at });
      if (given) return;
      // What lay on a work list is taken off it, and dates that count from it count from now.
      for (const task of open.splice(0)) {
        const meant = task.spec.class !== 'service' && (channel === '*' || task.kind === channel);
        if (!meant) open.push(task);
        else Object.assign(task.touch, { state: 'withdrawn', outcome: 'withdrawn', completedAt: happening.at });
      }
    },
  };
}

function firstOutcome({ content }: TouchSpec): string | null {
  const { outcomes } = content as { outcomes?: string[] };
  return outcomes?.[0] ?? 'done';
}
