import { expect, test } from 'vitest';
import { galleryGraph } from '#chains/index.ts';
import { DAY } from '#core/clock.ts';
import { compile } from '#core/compile.ts';
import { NO_SWITCH, scriptOf } from '#editor/tryout/script.ts';

const compiled = compile(galleryGraph('classic'));
if ('problems' in compiled) throw new Error('the classic chain compiles');
const { plan } = compiled;

test('a switch becomes what happens, on its day', () => {
  const switches = { ...NO_SWITCH, unsubscribes: 10, event: 'Contract Renewed', eventDay: 20, had: 3 };
  const script = scriptOf(switches, plan, 0);
  expect(script.happenings).toMatchObject([
    { kind: 'withdraws', at: 10 * DAY },
    { kind: 'event', event: 'Contract Renewed', at: 20 * DAY },
  ]);
  expect(script.persona.contacts).toHaveLength(3);
  expect(script.entry.event).toBe('Order Completed');
});

test('tasks that nobody answers stay open', () => {
  const { closes } = scriptOf({ ...NO_SWITCH, unanswered: true }, plan, 0);
  expect(Object.keys(closes!).sort()).toEqual(['complement', 'courtesy', 'invoice', 'range']);
});
