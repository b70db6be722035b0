import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Op } from '#core/plan.ts';
import { steps, stepTypeOf } from '#core/steps/index.ts';
import type { ExpandContext } from '#core/steps/step.ts';

const CONTEXT: ExpandContext = { step: 's', brand: 'house' };
const MAIL = { channel: 'email', class: 'commercial', content: { subject: 'S', html: '<p>x</p>' } };

function read(type: string, data: unknown) {
  const found = stepTypeOf(type)!;
  return { type: found, data: found.data.parse(data) };
}

function expand(type: string, data: unknown, context: Partial<ExpandContext> = {}): Op[] {
  const step = read(type, data);
  return step.type.expand(step.data, { ...CONTEXT, ...context });
}

function touch(data: object, context: Partial<ExpandContext> = {}) {
  const op = expand('contact', { ...MAIL, ...data }, context).at(-1);
  if (op?.kind !== 'touch') throw new Error('a touch was expected');
  return op.touch;
}

const ports = (type: string, data: unknown) => {
  const step = read(type, data);
  return step.type.ports(step.data).map((p) => p.name);
};

describe('every step type', () => {
  it.each(Object.entries(steps))(
    '%s has its own name, labels, an icon and a strict schema that JSON Schema can say',
    (name, type) => {
      expect(type.type).toBe(name);
      expect(type.label.en && type.label.fr && type.icon).toBeTruthy();
      expect(['entry', 'contact', 'wait', 'branch', 'goal', 'flow']).toContain(type.family);
      expect(() => z.toJSONSchema(type.data, { io: 'input' })).not.toThrow();
      const refused = type.data.safeParse({ surprise: 1 });
      expect(refused.error?.issues.some((i) => i.code === 'unrecognized_keys')).toBe(true);
    },
  );

  it('is found by its name only', () => {
    expect(stepTypeOf('teleport')).toBeUndefined();
    expect(stepTypeOf('constructor')).toBeUndefined();
  });

  it('all six families are there', () => {
    expect(new Set(Object.values(steps).map((s) => s.family)).size).toBe(6);
  });
});

describe('a contact', () => {
  it('is a wait for its date and a touch', () => {
    const when = { anchor: { kind: 'trigger' }, days: 7, time: '10:00' };
    const ops = expand('contact', { ...MAIL, when });
    expect(ops.map((o) => o.kind)).toEqual(['sleep', 'touch']);
    expect(ops[0]).toEqual({ kind: 'sleep', when });
  });

  it('leaves by done, or by what kept it from being made', () => {
    expect(ports('contact', MAIL)).toEqual(['done', 'capped', 'no_consent', 'no_address', 'expired', 'failed']);
  });

  it('takes brand and weight from the card, else the chain, else the channel', () => {
    expect(touch({})).toMatchObject({ brand: 'house', weight: 3, onExcess: 'postpone', topics: [] });
    expect(touch({}, { weight: 7 }).weight).toBe(7);
    expect(touch({ weight: 1, brand: 'b', topics: ['t'], offer: 'o', onExcess: 'skip' }, { weight: 7 })).toMatchObject({
      weight: 1,
      brand: 'b',
      topics: ['t'],
      offer: 'o',
      onExcess: 'skip',
    });
  });

  it('that is late is sent, sent within some hours, or skipped', () => {
    expect(touch({}).lateHours).toBeUndefined();
    expect(touch({ ifLate: { sendWithinHours: 6 } }).lateHours).toBe(6);
    expect(touch({ ifLate: 'skip' }).lateHours).toBe(0);
  });

  describe('is valid', () => {
    const trigger = (days: number, time = '10:00') => ({ anchor: { kind: 'trigger' as const }, days, time });
    const validUntil = (data: object, next?: ExpandContext['next']) => touch(data, { next }).validUntil;

    it('for the time it says, counted from its own date', () => {
      expect(validUntil({ validUntil: { days: 2, hours: 3 } })).toEqual({
        anchor: { kind: 'arrival' },
        days: 2,
        hours: 3,
      });
    });

    it('until the date it says', () => {
      expect(validUntil({ validUntil: trigger(9) }, trigger(8))).toEqual(trigger(9));
    });

    it('else until the next dated step', () => {
      expect(validUntil({ when: trigger(7) }, trigger(15))).toEqual(trigger(15));
      const event = { anchor: { kind: 'event' as const, property: 'starts_at' }, days: -1 };
      expect(validUntil({ when: trigger(7) }, event)).toEqual(event);
    });

    it('without end where the next date cannot be known yet, or is the same day', () => {
      expect(validUntil({ when: trigger(7) })).toBeUndefined();
      expect(validUntil({ when: trigger(7) }, { anchor: { kind: 'arrival' }, days: 3 })).toBeUndefined();
      expect(validUntil({ when: trigger(7) }, { anchor: { kind: 'step', step: 'x' }, days: 3 })).toBeUndefined();
      expect(validUntil({ when: trigger(7) }, trigger(7, '18:00'))).toBeUndefined();
      expect(validUntil({ when: trigger(7) }, trigger(3))).toBeUndefined();
    });
  });

  it('of an unknown channel, or with content its channel does not know, is a problem', () => {
    const check = (data: object) => {
      const step = read('contact', { ...MAIL, ...data });
      return step.type.check!(step.data);
    };
    expect(check({})).toEqual([]);
    expect(check({ channel: 'pigeon' })).toMatchObject([{ field: 'channel', code: 'unknown_channel' }]);
    expect(check({ content: { subject: 'S' } })).toMatchObject([{ field: 'content.html', code: 'bad_data' }]);
    expect(check({ content: { subject: 'S', html: 'x', colour: 1 } })).toMatchObject([
      { field: 'content.colour', code: 'unknown_field' },
    ]);
  });
});

describe('a wait', () => {
  it('lasts a while, or until a date, not both', () => {
    const until = { anchor: { kind: 'date', at: '2026-12-24' } };
    expect(expand('wait', { for: { days: 3, time: '10:00' } })).toEqual([
      { kind: 'sleep', when: { anchor: { kind: 'arrival' }, days: 3, time: '10:00' } },
    ]);
    expect(expand('wait', { until })).toEqual([{ kind: 'sleep', when: until }]);
    expect(steps.wait.data.safeParse({}).success).toBe(false);
    expect(steps.wait.data.safeParse({ for: { days: 1 }, until }).success).toBe(false);
  });
});

describe('a wait for events', () => {
  const events = [
    { event: 'A', sameKey: true },
    { event: 'B', port: 'bought', filter: { field: 'event.total', op: 'gt', value: 1 } },
  ];

  it('has a port an event and one for the time-out', () => {
    expect(ports('waitfor', { events, for: { hours: 2 } })).toEqual(['event1', 'bought', 'timeout']);
  });

  it('listens to each by its port until then', () => {
    expect(expand('waitfor', { events, for: { hours: 2 } })).toEqual([
      {
        kind: 'listen',
        on: [
          { match: { event: 'A', sameKey: true }, port: 'event1' },
          { match: { event: 'B', filter: { field: 'event.total', op: 'gt', value: 1 } }, port: 'bought' },
        ],
        until: { anchor: { kind: 'arrival' }, hours: 2 },
      },
    ]);
  });

  it('whose ports have the same name is a problem', () => {
    const step = read('waitfor', {
      events: [
        { event: 'A', port: 'x' },
        { event: 'B', port: 'x' },
        { event: 'C', port: 'timeout' },
      ],
      for: { hours: 1 },
    });
    expect(step.type.check!(step.data).map((p) => p.field)).toEqual(['events.1.port', 'events.2.port']);
  });
});

describe('a branch', () => {
  it('on a condition has yes and no', () => {
    const data = { if: { field: 'profile.vip', op: 'exists' } };
    expect(ports('condition', data)).toEqual(['yes', 'no']);
    expect(expand('condition', data)).toEqual([{ kind: 'ask', question: { kind: 'condition', if: data.if } }]);
  });

  it('on a condition may not ask an event that never arrives there', () => {
    const check = (asked: object) => {
      const step = read('condition', { if: asked });
      return step.type.check!(step.data);
    };
    const event = { field: 'event.total', op: 'gt', value: 3 };
    expect(check({ any: [{ not: event }] })).toHaveLength(1);
    expect(check({ happened: { event: 'A', filter: event } })).toEqual([]);
  });

  it('by chance has a port an arm, and shares that add up to 100', () => {
    const arms = (a: number, b: number) => ({
      arms: [
        { port: 'a', share: a },
        { port: 'b', share: b },
      ],
    });
    expect(ports('split', arms(60, 40))).toEqual(['a', 'b']);
    const check = (data: object) => {
      const step = read('split', data);
      return step.type.check!(step.data);
    };
    expect(check(arms(60, 40))).toEqual([]);
    expect(check(arms(33.3, 66.7))).toEqual([]);
    expect(check(arms(60, 30))).toMatchObject([{ code: 'bad_shares', field: 'arms' }]);
    expect(
      check({
        arms: [
          { port: 'a', share: 50 },
          { port: 'a', share: 50 },
        ],
      }),
    ).toMatchObject([{ code: 'port_twice' }]);
  });
});

describe('the steps about chains', () => {
  it('enter and leave another chain by its id and go on', () => {
    expect(expand('enter', { chain: 3 })).toEqual([{ kind: 'act', act: { kind: 'enter', chain: 3 } }]);
    expect(expand('leave', { chain: 3 })).toEqual([{ kind: 'act', act: { kind: 'leave', chain: 3 } }]);
    expect(ports('enter', { chain: 3 })).toEqual(['done']);
    expect(expand('end', {})).toEqual([{ kind: 'end' }]);
  });

  it('a goal is no place to be: it ends the enrolment from wherever it is', () => {
    const step = read('goal', { on: [{ event: 'Order Completed' }], kind: 'exit' });
    expect(step.type.ports(step.data)).toEqual([]);
    expect(step.type.expand(step.data, CONTEXT)).toEqual([]);
    expect(step.type.exit!(step.data)).toEqual({ on: [{ event: 'Order Completed' }], outcome: 'exit' });
  });

  it('an entry has sensible defaults', () => {
    expect(read('entry', { event: 'A' }).data).toEqual({
      event: 'A',
      reentry: { kind: 'always' },
      inside: 'ignore',
      maxAgeDays: 3,
    });
    const bare = read('entry', { key: 'cart' });
    expect(bare.type.check!(bare.data)).toMatchObject([{ field: 'event' }]);
  });
});
