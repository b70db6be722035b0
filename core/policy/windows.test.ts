/**
 * Whatever comes when, over whichever channels and chains: no window holds more contacts than its cap.
 * `HISTORIES=100000 npx vitest run --project pure core/policy/windows` tries so many random histories.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DAY } from '#core/clock.ts';
import { periodAround } from '#core/period.ts';
import { judge } from '#core/policy/index.ts';
import type { CapRule } from '#core/policy/pressure.ts';
import type { Contact } from '#core/policy/rule.ts';
import { candidate, contact, FACTS, NOW, policy, standing, touch } from '#core/policy/testing.ts';

const HISTORIES = Number(process.env.HISTORIES ?? 400);

const CHANNELS = ['email', 'sms', 'call', 'letter'] as const;
const CLASSES = ['commercial', 'information', 'service'] as const;
const ZONES = ['Europe/Paris', 'America/New_York', 'Pacific/Kiritimati', 'Indian/Reunion'] as const;

const days = fc.integer({ min: 1, max: 14 });
const window = fc.oneof(
  fc.record({ days }),
  fc.record({ days, extend: fc.constantFrom('day', 'week', 'month') }),
  fc.record({ days, every: fc.constant(true) }),
  fc.record({ calendar: fc.constantFrom('day', 'week', 'month') }),
);
const scope = fc.record(
  {
    channels: fc.uniqueArray(fc.constantFrom(...CHANNELS), { minLength: 1 }),
    counts: fc.constant<CapRule['counts']>(['commercial', 'information', 'service']),
  },
  { requiredKeys: [] },
);
const cap = fc
  .tuple(window, scope, fc.integer({ min: 1, max: 4 }))
  .map(([span, only, max]) => ({ kind: 'cap' as const, max, ...span, ...only }));

const ask = fc.record({
  gap: fc.integer({ min: 0, max: 2 * DAY }),
  channel: fc.constantFrom(...CHANNELS),
  class: fc.constantFrom(...CLASSES),
});

type Ask = { at: number; channel: (typeof CHANNELS)[number]; class: (typeof CLASSES)[number] };

test(
  'no window of any kind ever holds more contacts than its cap, whatever comes when',
  () => {
    fc.assert(
      fc.property(
        fc.array(cap, { minLength: 1, maxLength: 3 }),
        fc.array(ask, { maxLength: 30 }),
        fc.constantFrom(...ZONES),
        (drawn, arrivals, zone) => {
          const caps = drawn.map((one, i) => ({ id: `cap${i}`, ...one }) as CapRule);
          const made = live(caps, arrivals, zone);
          for (const rule of caps) expectKept(rule, made, zone);
        },
      ),
      { numRuns: HISTORIES },
    );
  },
  Math.max(20_000, HISTORIES * 5),
);

/** Each ask is judged when it comes, and again whenever it was postponed to. */
function live(
  caps: CapRule[],
  arrivals: readonly { gap: number; channel: Ask['channel']; class: Ask['class'] }[],
  zone: string,
) {
  const made: Contact[] = [];
  const queue: Ask[] = [];
  let clock = NOW;
  for (const { gap, ...what } of arrivals) {
    clock += gap;
    queue.push({ at: clock, ...what });
  }
  while (queue.length > 0) {
    queue.sort((a, b) => a.at - b.at);
    const one = queue.shift()!;
    const asked = candidate({
      ...{ now: one.at, due: one.at, validUntil: NOW + 365 * DAY, channel: one.channel, facts: { ...FACTS, zone } },
      touch: { ...touch, class: one.class },
    });
    const { verdict } = judge(asked, standing({ contacts: made }), policy(...caps));
    if (verdict.kind === 'hold') {
      expect(verdict.until).toBeGreaterThan(one.at);
      queue.push({ ...one, at: verdict.until });
    } else if (verdict.kind === 'send') {
      made.push(contact(NOW - one.at, { channel: one.channel, class: one.class }));
    }
  }
  return made;
}

/** Checked at each contact the rule judged: exempt ones may fill a window beyond its cap. */
function expectKept(rule: CapRule, made: readonly Contact[], zone: string): void {
  const about = (c: Contact) => rule.channels?.includes(c.channel) ?? true;
  const counted = made.filter((c) => about(c) && (rule.counts ?? ['commercial', 'information']).includes(c.class));
  for (const [i, { at, class: klass }] of counted.entries()) {
    if (klass === 'service') continue;
    // What came after it in the same window is checked at its own turn.
    const until = counted.slice(0, i + 1);
    const length = (rule.days ?? 0) * DAY;
    const from = rule.calendar
      ? periodAround(at, rule.calendar, zone).from - 1
      : rule.extend
        ? periodAround(at - length + 1, rule.extend, zone).from - 1
        : at - length;
    const within = until.filter((c) => c.at > from).length;
    expect({ rule, at, within, kept: within <= (rule.max as number) }).toMatchObject({ kept: true });
  }
}
