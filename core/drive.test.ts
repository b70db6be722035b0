/** The machine and its driver, in a world of memory. */
import { describe, expect, test } from 'vitest';
import { DAY, HOUR } from '#core/clock.ts';
import { compile } from '#core/compile.ts';
import { drive, type World } from '#core/drive.ts';
import type { Facts, Json, SeenEvent } from '#core/facts.ts';
import { readGraph } from '#core/graph.ts';
import { setOut, type TouchOutcome, type Walker } from '#core/machine.ts';
import { ARRIVED, WAITING } from '#core/member.ts';
import type { Plan } from '#core/plan.ts';

const MONDAY = Date.UTC(2026, 2, 2, 9, 0);

type Step = { id: string; type: string; data: Record<string, unknown> };
type Edge = [from: string, port: string, to: string];

function planOf(steps: Step[], edges: Edge[], entry: Record<string, unknown> = {}): Plan {
  const graph = {
    schema: 1,
    name: 'Test',
    zone: 'Europe/Paris',
    params: {},
    steps: [
      { id: 'entry', type: 'entry', data: { event: 'Go', ...entry } },
      ...steps,
      ...(edges.some(([, , to]) => to === 'end') ? [{ id: 'end', type: 'end', data: {} }] : []),
    ],
    edges: edges.map(([from, port, to]) => ({ from, port, to })),
  };
  const read = readGraph(graph);
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  const compiled = compile(read.graph);
  if ('problems' in compiled) throw new Error(JSON.stringify(compiled.problems));
  return compiled.plan;
}

const mail = (id: string, data: Record<string, unknown> = {}): Step => ({
  id,
  type: 'contact',
  data: { channel: 'email', class: 'commercial', content: { subject: 'Hello', html: '<p>Hello</p>' }, ...data },
});

function walkerAt(step = 0): Walker {
  const member = { enrolment: 1, customer: 1, step, visit: 1, phase: ARRIVED, due: MONDAY, rev: 0 };
  return setOut(member, { heard: 0, arms: {} });
}

type Play = {
  events?: SeenEvent[];
  traits?: Record<string, Json>;
  key?: string;
  outcome?: (step: number) => TouchOutcome;
  onListen?: () => void;
};

/** A world in memory; its log says what was done in which order. */
function stage(plan: Plan, play: Play = {}) {
  const log: string[] = [];
  const clock = { now: MONDAY };
  const events = play.events ?? [];
  const facts: Facts = {
    customer: 1,
    zone: 'Europe/Paris',
    country: 'FR',
    locale: 'fr',
    traits: play.traits ?? {},
    entry: { at: MONDAY, key: play.key ?? '', properties: {} },
    params: {},
    touches: [],
    seen: [],
  };
  const world: World = {
    now: () => clock.now,
    chain: { id: 1, salt: 'salt' },
    minTick: 1_000,
    facts: () => facts,
    events: async (walkers) =>
      new Map(
        walkers.map((w) => [w.enrolment, events.filter((e) => e.seq > w.heard && plan.listens.includes(e.name))]),
      ),
    listen: async () => {
      log.push('listen');
      play.onListen?.();
    },
    touch: async (asks) =>
      asks.map((ask) => {
        log.push(`touch ${plan.steps[ask.step]?.step}#${ask.walker.visit}`);
        return play.outcome?.(ask.step) ?? { kind: 'port', port: 'done' };
      }),
    act: async (asks) => {
      for (const ask of asks) log.push(`act ${ask.act.kind} ${ask.act.chain}`);
    },
    project: async () => {
      log.push('project');
    },
  };
  return { log, clock, events, world, facts };
}

const event = (seq: number, name: string, properties: Record<string, Json> = {}): SeenEvent => ({
  seq,
  name,
  at: MONDAY,
  properties,
});

describe('dates', () => {
  const plan = planOf(
    [
      mail('thanks', { when: { anchor: { kind: 'trigger' } } }),
      mail('week', { when: { anchor: { kind: 'trigger' }, days: 7, time: '10:00' } }),
    ],
    [
      ['entry', 'done', 'thanks'],
      ['thanks', 'done', 'week'],
      ['week', 'done', 'end'],
    ],
  );

  test('the contact of the day leaves at once and the next waits for its local hour', async () => {
    const { world, log } = stage(plan);
    const walker = walkerAt();
    await drive(plan, [walker], world);
    expect(log).toEqual(['touch thanks#1', 'project']);
    expect(walker.phase).toBe(WAITING);
    expect(new Date(walker.due).toISOString()).toBe('2026-03-09T09:00:00.000Z');
  });

  test('a member looked at before its date stays where it is', async () => {
    const { world, log } = stage(plan);
    const walker = walkerAt();
    await drive(plan, [walker], world);
    const before = { ...walker };
    await drive(plan, [walker], world);
    expect(log.filter((l) => l.startsWith('touch'))).toHaveLength(1);
    expect({ step: walker.step, due: walker.due, rev: walker.rev }).toEqual({
      step: before.step,
      due: before.due,
      rev: before.rev,
    });
  });

  test('when its date has come the touch leaves and the chain is complete', async () => {
    const { world, log, clock } = stage(plan);
    const walker = walkerAt();
    await drive(plan, [walker], world);
    clock.now += 7 * DAY;
    await drive(plan, [walker], world);
    expect(log.filter((l) => l.startsWith('touch'))).toEqual(['touch thanks#1', 'touch week#1']);
    expect(walker.ended).toBe('completed');
  });
});

describe('holds', () => {
  const plan = planOf(
    [mail('offer')],
    [
      ['entry', 'done', 'offer'],
      ['offer', 'done', 'end'],
    ],
  );

  test('a held touch is asked again when its hold is over, and only then leaves', async () => {
    let free = false;
    const { world, log, clock } = stage(plan, {
      outcome: () => (free ? { kind: 'port', port: 'done' } : { kind: 'hold', until: MONDAY + DAY }),
    });
    const walker = walkerAt();
    await drive(plan, [walker], world);
    expect({ due: walker.due, ended: walker.ended }).toEqual({ due: MONDAY + DAY, ended: null });
    free = true;
    clock.now += DAY;
    await drive(plan, [walker], world);
    expect(log.filter((l) => l.startsWith('touch'))).toEqual(['touch offer#1', 'touch offer#1']);
    expect(walker.ended).toBe('completed');
  });

  test('a port that leads nowhere follows the main path', async () => {
    const { world } = stage(plan, { outcome: () => ({ kind: 'port', port: 'no_consent' }) });
    const walker = walkerAt();
    await drive(plan, [walker], world);
    expect(walker.ended).toBe('completed');
  });

  test('a connected port is taken', async () => {
    const branched = planOf(
      [mail('offer'), mail('other')],
      [
        ['entry', 'done', 'offer'],
        ['offer', 'done', 'end'],
        ['offer', 'no_consent', 'other'],
        ['other', 'done', 'end'],
      ],
    );
    let first = true;
    const { world, log } = stage(branched, {
      outcome: () => {
        const port = first ? 'no_consent' : 'done';
        first = false;
        return { kind: 'port', port };
      },
    });
    await drive(branched, [walkerAt()], world);
    expect(log.filter((l) => l.startsWith('touch'))).toEqual(['touch offer#1', 'touch other#1']);
  });
});

describe('events', () => {
  const plan = planOf(
    [
      {
        id: 'wait',
        type: 'waitfor',
        data: { events: [{ event: 'Bought', sameKey: true, port: 'bought' }], for: { hours: 2 } },
      },
      mail('reminder'),
      { id: 'stop', type: 'goal', data: { on: [{ event: 'Stop' }], kind: 'exit' } },
    ],
    [
      ['entry', 'done', 'wait'],
      ['wait', 'bought', 'end'],
      ['wait', 'timeout', 'reminder'],
      ['reminder', 'done', 'end'],
    ],
    { key: 'cart' },
  );

  test('an event with the same key ends the wait by its port', async () => {
    const { world, events, log } = stage(plan, { key: 'A' });
    const walker = walkerAt();
    await drive(plan, [walker], world);
    expect(log).toEqual(['listen', 'project']);
    events.push(event(5, 'Bought', { cart: 'A' }));
    await drive(plan, [walker], world);
    expect(walker.ended).toBe('completed');
    expect(log.some((l) => l.startsWith('touch'))).toBe(false);
  });

  test('an event with another key does not', async () => {
    const { world, events } = stage(plan, { key: 'A' });
    const walker = walkerAt();
    await drive(plan, [walker], world);
    events.push(event(5, 'Bought', { cart: 'B' }));
    await drive(plan, [walker], world);
    expect({ ended: walker.ended, heard: walker.heard }).toEqual({ ended: null, heard: 5 });
  });

  test('an event that comes while the wait is being registered is found by looking back', async () => {
    const events: SeenEvent[] = [];
    const { world } = stage(plan, { key: 'A', events, onListen: () => events.push(event(9, 'Bought', { cart: 'A' })) });
    const walker = walkerAt();
    await drive(plan, [walker], world);
    expect(walker.ended).toBe('completed');
  });

  test('an event that came between the entry and the wait counts', async () => {
    const { world } = stage(plan, { key: 'A', events: [event(3, 'Bought', { cart: 'A' })] });
    const walker = walkerAt();
    await drive(plan, [walker], world);
    expect(walker.ended).toBe('completed');
  });

  test('without the event the time-out decides', async () => {
    const { world, clock, log } = stage(plan, { key: 'A' });
    const walker = walkerAt();
    await drive(plan, [walker], world);
    clock.now += 2 * HOUR + 15_000;
    await drive(plan, [walker], world);
    expect(log.filter((l) => l.startsWith('touch'))).toEqual(['touch reminder#1']);
  });

  test('an exit ends the enrolment wherever it is, and nothing is sent any more', async () => {
    const { world, clock, events, log } = stage(plan, { key: 'A' });
    const walker = walkerAt();
    await drive(plan, [walker], world);
    clock.now += 3 * HOUR;
    events.push(event(7, 'Stop'));
    await drive(plan, [walker], world);
    expect(walker.ended).toBe('exit');
    expect(log.some((l) => l.startsWith('touch'))).toBe(false);
  });
});

describe('questions', () => {
  const plan = planOf(
    [
      { id: 'vip', type: 'condition', data: { if: { field: 'profile.vip', op: 'eq', value: true } } },
      mail('gold'),
      mail('plain'),
    ],
    [
      ['entry', 'done', 'vip'],
      ['vip', 'yes', 'gold'],
      ['vip', 'no', 'plain'],
      ['gold', 'done', 'end'],
      ['plain', 'done', 'end'],
    ],
  );

  test('what a condition decided is committed before the touch it leads to', async () => {
    const { world, log } = stage(plan, { traits: { vip: true } });
    await drive(plan, [walkerAt()], world);
    expect(log).toEqual(['project', 'touch gold#1', 'project']);
  });

  test('members of one burst that stand at different touches are asked for in one call', async () => {
    const { world } = stage(plan);
    const sizes: number[] = [];
    const facts = world.facts;
    const two: World = {
      ...world,
      facts: (w) => ({ ...facts(w), traits: { vip: w.enrolment === 1 } }),
      touch: async (asks) => {
        sizes.push(asks.length);
        return asks.map(() => ({ kind: 'port', port: 'done' }));
      },
    };
    await drive(plan, [walkerAt(), { ...walkerAt(), enrolment: 2, customer: 2 }], two);
    expect(sizes).toEqual([2]);
  });
});

describe('a date the customer does not have', () => {
  const birthday = { anchor: { kind: 'profile', trait: 'birthday', yearly: true }, time: '09:00' };
  const yearly = planOf(
    [mail('wish', { when: birthday })],
    [
      ['entry', 'done', 'wish'],
      ['wish', 'done', 'wish'],
    ],
  );

  test('is told to the touch behind it, which has nothing to send, and a loop asks again a day later', async () => {
    const { world, facts } = stage(yearly);
    const undated: boolean[] = [];
    const asking: World = {
      ...world,
      touch: async (asks) =>
        asks.map((ask) => {
          undated.push(ask.undated);
          return { kind: 'port', port: 'expired' };
        }),
    };
    const walker = walkerAt();
    await drive(yearly, [walker], asking);
    expect(undated).toEqual([true]);
    expect({ ended: walker.ended, due: walker.due }).toEqual({ ended: null, due: MONDAY + DAY });
    facts.traits = { birthday: '1980-05-06' };
    await drive(yearly, [walker], asking);
    expect(new Date(walker.due).toISOString()).toBe('2026-05-06T07:00:00.000Z');
  });
});

test('a loop makes its touch a new visit each time', async () => {
  const plan = planOf(
    [mail('news'), { id: 'month', type: 'wait', data: { for: { days: 30 } } }],
    [
      ['entry', 'done', 'news'],
      ['news', 'done', 'month'],
      ['month', 'done', 'news'],
    ],
  );
  const { world, log, clock } = stage(plan);
  const walker = walkerAt();
  for (let i = 0; i < 3; i += 1) {
    await drive(plan, [walker], world);
    clock.now += 31 * DAY;
  }
  expect(log.filter((l) => l.startsWith('touch'))).toEqual(['touch news#1', 'touch news#2', 'touch news#3']);
});

test('a chain may enter another and leave a third', async () => {
  const plan = planOf(
    [
      { id: 'in', type: 'enter', data: { chain: 7 } },
      { id: 'out', type: 'leave', data: { chain: 8 } },
    ],
    [
      ['entry', 'done', 'in'],
      ['in', 'done', 'out'],
      ['out', 'done', 'end'],
    ],
  );
  const { world, log } = stage(plan);
  const walker = walkerAt();
  await drive(plan, [walker], world);
  expect(log).toEqual(['act enter 7', 'act leave 8', 'project']);
  expect(walker.ended).toBe('completed');
});
