import { expect, test } from 'vitest';
import { galleryGraph } from '#chains/index.ts';
import { DAY } from '#core/clock.ts';
import { compile } from '#core/compile.ts';
import { askedOf, eventsFor, keptScript, NEVER, NO_SCRIPT, scriptOf } from '#editor/tryout/script.ts';

const compiled = compile(galleryGraph('classic'));
if ('problems' in compiled) throw new Error('the classic chain compiles');
const { plan } = compiled;
const world = { purchase: 'Order Completed', personas: [] };

test('what is set up becomes what happens, on its day', () => {
  const turns = [
    { key: '1', what: 'unsubscribes' as const, day: 10, channel: 'email' },
    { key: '2', what: 'event' as const, event: 'Contract Renewed', day: 20 },
    { key: '3', what: 'buys' as const, day: 5 },
    { key: '4', what: 'bounces' as const, day: 6 },
  ];
  const script = scriptOf({ ...NO_SCRIPT, turns, had: 3 }, plan, 0, world);
  expect(script.happenings).toMatchObject([
    { kind: 'withdraws', channel: 'email', at: 10 * DAY },
    { kind: 'event', event: 'Contract Renewed', at: 20 * DAY },
    { kind: 'event', event: 'Order Completed', at: 5 * DAY },
    { kind: 'bounces', at: 6 * DAY },
  ]);
  expect(script.persona.contacts).toHaveLength(3);
  expect(script.entry.event).toBe('Order Completed');
});

test('tasks are closed as somebody chose, or never; what names a step that is gone is left out', () => {
  const answers = { courtesy: 'unhappy', invoice: NEVER, gone: 'x' };
  const { closes } = scriptOf({ ...NO_SCRIPT, answers }, plan, 0, world);
  expect(closes).toEqual({ courtesy: { hours: 24, outcome: 'unhappy' }, invoice: null });
});

test('a persona of the company walks with its own attributes and event', () => {
  const zoe = {
    id: 'per_1',
    name: 'Zoé',
    locale: 'de',
    zone: null,
    country: 'DE',
    traits: { tier: 'gold' },
    entry: { total: 9 },
  };
  const { persona, entry } = scriptOf({ ...NO_SCRIPT, persona: 'per_1' }, plan, 0, { ...world, personas: [zoe] });
  expect(persona).toMatchObject({ locale: 'de', country: 'DE', traits: { tier: 'gold' } });
  expect(entry.properties).toMatchObject({ total: 9, order_id: 'T-1' });
});

test('what the chain asks of its trigger can be set, and is made up so that the trigger lets it in', () => {
  const asks = (filter?: object) => {
    const graph = {
      ...{ schema: 1 as const, name: 'Big baskets', params: {} },
      steps: [
        { id: 'in', type: 'entry', data: { event: 'Order Completed', ...(filter ? { filter } : {}) } },
        { id: 'if', type: 'condition', data: { if: { field: 'entry.total', op: 'gt', value: 100 } } },
        { id: 'end', type: 'end', data: {} },
      ],
      edges: [
        { from: 'in', port: 'done', to: 'if' },
        { from: 'if', port: 'yes', to: 'end' },
        { from: 'if', port: 'no', to: 'end' },
      ],
    };
    const made = compile(graph);
    if ('problems' in made) throw new Error(made.problems[0]?.message);
    return made.plan;
  };
  expect(askedOf(asks(), 0)).toEqual({ total: 80 });
  const set = scriptOf({ ...NO_SCRIPT, entry: { total: 120 } }, asks(), 0, world);
  expect(set.entry.properties).toMatchObject({ total: 120 });
  expect(askedOf(asks({ field: 'event.total', op: 'gte', value: 200 }), 0)).toMatchObject({ total: 200 });
});

test('events are offered that the chain or a rule asks about', () => {
  const rule = {
    id: 's',
    kind: 'situation' as const,
    while: { opens: 'Complaint Opened', closes: 'Complaint Closed', days: 90 },
  };
  expect(eventsFor(plan, { version: 1, rules: [rule] })).toEqual(
    [...new Set([...plan.listens, 'Complaint Opened', 'Complaint Closed'])].sort(),
  );
});

test('what was kept badly begins anew', () => {
  expect(keptScript('{')).toEqual(NO_SCRIPT);
  expect(keptScript('{"had":2}')).toEqual({ ...NO_SCRIPT, had: 2 });
});
