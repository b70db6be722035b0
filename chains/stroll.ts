/** Walks one customer through a plan in memory, on an invented calendar: for the tests of the gallery. */
import { dueAt } from '#core/calendar.ts';
import { DAY, HOUR } from '#core/clock.ts';
import { drive, type World } from '#core/drive.ts';
import { decideEntry } from '#core/entry.ts';
import type { Facts, Json, SeenEvent } from '#core/facts.ts';
import { isHoliday } from '#core/holidays.ts';
import { setOut, type TouchAsk, type TouchOutcome } from '#core/machine.ts';
import { ARRIVED } from '#core/member.ts';
import { type Plan, START } from '#core/plan.ts';

export type Happening = { at: string; event: string; properties?: Record<string, Json> };

export type Stroll = {
  enters: Happening;
  later?: Happening[];
  /** Hours after which somebody closes the task of a step; tasks not named are closed after a day, null: never. */
  closes?: Record<string, number | null>;
  /** What the person who closes the task of a step answers. */
  outcomes?: Record<string, string>;
  /** The port by which a contact of a step is not made. */
  fails?: Record<string, string>;
  traits?: Record<string, Json>;
};

export type Walk = {
  decision: string;
  /** `step at` of every touch made, `step port` of every other outcome. */
  made: string[];
  /** Why it ended, and when. */
  ended: string | null;
  endedAt: string | null;
};

export async function stroll(plan: Plan, story: Stroll): Promise<Walk> {
  const { enters, later = [], traits = {} } = story;
  const start = Date.parse(enters.at);
  const seen = (h: Happening, seq: number): SeenEvent => ({
    seq,
    name: h.event,
    at: Date.parse(h.at),
    properties: h.properties ?? {},
  });
  const entry = seen(enters, 1);
  const coming = later.map((h, i) => seen(h, i + 2));
  const person = { customer: 1, zone: 'Europe/Paris', country: 'FR', locale: 'en', traits, params: plan.params };
  const { decision, key } = decideEntry(plan.entry, {
    ...person,
    event: entry,
    now: start,
    historical: false,
    chain: 'live',
    inside: [],
    lastEnteredAt: null,
  });
  const facts: Facts = { ...person, entry: { at: start, key, properties: entry.properties }, touches: [], seen: [] };
  const walk: Walk = { decision, made: [], ended: null, endedAt: null };
  if (decision !== 'entered') return walk;

  const member = { enrolment: 1, customer: 1, step: START, visit: 1, phase: ARRIVED, due: start, rev: 0 };
  const walker = setOut(member, { heard: 1, arms: {} });
  let now = start;
  const say = (text: string) => walk.made.push(text);
  const world: World = {
    now: () => now,
    chain: { id: 1, salt: 's' },
    minTick: 1,
    facts: () => ({ ...facts, seen: [entry, ...coming].filter((e) => e.at <= now) }),
    events: async () => new Map([[1, coming.filter((e) => e.seq > walker.heard && e.at <= now)]]),
    listen: async () => {},
    project: async () => {},
    act: async () => {},
    touch: async (asks) => asks.map((ask) => touch(plan, ask, facts, now, story, say)),
  };
  while (!walker.ended) {
    await drive(plan, [walker], world);
    const closing = facts.touches.flatMap((t) => t.completedAt ?? []).filter((at) => at > now);
    const next = coming.filter((e) => e.at > now).map((e) => e.at);
    now = Math.min(Math.max(walker.due, now + 1), ...next, ...closing);
    if (now > start + 1_000 * DAY) throw new Error(`${plan.name}: not ended after 1,000 days, at step ${walker.step}.`);
  }
  const last = walker.hops.at(-1);
  return { ...walk, ended: walker.ended, endedAt: last ? new Date(last[2]).toISOString() : null };
}

function touch(
  plan: Plan,
  { walker, step, touch }: TouchAsk,
  facts: Facts,
  now: number,
  { closes, outcomes, fails }: Stroll,
  say: (text: string) => void,
): TouchOutcome {
  const id = plan.steps[step]!.step;
  const valid = touch.validUntil && dueAt(touch.validUntil, facts, walker.due, now, isHoliday);
  const failed = fails?.[id];
  if (failed) {
    say(`${id} ${failed}`);
    return { kind: 'port', port: failed };
  }
  const late = touch.lateHours !== undefined && now > walker.due + touch.lateHours * HOUR;
  if (late || (valid?.kind === 'at' && now > valid.at)) {
    say(`${id} expired`);
    return { kind: 'port', port: 'expired' };
  }
  const hours = closes?.[id] === undefined ? 24 : closes[id];
  const completedAt = touch.channel === 'email' ? now : hours === null ? null : now + hours * HOUR;
  const outcome = outcomes?.[id] ?? null;
  facts.touches.push({ step: id, visit: walker.visit, state: 'handed', outcome, handedAt: now, completedAt });
  say(`${id} ${new Date(now).toISOString().slice(0, 16)}`);
  return { kind: 'port', port: 'done' };
}
