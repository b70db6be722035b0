import { describe, expect, it } from 'vitest';
import { type GalleryName, galleryGraph, galleryNames } from '#chains/index.ts';
import { type Stroll, stroll } from '#chains/stroll.ts';
import type { EmailContent } from '#core/channels/email.ts';
import { compile } from '#core/compile.ts';
import type { Plan, TouchSpec } from '#core/plan.ts';
import type { Language } from '#core/wording/index.ts';

function planOf(name: GalleryName, language: Language = 'en'): Plan {
  const result = compile(galleryGraph(name, language));
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

  it.each(galleryNames)('%s is the same chain in French, and speaks no English there', (name) => {
    const [english, french] = [planOf(name), planOf(name, 'fr')];
    expect(french.steps.map(({ step, next }) => ({ step, next }))).toEqual(
      english.steps.map(({ step, next }) => ({ step, next })),
    );
    const graph = galleryGraph(name, 'fr');
    expect(graph.name).not.toBe(galleryGraph(name).name);
    expect(graph.description).toMatch(/ (le|la|les|un|une|du|qui|d’un) /i);
    for (const text of [graph.description!, ...graph.steps.map((s) => s.label ?? '')]) {
      expect(text).not.toMatch(/ [:;!?»]|« |[a-z]'[a-z]/);
    }
    for (const { touch } of touchesOf(french).filter((t) => t.touch.channel === 'email')) {
      const { language, languages, subject, html } = touch.content as EmailContent;
      expect([language, Object.keys(languages ?? {})]).toEqual(['fr', ['en']]);
      expect(languages?.en?.subject).not.toBe(subject);
      expect(html).toContain('<html lang="fr">');
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

describe('the interest in a product', () => {
  const view = (at: string, product_id = 'p1') => ({ at, event: 'Product Viewed', properties: { product_id } });
  const enters = view('2026-01-05T10:00:00Z');
  const again = [6, 7, 8, 9].map((day) => view(`2026-01-0${day}T10:00:00Z`));

  it('is written about at the fifth view', async () => {
    expect((await walk('interest', { enters, later: again })).made).toEqual(['product 2026-01-09T10:00']);
  });

  it('is not written about where another product was seen, or where it was bought', async () => {
    const other = view('2026-01-09T10:00:00Z', 'p2');
    expect((await walk('interest', { enters, later: [...again.slice(0, 3), other] })).made).toEqual([]);
    const bought = { at: '2026-01-08T12:00:00Z', event: 'Order Completed' };
    expect(await walk('interest', { enters, later: [...again, bought] })).toMatchObject({ made: [], ended: 'goal' });
  });

  it('cools down after two weeks without a view', async () => {
    const done = await walk('interest', { enters, later: again.slice(0, 1) });
    expect(done).toMatchObject({ made: [], ended: 'completed' });
    expect(done.endedAt).toMatch(/^2026-01-20T10/);
  });
});

describe('inaction', () => {
  const enters = { at: '2026-01-05T10:00:00Z', event: 'Order Completed' };
  const answered = (score: number) => ({ at: '2026-02-05T12:00:00Z', event: 'Survey Answered', properties: { score } });

  it('is asked about after a month, and answered with an offer on the morning after a week of silence', async () => {
    expect((await walk('inaction', { enters })).made).toEqual(['survey 2026-02-05T09:00', 'winback 2026-02-13T09:00']);
  });

  it('that is unhappy is called, that is happy left in peace', async () => {
    expect((await walk('inaction', { enters, later: [answered(3)] })).made.at(-1)).toBe('call 2026-02-05T12:00');
    expect((await walk('inaction', { enters, later: [answered(9)] })).made).toEqual(['survey 2026-02-05T09:00']);
  });

  it('begins with the last visit, and only of regular buyers', async () => {
    const later = [{ at: '2026-02-01T10:00:00Z', event: 'Product Viewed' }];
    // A month after the visit, looked at week by week.
    expect((await walk('inaction', { enters, later })).made[0]).toBe('survey 2026-03-05T09:00');
    expect((await walk('inaction', { enters, traits: { orders: 1 } })).decision).toBe('filter');
  });
});

describe('a birthday', () => {
  const enters = { at: '2026-01-05T10:00:00Z', event: 'Account Created' };
  const traits = { birthday: '1980-03-12' };

  it('is wished a week before, every year, until the account is closed', async () => {
    const later = [{ at: '2028-01-01T00:00:00Z', event: 'Account Deleted' }];
    expect(await walk('birthday', { enters, traits, later })).toMatchObject({
      made: ['wish 2026-03-05T08:00', 'wish 2027-03-05T08:00'],
      ended: 'exit',
    });
  });

  it('that nobody knows enrols nobody', async () => {
    expect((await walk('birthday', { enters })).decision).toBe('filter');
  });
});

describe('points about to expire', () => {
  const enters = { at: '2026-01-05T10:00:00Z', event: 'Points Updated' };
  const traits = { pointsExpireOn: '2026-04-01', points: 300 };

  it('are written about a month before and a week before', async () => {
    expect((await walk('points', { enters, traits })).made).toEqual([
      'month 2026-03-02T09:00',
      'week 2026-03-25T10:00',
    ]);
  });

  it('are not mentioned any more once they are spent', async () => {
    const later = [{ at: '2026-03-10T10:00:00Z', event: 'Points Spent' }];
    expect(await walk('points', { enters, traits, later })).toMatchObject({
      made: ['month 2026-03-02T09:00'],
      ended: 'goal',
    });
  });

  it('known too late for the e-mail are told by SMS alone', async () => {
    const done = await walk('points', { enters: { ...enters, at: '2026-03-20T10:00:00Z' }, traits });
    expect(done.made).toEqual(['month expired', 'week 2026-03-25T10:00']);
  });
});

describe('a re-order', () => {
  const enters = { at: '2026-01-05T10:00:00Z', event: 'Order Completed' };

  it('is recalled three days before the customer’s own next date', async () => {
    const done = await walk('reorder', { enters, traits: { nextOrderOn: '2026-02-10' } });
    expect(done.made).toEqual(['remind 2026-02-07T09:00']);
  });

  it('is recalled after the usual time where no date is known', async () => {
    expect((await walk('reorder', { enters })).made).toEqual(['remind 2026-02-19T09:00']);
  });
});

describe('after a purchase', () => {
  const enters = { at: '2026-01-05T14:00:00Z', event: 'Order Completed', properties: { order_id: 'o1' } };
  const said = (event: string, properties: Record<string, string | number>) => ({
    at: '2026-01-09T09:00:00Z',
    event,
    properties: { order_id: 'o1', ...properties },
  });

  it('comes the how-to, then the survey, and a call to whoever is unhappy', async () => {
    const done = await walk('afterpurchase', { enters, later: [said('Survey Answered', { score: 2 })] });
    expect(done.made).toEqual(['first 2026-01-06T09:00', 'survey 2026-01-08T09:00', 'call 2026-01-09T09:00']);
  });

  it('nothing more comes to who is happy, says nothing or has sent it back', async () => {
    const happy = await walk('afterpurchase', { enters, later: [said('Survey Answered', { score: 9 })] });
    expect(happy).toMatchObject({ ended: 'completed', endedAt: '2026-01-09T09:00:00.000Z' });
    expect((await walk('afterpurchase', { enters })).made).toHaveLength(2);
    const back = { ...said('Order Returned', {}), at: '2026-01-07T09:00:00Z' };
    expect(await walk('afterpurchase', { enters, later: [back] })).toMatchObject({
      made: ['first 2026-01-06T09:00'],
      ended: 'exit',
    });
  });
});

describe('after a stay', () => {
  const enters = { at: '2026-01-05T10:00:00Z', event: 'Stay Ended', properties: { stay_id: 's1' } };
  const answered = (score: number) => ({
    at: '2026-01-08T12:00:00Z',
    event: 'Survey Answered',
    properties: { stay_id: 's1', score },
  });

  it('the happy are asked for a word in public, the unhappy are called', async () => {
    expect((await walk('afterstay', { enters, later: [answered(10)] })).made).toEqual([
      'first 2026-01-06T09:00',
      'survey 2026-01-08T09:00',
      'review 2026-01-09T09:00',
    ]);
    expect((await walk('afterstay', { enters, later: [answered(1)] })).made.at(-1)).toBe('call 2026-01-08T12:00');
  });

  it('who has complained is asked nothing', async () => {
    const later = [{ at: '2026-01-06T12:00:00Z', event: 'Complaint Opened' }];
    expect(await walk('afterstay', { enters, later })).toMatchObject({
      made: ['first 2026-01-06T09:00'],
      ended: 'exit',
    });
  });
});

describe('a renewal', () => {
  const properties = { contract_id: 'k1', ends_at: '2026-12-31' };
  const enters = { at: '2026-01-05T10:00:00Z', event: 'Contract Signed', properties };

  it('is written, posted and called about before the contract ends', async () => {
    expect((await walk('renewal', { enters })).made).toEqual([
      'mail 2026-11-01T09:00',
      'letter 2026-12-01T09:00',
      'call 2026-12-21T09:00',
    ]);
  });

  it('that has come, or a cancellation, is followed by silence; of another contract it changes nothing', async () => {
    const later = (event: string, contract_id: string) => [
      { at: '2026-11-15T10:00:00Z', event, properties: { contract_id } },
    ];
    const renewed = await walk('renewal', { enters, later: later('Contract Renewed', 'k1') });
    expect(renewed).toMatchObject({ made: ['mail 2026-11-01T09:00'], ended: 'goal' });
    expect(await walk('renewal', { enters, later: later('Contract Cancelled', 'k1') })).toMatchObject({
      ended: 'exit',
    });
    expect((await walk('renewal', { enters, later: later('Contract Renewed', 'k2') })).made).toHaveLength(3);
  });

  it('of a contract that ends in five days is too late', async () => {
    const soon = { ...enters, properties: { ...properties, ends_at: '2026-01-10' } };
    expect((await walk('renewal', { enters: soon })).made).toEqual(['mail expired', 'letter expired', 'call expired']);
  });
});

describe('prospecting', () => {
  const enters = { at: '2026-01-05T14:00:00Z', event: 'Lead Imported' };
  const begun = ['intro 2026-01-06T09:00', 'call 2026-01-09T09:00'];

  it('prepares a quote for the interested once the call was made', async () => {
    const done = await walk('prospecting', { enters, closes: { call: 72 }, outcomes: { call: 'interested' } });
    expect(done.made).toEqual([...begun, 'quote 2026-01-12T09:04']);
  });

  it('leaves who refuses in peace', async () => {
    expect((await walk('prospecting', { enters, outcomes: { call: 'refused' } })).made).toEqual(begun);
  });

  it('sends the others a letter, and calls them two weeks after it was posted', async () => {
    const done = await walk('prospecting', { enters, outcomes: { call: 'later' }, closes: { letter: 48 } });
    expect(done.made).toEqual([...begun, 'letter 2026-01-20T09:00', 'last 2026-02-05T09:00']);
  });

  it('ends with the first order', async () => {
    const later = [{ at: '2026-01-07T10:00:00Z', event: 'Order Completed' }];
    expect(await walk('prospecting', { enters, later })).toMatchObject({ made: begun.slice(0, 1), ended: 'goal' });
  });
});

describe('a season', () => {
  const joins = (segment: string, at = '2026-11-20T10:00:00Z') => ({
    at,
    event: 'Segment Joined',
    properties: { segment },
  });

  it('is written about two weeks before, to its own segment', async () => {
    expect((await walk('season', { enters: joins('christmas') })).made).toEqual(['wish 2026-12-10T09:00']);
    expect((await walk('season', { enters: joins('valentine') })).decision).toBe('filter');
  });

  it('is not written about to who joins too late, or has bought', async () => {
    expect((await walk('season', { enters: joins('christmas', '2026-12-20T10:00:00Z') })).made).toEqual([
      'wish expired',
    ]);
    const later = [{ at: '2026-12-01T10:00:00Z', event: 'Order Completed' }];
    expect(await walk('season', { enters: joins('christmas'), later })).toMatchObject({ made: [], ended: 'goal' });
  });
});

describe('an offer that was not taken', () => {
  const offer = (event: string, at = '2026-01-05T10:00:00Z', offer_id = 'care-plan-20') => ({
    at,
    event,
    properties: { offer_id },
  });
  const enters = offer('Offer Shown');

  it('is made again once, three days later', async () => {
    expect((await walk('offeragain', { enters })).made).toEqual(['again 2026-01-08T09:00']);
  });

  it('is made by letter to who cannot be written to by e-mail', async () => {
    const done = await walk('offeragain', { enters, fails: { again: 'no_consent' } });
    expect(done.made).toEqual(['again no_consent', 'letter 2026-01-08T09:00']);
  });

  it('is not made again once it was taken or refused, nor is another', async () => {
    const taken = await walk('offeragain', { enters, later: [offer('Offer Taken', '2026-01-06T10:00:00Z')] });
    expect(taken).toMatchObject({ made: [], ended: 'goal' });
    const refused = await walk('offeragain', { enters, later: [offer('Offer Refused', '2026-01-06T10:00:00Z')] });
    expect(refused).toMatchObject({ made: [], ended: 'exit' });
    expect((await walk('offeragain', { enters: offer('Offer Shown', enters.at, 'other') })).decision).toBe('filter');
  });
});

describe('a cancellation request', () => {
  const enters = { at: '2026-01-05T10:00:00Z', event: 'Cancellation Requested', properties: { contract_id: 'k1' } };

  it('is called about at once, at night too; who stays hears no more', async () => {
    const done = await walk('cancellation', { enters, outcomes: { call: 'stays' } });
    expect(done).toMatchObject({ made: ['call 2026-01-05T10:00'], ended: 'completed' });
  });

  it('is followed by sixty days of peace and one offer', async () => {
    const done = await walk('cancellation', { enters, outcomes: { call: 'leaves' } });
    expect(done.made).toEqual(['call 2026-01-05T10:00', 'winback 2026-03-09T09:00']);
  });

  it('that is withdrawn is over', async () => {
    const later = [{ at: '2026-01-20T10:00:00Z', event: 'Cancellation Withdrawn', properties: { contract_id: 'k1' } }];
    expect(await walk('cancellation', { enters, later, outcomes: { call: 'leaves' } })).toMatchObject({
      ended: 'goal',
    });
  });
});

describe('a call-back request', () => {
  const enters = { at: '2026-01-05T10:00:00Z', event: 'Call Back Requested' };

  it('is called at once', async () => {
    expect((await walk('callback', { enters, outcomes: { call: 'reached' } })).made).toEqual(['call 2026-01-05T10:00']);
  });

  it('is written to where nobody could be reached, or nobody called', async () => {
    const missed = await walk('callback', { enters, outcomes: { call: 'not_reached' } });
    expect(missed.made).toEqual(['call 2026-01-05T10:00', 'missed 2026-01-06T10:01']);
    expect((await walk('callback', { enters, fails: { call: 'expired' } })).made).toEqual([
      'call expired',
      'missed 2026-01-05T10:00',
    ]);
  });
});

describe('a referral', () => {
  const happy = (score: number) => ({ at: '2026-01-05T10:00:00Z', event: 'Survey Answered', properties: { score } });

  it('is asked of the happy two days later, and thanked for when a friend comes', async () => {
    const later = [{ at: '2026-01-20T10:00:00Z', event: 'Referral Made' }];
    expect((await walk('referral', { enters: happy(9), later })).made).toEqual([
      'invite 2026-01-07T09:00',
      'thanks 2026-01-20T10:00',
    ]);
    expect((await walk('referral', { enters: happy(9) })).made).toEqual(['invite 2026-01-07T09:00']);
  });

  it('is not asked of the others', async () => {
    expect((await walk('referral', { enters: happy(8) })).decision).toBe('filter');
  });
});

describe('usage that drops', () => {
  const enters = { at: '2026-01-05T10:00:00Z', event: 'Usage Dropped' };
  const later = (event: string, properties = {}) => [{ at: '2026-01-07T10:00:00Z', event, properties }];

  it('is asked about, and answered with an offer on the morning after a week of silence', async () => {
    expect((await walk('usage', { enters })).made).toEqual(['survey 2026-01-06T09:00', 'offer 2026-01-14T09:00']);
  });

  it('of the unhappy is called about; where it recovers, nothing more comes', async () => {
    const unhappy = await walk('usage', { enters, later: later('Survey Answered', { score: 2 }) });
    expect(unhappy.made.at(-1)).toBe('call 2026-01-07T10:00');
    expect(await walk('usage', { enters, later: later('Usage Recovered') })).toMatchObject({
      made: ['survey 2026-01-06T09:00'],
      ended: 'goal',
    });
  });
});
