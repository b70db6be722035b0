/**
 * The pressure caps: at most `max` contacts in a window. Exact, because it is asked under the customer's lock with a
 * count read after it. Weights decide between rivals: a heavier contact that is sure to come goes first.
 */
import { z } from 'zod';
import { DAY } from '#core/clock.ts';
import { conditionSchema, evaluate } from '#core/condition.ts';
import type { Json } from '#core/facts.ts';
import { PERIODS, type Period, periodAround } from '#core/period.ts';
import { amountOf, amountSchema } from '#core/policy/amount.ts';
import type { RuleDocument } from '#core/policy/documents.ts';
import { classes, counted, off, ruleId } from '#core/policy/fields.ts';
import {
  type Answer,
  type Asked,
  type Candidate,
  type Contact,
  documentsOf,
  type Planned,
  type Rule,
  type Standing,
} from '#core/policy/rule.ts';

export const capDocument = z
  .strictObject({
    id: ruleId,
    off,
    kind: z.literal('cap'),
    /** Contacts at most; 0 lets nothing through. */
    max: amountSchema,
    /** A rolling window of so many times 24 hours: a contact exactly that old is out. */
    days: z.number().positive().max(366).exactOptional(),
    /** Instead of `days`: this calendar period, in the customer's zone. */
    calendar: z.enum(PERIODS).exactOptional(),
    /** With `days`: both ends are moved out to those of the calendar period they lie in. */
    extend: z.enum(PERIODS).exactOptional(),
    /** With `days`: it must hold in every such window the contact lies in, booked future contacts included. */
    every: z.boolean().exactOptional(),
    per: z.enum(['customer', 'household']).exactOptional(),
    /** Whom it is about; absent: everybody. */
    who: conditionSchema.exactOptional(),
    /** Channels and topics it judges and counts; absent: all. */
    channels: z.array(counted).min(1).exactOptional(),
    topics: z.array(z.string().min(1).max(64)).min(1).max(50).exactOptional(),
    brands: z.array(z.string().min(1).max(64)).min(1).max(50).exactOptional(),
    /** Classes it judges; absent: information and commercial. Those it does not judge are exempt from it. */
    classes: classes.exactOptional(),
    /** Classes it counts; absent: those it judges. Exempt contacts may count all the same. */
    counts: classes.exactOptional(),
    /** Its own weight of a contact; absent: the contact's. The heavier goes first. */
    weight: amountSchema.exactOptional(),
    /** false: it does not look at what is planned. */
    lookAhead: z.boolean().exactOptional(),
  })
  .refine((cap) => (cap.days === undefined) !== (cap.calendar === undefined), {
    message: 'expected either days (a rolling window) or calendar (day, week, month, quarter, year)',
    path: ['days'],
  })
  .refine((cap) => cap.days !== undefined || (cap.extend === undefined && cap.every === undefined), {
    message: 'extend and every go with days',
    path: ['extend'],
  });

export type CapRule = z.output<typeof capDocument>;

export const pressure: Rule = {
  name: 'pressure',
  replayed: ['capped', 'rival'],
  say: ({ inputs, flip }, { lang, date }) => {
    const cap = ((inputs.caps ?? []) as Record<string, Json>[]).find((one) => one.id === flip?.cap) ?? {};
    const rival = cap.rival as Record<string, Json> | undefined;
    const later = typeof flip?.first_free === 'number' ? flip.first_free : null;
    if (lang === 'fr') {
      const why = rival
        ? `une sollicitation plus importante est prévue le ${date(Number(rival.at))}`
        : `le plafond de ${cap.max} sollicitation${Number(cap.max) > 1 ? 's' : ''} ${span(cap, 'fr')} est atteint`;
      return later === null ? why : `${why} ; la place se libère le ${date(later)}`;
    }
    const why = rival
      ? `a heavier contact is planned for ${date(Number(rival.at))}`
      : `the limit of ${cap.max} contact${cap.max === 1 ? '' : 's'} ${span(cap, 'en')} is reached`;
    return later === null ? why : `${why}; the first free moment is ${date(later)}`;
  },
  ask(candidate, standing, policy) {
    if (standing.test) return { verdict: null, asked: { rule: 'pressure', verdict: 'exempt', inputs: { test: true } } };
    const caps = documentsOf(policy.rules, 'cap');
    if (caps.length === 0) return null;
    const judging = caps.filter((cap) => judges(cap, candidate));
    if (judging.length === 0) return { verdict: null, asked: { rule: 'pressure', verdict: 'exempt', inputs: {} } };
    const found = judging.map((cap) => measure(cap, candidate, standing));
    const inputs = { caps: found.map(({ shown }) => shown) };
    const full = found.filter(({ free }) => free > candidate.now);
    if (full.length === 0) return { verdict: null, asked: { rule: 'pressure', verdict: 'pass', inputs } };
    return excess(candidate, full, inputs);
  },
};

const UNITS = {
  en: { day: 'day', week: 'week', month: 'month', quarter: 'quarter', year: 'year' },
  fr: { day: 'jour', week: 'semaine', month: 'mois', quarter: 'trimestre', year: 'année' },
};

function span({ days, calendar }: Record<string, Json>, lang: 'en' | 'fr'): string {
  if (calendar) return `${lang === 'fr' ? 'par' : 'a'} ${UNITS[lang][calendar as Period]}`;
  return lang === 'fr' ? `en ${days} jours` : `in ${days} days`;
}

const YEAR = 366;
const LENGTH: Record<Period, number> = { day: 1, week: 7, month: 31, quarter: 92, year: YEAR };

/** How far back, in days, the facts must reach for these rules. */
export function longestWindow(rules: readonly RuleDocument[]): number {
  return Math.max(
    0,
    ...documentsOf(rules, 'cap').map(({ days, calendar, extend }) =>
      // A local day may last 25 hours.
      calendar ? LENGTH[calendar] + 1 : (days ?? 0) + (extend ? LENGTH[extend] + 1 : 0),
    ),
  );
}

/** How far ahead, in days, what is planned matters to these rules. */
export function lookAheadDays(rules: readonly RuleDocument[]): number {
  const looking = documentsOf(rules, 'cap').filter((cap) => cap.lookAhead !== false);
  return longestWindow(looking);
}

const JUDGED = ['information', 'commercial'] as const;

function judges(cap: CapRule, candidate: Candidate): boolean {
  if (!(cap.classes ?? JUDGED).includes(candidate.touch.class as never)) return false;
  if (!about(cap, candidate.channel, candidate.touch)) return false;
  return cap.who === undefined || evaluate(cap.who, candidate.facts, null, candidate.now);
}

/** `channel`: as the customer sees it, which may be another than the touch's own. */
function about(cap: CapRule, channel: string, of: { topics: readonly string[]; brand: string }): boolean {
  if (cap.channels && !cap.channels.includes(channel)) return false;
  if (cap.topics && !of.topics.some((topic) => cap.topics!.includes(topic))) return false;
  return cap.brands === undefined || cap.brands.includes(of.brand);
}

function counts(cap: CapRule, contact: Contact): boolean {
  return (cap.counts ?? cap.classes ?? JUDGED).includes(contact.class as never) && about(cap, contact.channel, contact);
}

type Measured = { cap: CapRule; free: number; rival: Planned | null; shown: Record<string, Json> };

/** `free`: the first moment at which one more contact fits; `now` when it fits already, Infinity for never. */
function measure(cap: CapRule, candidate: Candidate, standing: Standing): Measured {
  const { now, facts } = candidate;
  const max = Math.floor(amountOf(cap.max, facts, now));
  const weight = cap.weight === undefined ? candidate.touch.weight : amountOf(cap.weight, facts, now);
  const all = (cap.per === 'household' && standing.household) || standing.contacts;
  const times = timesOf(cap, all);
  const heavier = rivals(cap, weight, candidate, standing);
  const planned = heavier.length === 0 ? times : [...times, ...heavier.map((p) => p.at)].sort(ascending);
  const limit = { cap, max, zone: facts.zone };
  const count = countIn(cap, windowOf(cap, now, facts.zone), times, now);
  const shown: Record<string, Json> = { id: cap.id, max, count, weight };
  if (cap.calendar) shown.calendar = cap.calendar;
  else shown.days = cap.days ?? 0;
  if (cap.extend) shown.extend = cap.extend;
  if (cap.per === 'household') shown.per = 'household';
  if (count >= max) return { cap, free: firstFree(limit, planned, now), rival: null, shown };
  const rival = heavier.find((p) => crowdsOut(limit, p, planned, now));
  if (!rival) return { cap, free: now, rival: null, shown };
  shown.rival = { chain: rival.chain, step: rival.step, at: rival.at, weight: rival.weight };
  return { cap, free: firstFree(limit, planned, rival.at), rival, shown };
}

export type Gauge = {
  cap: CapRule;
  /** false: it is about others. */
  applies: boolean;
  max: number;
  used: number;
  /** When the contacts in its window were made (domain ms). */
  times: number[];
  /** When one more fits: `now` where it does already; null: never. */
  free: number | null;
};

/** How full a cap is for a customer, whatever the next contact. What is only planned does not count. */
export function gaugeOf(cap: CapRule, { facts, now }: Pick<Candidate, 'facts' | 'now'>, standing: Standing): Gauge {
  const applies = cap.who === undefined || evaluate(cap.who, facts, null, now);
  const max = Math.floor(amountOf(cap.max, facts, now));
  const all = (cap.per === 'household' && standing.household) || standing.contacts;
  const times = timesOf(cap, all);
  const window = windowOf(cap, now, facts.zone);
  const used = countIn(cap, window, times, now);
  const free = used < max ? now : firstFree({ cap, max, zone: facts.zone }, times, now);
  return {
    ...{ cap, applies, max, used, free: Number.isFinite(free) ? free : null },
    times: times.filter((t) => t > window.after && t <= window.until),
  };
}

type Limit = { cap: CapRule; max: number; zone: string };

function fits({ cap, max, zone }: Limit, at: number, times: readonly number[]): boolean {
  return countIn(cap, windowOf(cap, at, zone), times, at) < max;
}

function firstFree(limit: Limit, planned: readonly number[], from: number): number {
  if (limit.max <= 0) return Number.POSITIVE_INFINITY;
  const free = moments(limit.cap, planned, from, limit.zone).find((t) => fits(limit, t, planned));
  return free ?? Number.POSITIVE_INFINITY;
}

/** Contacts that are sure to come and go before this one. */
function rivals(cap: CapRule, weight: number, { now, due }: Candidate, { ahead }: Standing): Planned[] {
  if (cap.lookAhead === false || ahead.length === 0) return [];
  return ahead.filter(
    (p) => p.at > now && counts(cap, p) && (p.weight > weight || (p.weight === weight && p.at < due)),
  );
}

/** It fits as things stand, and would not if a contact were made now. */
function crowdsOut(limit: Limit, { at }: Planned, planned: readonly number[], now: number): boolean {
  const before = planned.filter((t) => t < at);
  return fits(limit, at, before) && !fits(limit, at, [...before, now].sort(ascending));
}

function ascending(a: number, b: number): number {
  return a - b;
}

/** Of those it counts, ascending. They mostly come in order: looking is cheaper than sorting. */
function timesOf(cap: CapRule, contacts: readonly Contact[]): number[] {
  const times: number[] = [];
  let ordered = true;
  for (const contact of contacts) {
    if (!counts(cap, contact)) continue;
    if (times.length > 0 && times.at(-1)! > contact.at) ordered = false;
    times.push(contact.at);
  }
  return ordered ? times : times.sort(ascending);
}

/** `from` exclusive, `to` inclusive for a rolling window; for a calendar period the other way round: ms before each. */
function windowOf({ days = 0, calendar, extend }: CapRule, at: number, zone: string): { after: number; until: number } {
  if (calendar) return closed(periodAround(at, calendar, zone));
  const after = at - days * DAY;
  if (!extend) return { after, until: at };
  return { after: periodAround(after + 1, extend, zone).from - 1, until: periodAround(at, extend, zone).to - 1 };
}

function closed({ from, to }: { from: number; to: number }) {
  return { after: from - 1, until: to - 1 };
}

function countIn(
  cap: CapRule,
  { after, until }: { after: number; until: number },
  times: readonly number[],
  at: number,
): number {
  if (!cap.every || !cap.days) return times.filter((t) => t > after && t <= until).length;
  // The fullest of all windows of this length that hold `at`: one that begins with a contact, or with `at` itself.
  const length = cap.days * DAY;
  const starts = [at, ...times.filter((t) => t > at - length && t <= at)];
  return Math.max(...starts.map((start) => times.filter((t) => t >= start && t < start + length).length));
}

const MOST_MOMENTS = 800;

/** Moments after `from` at which a window loses a contact, in order: the only ones at which one more may begin to fit. */
function moments(
  { days = 0, calendar, extend }: CapRule,
  times: readonly number[],
  from: number,
  zone: string,
): number[] {
  const found = new Set<number>();
  const length = days * DAY;
  if (!calendar) for (const t of times) found.add(t + length);
  const period = calendar ?? extend;
  const last = Math.max(from, ...times) + length;
  if (period) {
    let { to } = periodAround(Math.min(from - length, ...times), period, zone);
    for (let n = 0; n < MOST_MOMENTS; n += 1) {
      found.add(to);
      // A window's early end leaves a period once the whole length has passed.
      if (extend) found.add(to + length);
      if (to > last) break;
      to = periodAround(to, period, zone).to;
    }
  }
  return [...found].filter((t) => t > from).sort((a, b) => a - b);
}

function excess(candidate: Candidate, full: readonly Measured[], inputs: Asked['inputs']): Answer {
  const { touch, validUntil } = candidate;
  const last = full.reduce((a, b) => (b.free > a.free ? b : a));
  const { free } = last;
  const flip: Record<string, Json> = {
    cap: last.cap.id,
    first_free: Number.isFinite(free) ? free : null,
    ...(last.rival ? { rival: { chain: last.rival.chain, step: last.rival.step } } : {}),
    ...(full.length === 1 && !last.rival ? { max: Number(last.shown.count) + 1 } : {}),
  };
  const reason = last.rival ? 'rival' : 'capped';
  if (touch.onExcess === 'postpone' && free <= validUntil) {
    return {
      verdict: { kind: 'hold', until: free, reason },
      asked: { rule: 'pressure', verdict: 'hold', inputs, flip },
    };
  }
  return {
    verdict: { kind: 'skip', state: 'skipped', port: 'capped', reason: 'capped' },
    asked: { rule: 'pressure', verdict: 'skip', inputs, flip },
  };
}
