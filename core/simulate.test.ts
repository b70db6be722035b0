/** What a persona lives through, and what the try-out says of it. */
import { expect, test } from 'vitest';
import { galleryGraph } from '#chains/index.ts';
import { DAY } from '#core/clock.ts';
import { compile } from '#core/compile.ts';
import { type PersonaName, personaOf } from '#core/persona.ts';
import type { Plan } from '#core/plan.ts';
import { DEFAULT_POLICY } from '#core/policy/index.ts';
import { type Happening, simulate, type TryOut } from '#core/simulate.ts';

const START = Date.parse('2026-11-24T10:00:00Z');
const planOf = (name: Parameters<typeof galleryGraph>[0]): Plan => {
  const compiled = compile(galleryGraph(name));
  if ('problems' in compiled) throw new Error(JSON.stringify(compiled.problems));
  return compiled.plan;
};
const classic = planOf('classic');

async function walk(name: PersonaName, happenings: Happening[] = [], more: Partial<TryOut> = {}) {
  const plan = more.plan ?? classic;
  const walked = await simulate({
    ...{ plan, policy: { version: 1, ...DEFAULT_POLICY }, persona: personaOf(name, START), start: START, happenings },
    ...{ entry: { event: plan.entry.event ?? '' }, company: { zone: 'Europe/Paris', country: 'FR' } },
    ...more,
  });
  const last = new Map<string, string>();
  for (const m of walked.moments) if (m.kind === 'contact') last.set(m.step, m.became);
  return { walked, contacts: Object.fromEntries(last) };
}

test('a customer who agreed to everything gets the eight contacts of the classic chain', async () => {
  const { walked, contacts } = await walk('loyal');
  expect(walked.ended).toBe('completed');
  expect(Object.keys(contacts)).toHaveLength(8);
  expect(new Set(Object.values(contacts))).toEqual(new Set(['sent']));
});

test('who unsubscribes at J+10 gets no commercial e-mail afterwards, and the chain goes on', async () => {
  const { walked, contacts } = await walk('loyal', [{ kind: 'withdraws', channel: 'email', at: START + 10 * DAY }]);
  expect(contacts.service).toBe('sent');
  expect(contacts.newsletter).toBe('skipped');
  expect(contacts.renewal).toBe('skipped');
  expect(contacts.range).toBe('sent');
  expect(walked.ended).toBe('completed');
});

test('who never agreed to anything gets what is owed, and a reason for the rest', async () => {
  const { walked, contacts } = await walk('silent');
  expect(contacts.thanks).toBe('sent');
  const skipped = walked.moments.find((m) => m.kind === 'contact' && m.became === 'skipped');
  expect(skipped?.kind === 'contact' && skipped.record.asked.at(-1)?.rule).toBe('consent');
});

test('three contacts of this week put off the fourth', async () => {
  const persona = personaOf('loyal', START);
  const contacts = [1, 2, 3].map((days) => ({
    ...{ at: START - days * DAY, channel: 'email', class: 'commercial' as const, brand: 'default' },
    ...{ topics: [], offer: null, weight: 3 },
  }));
  const { walked } = await walk('loyal', [], { persona: { ...persona, contacts } });
  const invoice = walked.moments.find((m) => m.kind === 'contact' && m.step === 'invoice');
  expect(invoice).toMatchObject({ became: 'held', record: { verdict: { reason: expect.any(String) } } });
});

test('a goal that is reached ends the chain at once', async () => {
  const event: Happening = { kind: 'event', event: 'Contract Renewed', at: START + 20 * DAY };
  const { walked } = await walk('loyal', [event]);
  expect(walked.ended).toBe('goal');
  expect(walked.moments.at(-1)).toEqual({ kind: 'ended', at: START + 20 * DAY, outcome: 'goal' });
});

test('an event that is not the trigger lets nobody in', async () => {
  const { walked } = await walk('new', [], { entry: { event: 'Something Else' } });
  expect(walked.entry).toBe('filter');
  expect(walked.moments).toEqual([]);
});

test('overseas, ten in the morning is ten in the morning there', async () => {
  const { walked } = await walk('overseas');
  const service = walked.moments.find((m) => m.kind === 'contact' && m.step === 'service');
  expect(new Date(service!.at).toISOString()).toContain('T06:00');
});

test('a mailbox that is gone gets nothing more, not even what is owed, while letters and calls go on', async () => {
  const { contacts } = await walk('loyal', [{ kind: 'bounces', at: START + 5 * DAY }]);
  expect(contacts).toMatchObject({ thanks: 'sent', service: 'skipped', newsletter: 'skipped', range: 'sent' });
});
