import { describe, expect, it } from 'vitest';
import { type GalleryName, galleryGraph, galleryNames } from '#chains/index.ts';
import { type Stroll, stroll } from '#chains/stroll.ts';
import { compile } from '#core/compile.ts';
import type { Plan, TouchSpec } from '#core/plan.ts';

function planOf(name: GalleryName): Plan {
  const result = compile(galleryGraph(name));
  if ('problems' in result) throw new Error(result.problems.map((p) => p.message).join('\n'));
  return result.plan;
}

function touchesOf(plan: Plan): { step: string; touch: TouchSpec }[] {
  return plan.steps.flatMap(({ step, op }) => (op.kind === 'touch' ? [{ step, touch: op.touch }] : []));
}

const walk = (name: GalleryName, story: Stroll) => stroll(planOf(name), story);

describe('every chain of the gallery', () => {
  it.each(galleryNames)('%s compiles without a problem or a warning', (name) => {
    expect(compile(galleryGraph(name))).toMatchObject({ warnings: [] });
  });

  it.each(galleryNames)('%s declares what to write for every variable a customer may lack', (name) => {
    for (const { step, touch } of touchesOf(planOf(name))) {
      const content = touch.content as Record<string, unknown> & { defaults?: Record<string, string> };
      const text = JSON.stringify({ ...content, defaults: undefined });
      const used = [...text.matchAll(/\{[{%][^}]*?\b((?:profile|entry|brand)\.[A-Za-z_.]+)/g)].map((m) => m[1]!);
      expect(used.filter((path) => content.defaults?.[path] === undefined).map((path) => `${step}: ${path}`)).toEqual(
        [],
      );
    }
  });

  it.each(galleryNames)(
    '%s offers a way out in every e-mail that needs consent, and a text beside the HTML',
    (name) => {
      for (const { touch } of touchesOf(planOf(name)).filter((t) => t.touch.channel === 'email')) {
        const { html, text } = touch.content as { html: string; text: string };
        expect(text.length).toBeGreaterThan(40);
        expect(html).toContain('name="viewport"');
        expect(html).not.toContain('<table');
        expect(html.includes('unsubscribe_url')).toBe(touch.class !== 'service');
        expect(text.includes('unsubscribe_url')).toBe(touch.class !== 'service');
      }
    },
  );
});

describe('the classic chain', () => {
  const purchase = { at: '2026-01-05T14:00:00Z', event: 'Order Completed', properties: { order_id: 'A1' } };

  it('makes its eight contacts, each on its day, letters and calls on working days', async () => {
    const done = await walk('classic', { enters: purchase });
    expect(done.made).toEqual([
      'thanks 2026-01-05T14:00',
      'invoice 2026-01-06T09:00',
      'service 2026-01-12T09:00',
      'courtesy 2026-01-20T09:00',
      'newsletter 2026-02-04T08:00',
      'range 2026-03-06T09:00',
      // J+90 is Easter Sunday: the call waits for the Tuesday.
      'complement 2026-04-07T08:00',
      'renewal 2026-12-01T09:00',
    ]);
    expect(done.ended).toBe('completed');
  });

  it('ends when the contract is renewed early', async () => {
    const done = await walk('classic', {
      enters: purchase,
      later: [{ at: '2026-02-01T10:00:00Z', event: 'Contract Renewed' }],
    });
    expect(done).toMatchObject({ ended: 'goal', endedAt: '2026-02-01T10:00:00.000Z' });
    expect(done.made).toHaveLength(4);
  });

  it('has all three classes of contacts, on both channels', () => {
    const touches = touchesOf(planOf('classic')).map((t) => t.touch);
    expect(new Set(touches.map((t) => t.class)).size).toBe(3);
    expect(touches.filter((t) => t.channel === 'email')).toHaveLength(4);
    expect(touches.filter((t) => t.channel === 'task').map((t) => (t.content as { kind: string }).kind)).toEqual([
      'letter',
      'call',
      'letter',
      'call',
    ]);
  });
});

describe('sign-up', () => {
  const enters = { at: '2026-01-05T22:00:00Z', event: 'Newsletter Subscribed' };

  it('asks for the confirmation at once, at night too, and welcomes whoever gives it', async () => {
    const done = await walk('signup', {
      enters,
      later: [{ at: '2026-01-06T07:00:00Z', event: 'Subscription Confirmed' }],
    });
    expect(done.made).toEqual(['confirm 2026-01-05T22:00', 'welcome 2026-01-06T07:00']);
  });

  it('writes no more to whoever does not confirm', async () => {
    const done = await walk('signup', { enters });
    expect(done).toMatchObject({ made: ['confirm 2026-01-05T22:00'], ended: 'completed' });
  });
});

describe('an aborted basket', () => {
  const left = (cart_id: string) => ({
    at: '2026-01-05T14:00:00Z',
    event: 'Cart Abandoned',
    properties: { cart_id, value: 80 },
  });
  const ordered = (at: string, cart_id: string) => ({ at, event: 'Order Completed', properties: { cart_id } });

  it('is written to after an hour and called on the second working morning', async () => {
    expect((await walk('basket', { enters: left('c1') })).made).toEqual([
      'reminder 2026-01-05T15:00',
      'call 2026-01-08T09:30',
    ]);
  });

  it('that is ordered within the hour is left in peace', async () => {
    const done = await walk('basket', { enters: left('c1'), later: [ordered('2026-01-05T14:40:00Z', 'c1')] });
    expect(done).toMatchObject({ made: [], ended: 'completed', endedAt: '2026-01-05T14:40:00.000Z' });
  });

  it('that is ordered after the e-mail is not called', async () => {
    const done = await walk('basket', { enters: left('c1'), later: [ordered('2026-01-06T08:00:00Z', 'c1')] });
    expect(done.made).toEqual(['reminder 2026-01-05T15:00']);
  });

  it('is not taken for ordered because another basket was', async () => {
    const done = await walk('basket', { enters: left('c1'), later: [ordered('2026-01-05T14:40:00Z', 'c2')] });
    expect(done.made).toHaveLength(2);
  });

  it('without an id enrols nobody', async () => {
    expect((await walk('basket', { enters: { ...left('c1'), properties: {} } })).decision).toBe('filter');
  });
});

describe('two letters, then an SMS', () => {
  const enters = { at: '2026-01-05T14:00:00Z', event: 'Brochure Requested' };

  it('sends the SMS three weeks after the second letter has really left', async () => {
    const done = await walk('letters', { enters, closes: { second: 5 * 24 } });
    // The letter is due on the 19th, leaves on the 24th, a Saturday; 14 February is a Saturday too, which will do.
    expect(done.made).toEqual(['first 2026-01-06T09:00', 'second 2026-01-19T09:00', 'sms 2026-02-14T10:00']);
  });

  it('sends none after a purchase', async () => {
    const done = await walk('letters', { enters, later: [{ at: '2026-02-10T09:00:00Z', event: 'Order Completed' }] });
    expect(done).toMatchObject({ ended: 'goal' });
    expect(done.made).toHaveLength(2);
  });

  it('waits as long as the second letter lies on the table', async () => {
    const purchase = { at: '2026-06-10T09:00:00Z', event: 'Order Completed' };
    const done = await walk('letters', { enters, closes: { second: null }, later: [purchase] });
    expect(done).toMatchObject({ ended: 'goal', endedAt: '2026-06-10T09:00:00.000Z' });
    expect(done.made).toHaveLength(2);
  });

  it('sends no SMS where the second letter was not made', () => {
    const plan = planOf('letters');
    const second = plan.steps.find((s) => s.step === 'second' && s.op.kind === 'touch')!;
    for (const port of ['capped', 'no_consent', 'no_address', 'expired', 'failed']) {
      expect(plan.steps[second.next[port]!]!.op.kind).toBe('end');
    }
  });
});

describe('an appointment', () => {
  const booked = (starts_at: string) => ({
    at: '2026-06-01T08:00:00Z',
    event: 'Appointment Booked',
    properties: { appointment_id: 'a1', starts_at },
  });
  const answered = (score: number, appointment_id = 'a1') => ({
    at: '2026-06-24T09:00:00Z',
    event: 'Survey Answered',
    properties: { appointment_id, score },
  });
  const enters = booked('2026-06-20T15:00:00+02:00');

  it('is confirmed at once, recalled the day before and asked about three days after', async () => {
    const done = await walk('appointment', { enters, later: [answered(9)] });
    expect(done.made).toEqual([
      'confirmation 2026-06-01T08:00',
      'reminder 2026-06-19T08:00',
      'survey 2026-06-23T08:00',
    ]);
    expect(done.endedAt).toBe('2026-06-24T09:00:00.000Z');
  });

  it('has an unhappy answer called at once', async () => {
    expect((await walk('appointment', { enters, later: [answered(6)] })).made.at(-1)).toBe('call 2026-06-24T09:00');
  });

  it('takes no notice of the answer about another appointment', async () => {
    expect((await walk('appointment', { enters, later: [answered(1, 'a2')] })).made).toHaveLength(3);
  });

  it('that is cancelled is not recalled', async () => {
    const cancelled = (appointment_id: string) => ({
      at: '2026-06-10T08:00:00Z',
      event: 'Appointment Cancelled',
      properties: { appointment_id },
    });
    expect(await walk('appointment', { enters, later: [cancelled('a1')] })).toMatchObject({
      made: ['confirmation 2026-06-01T08:00'],
      ended: 'exit',
    });
    expect((await walk('appointment', { enters, later: [cancelled('a2')] })).made).toHaveLength(3);
  });

  it('booked for this afternoon needs no reminder', async () => {
    const done = await walk('appointment', { enters: booked('2026-06-01T18:00:00+02:00') });
    expect(done.made).toEqual(['confirmation 2026-06-01T08:00', 'reminder expired', 'survey 2026-06-04T08:00']);
  });
});
